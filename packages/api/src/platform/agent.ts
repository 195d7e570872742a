// A browser's name as its owner recognises it in a list of sessions: `Firefox on Linux`. The whole header is never
// kept: it is long, tells more than is needed and is whatever a client likes to send.

const browsers = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bSafari\//],
] as const;

// Phones first: their headers name the desktop system they descend from.
const systems = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Windows', /\bWindows NT\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const;

export function shortAgent(header: string | undefined): string {
  const text = (header ?? '').slice(0, 512);
  const browser = browsers.find(([, pattern]) => pattern.test(text))?.[0] ?? 'Unknown program';
  const system = systems.find(([, pattern]) => pattern.test(text))?.[0];
  return system === undefined ? browser : `${browser} on ${system}`;
}
