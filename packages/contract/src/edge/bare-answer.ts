// What is no HTTP meets no route: whoever serves, edge or API, answers it on the bare connection, and ends that.

/** An answer without a body, as it goes over the wire; `status` as `400 Bad Request`. */
export function bareAnswer(status: string, headers: Readonly<Record<string, string>>): string {
  const all = { ...headers, connection: 'close', 'content-length': '0' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${[status, ...lines].join('\r\n')}\r\n\r\n`;
}
