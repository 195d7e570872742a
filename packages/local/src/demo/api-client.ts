// A client of the platform as any other: HTTP with a cookie, a password and a code. Used by the simulator.

import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Session } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import { codeAt, msLeftAt } from './one-time-code.ts';
import type { Persona } from './personas.ts';

export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
};

export type Call = {
  readonly port: number;
  readonly host: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
};

/** One request to 127.0.0.1 under the given host name. Rejects only when there was no answer. */
export function call({ port, host, method, path, body, headers = {} }: Call): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: {
          ...headers,
          host,
          ...(text === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
        },
        timeout: 15_000,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const received = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: parsed(received) });
        });
      },
    );
    sent.once('timeout', () => sent.destroy(new Error('no answer within 15 s')));
    sent.once('error', reject);
    sent.end(text);
  });
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text; // an answer that is no JSON is shown as it came
  }
}

/** `name=value` of the session cookie the answer sets, or null. */
export function cookieOf(answer: Answer): string | null {
  return answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? null;
}

export function problemCode(answer: Answer): string | null {
  const { body } = answer;
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : null;
}

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly setCookie: readonly string[]; readonly cookie: string }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'refused'; readonly code: string };

/**
 * Password, then the code of this moment. A code that was used already asks to wait for the next one. `agent` is the
 * browser it is done for: the account page names it in its list of sessions.
 */
export async function signInAs(
  persona: Persona,
  port: number,
  host: string,
  agent?: string,
): Promise<SignInOutcome> {
  const by: Readonly<Record<string, string>> = agent === undefined ? {} : { 'user-agent': agent };
  const first = await call({
    port,
    host,
    method: 'POST',
    path: urls.signIn(),
    body: { email: persona.email, password: persona.password },
    headers: by,
  });
  const pending = cookieOf(first);
  if (first.status !== 200 || pending === null) return refusedBy(first);
  if (!isPendingCode(first.body)) return signedIn(first, pending);
  if (persona.totpSecret === null) return { kind: 'refused', code: 'second-factor-required' };

  const second = await call({
    port,
    host,
    method: 'POST',
    path: urls.verifyTotp(),
    body: { code: codeAt(persona.totpSecret, Date.now()) },
    headers: { ...by, cookie: pending },
  });
  const cookie = cookieOf(second);
  if (second.status === 200 && cookie !== null) return signedIn(second, cookie);
  return problemCode(second) === 'code-used'
    ? { kind: 'wait', ms: msLeftAt(Date.now()) + 200 }
    : refusedBy(second);
}

function isPendingCode(body: unknown): body is Session {
  return typeof body === 'object' && body !== null && 'next' in body && body.next === 'verify';
}

function signedIn(answer: Answer, cookie: string): SignInOutcome {
  return { kind: 'signed-in', setCookie: answer.headers['set-cookie'] ?? [], cookie };
}

function refusedBy(answer: Answer): SignInOutcome {
  return { kind: 'refused', code: problemCode(answer) ?? `status ${answer.status}` };
}
