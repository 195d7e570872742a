// What the terminal shows once the platform stands: the ready line and four links.

export type Links = {
  readonly origin: string;
  readonly port: number;
  readonly demoKey: string | null;
  readonly invitation: string | null;
};

export function linksOf({ origin, port, demoKey, invitation }: Links): readonly string[] {
  const ready = `ready ${origin}`;
  if (demoKey === null) {
    return [
      ready,
      ...(invitation === null ? [] : [`  first admin  ${invitation}  (once, within 24 hours)`]),
      `  board        ${origin}/board`,
      `  new order    ${origin}/new`,
      `  security     ${origin}/security`,
      `  sign in      ${origin}/sign-in`,
    ];
  }
  const as = (persona: string, to: string) =>
    `http://${persona}.localhost:${port}/demo/as/${persona}?to=${encodeURIComponent(to)}&key=${demoKey}`;
  return [
    ready,
    `  board     ${as('dispatcher', '/board')}`,
    `  tracking  ${origin}/demo/tracking`,
    `  security  ${as('auditor', '/security')}`,
    `  codes     ${origin}/demo`,
  ];
}
