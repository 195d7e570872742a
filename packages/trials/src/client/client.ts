// One client of a running platform: HTTP over loopback with a cookie jar of its own. It knows nothing but the
// address; what it expects of answers stands in the trials, in their own words.

import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { platform } from 'node:os';

export type Call = {
  readonly method: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as it is; `json` in `postJson` is the usual way. */
  readonly body?: string | Buffer;
};

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
};

export type Client = {
  readonly address: { readonly host: string; readonly port: number };
  /** Rejects only when no whole answer came. */
  readonly send: (call: Call) => Promise<Answer>;
  /** The headers every call carries: host and cookies. */
  readonly headers: () => OutgoingHttpHeaders;
  /** Ends the connections it kept open. */
  readonly close: () => void;
};

const answerTimeoutMs = 30_000;

export type ClientOptions = {
  /** The host the client says it calls: Node does not resolve *.localhost, so it connects to 127.0.0.1. */
  readonly name?: string;
  /** Calls from 127.0.0.N where the system has a whole loopback network (Linux): a client with limits of its own. */
  readonly from?: number;
};

export function openClient(port: number, { name = 'localhost', from }: ClientOptions = {}): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const cookies = new Map<string, string>();
  const headers = (): OutgoingHttpHeaders => ({
    host: `${name}:${port}`,
    ...(cookies.size === 0
      ? {}
      : { cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; ') }),
  });
  return {
    address: { host: '127.0.0.1', port },
    headers,
    close: () => agent.destroy(),
    send: ({ method, path, headers: more, body }) =>
      new Promise((resolve, reject) => {
        const sent = request({
          agent,
          host: '127.0.0.1',
          port,
          method,
          path,
          ...(from === undefined || platform() !== 'linux' ? {} : { localAddress: `127.0.0.${from}` }),
          headers: {
            ...headers(),
            ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
            ...more,
          },
        });
        const late = setTimeout(
          () => sent.destroy(new Error(`${method} ${path}: no whole answer in ${answerTimeoutMs} ms`)),
          answerTimeoutMs,
        );
        sent.once('close', () => clearTimeout(late));
        sent.once('error', reject);
        sent.once('response', (response) => {
          keepCookies(cookies, response.headers['set-cookie'] ?? []);
          const head = { status: response.statusCode ?? 0, headers: response.headers };
          // A stream has no whole answer to wait for: that it was opened is the answer.
          if (String(response.headers['content-type']).startsWith('text/event-stream')) {
            resolve({ ...head, text: '' });
            sent.destroy();
            return;
          }
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('error', reject);
          response.once('aborted', () => reject(new Error(`${method} ${path}: the answer broke off`)));
          response.once('end', () => resolve({ ...head, text: Buffer.concat(chunks).toString('utf8') }));
        });
        sent.end(body);
      }),
  };
}

function keepCookies(cookies: Map<string, string>, setCookies: readonly string[]): void {
  for (const line of setCookies) {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    const ended = attributes.some((each) => /^\s*max-age=0$/i.test(each));
    if (ended || value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
}
