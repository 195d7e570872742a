// The one way to the API. Every outcome is a value, an answer or a refusal; nothing here throws for what a
// network or a server may do. Callers keep what the person typed and show the refusal. An answer that comes after the end of
// the session it was asked in reaches nobody.

import type { FieldError, Problem, ProblemCode } from '@cool/contract/problems';
import { watchForEnd } from '#memory/session-memory.ts';

export interface Refusal {
  /** `unreachable`: no answer came, so nobody knows whether the request was carried out. */
  readonly code: ProblemCode | 'unreachable' | 'unreadable';
  readonly title: string;
  readonly detail: string | null;
  readonly requestId: string | null;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | null;
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

export interface RequestOptions {
  readonly body?: unknown;
  /** Sent as If-Match: the change is refused when the order has moved on since. */
  readonly version?: number;
  readonly signal?: AbortSignal;
}

type Method = 'GET' | 'POST';

let whenSignedOut: () => void = () => {};

/** Called whenever the API answers that nobody is signed in, whichever page asked. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

export async function request<Value>(
  method: Method,
  url: string,
  options: RequestOptions = {},
): Promise<Answer<Value>> {
  const isTooLate = watchForEnd();
  const headers = new Headers({ accept: 'application/json' });
  if (options.body !== undefined) headers.set('content-type', 'application/json');
  if (options.version !== undefined) headers.set('if-match', `"${options.version}"`);
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      redirect: 'error',
      cache: 'no-store',
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch {
    return { ok: false, refusal: unreachable };
  }
  const isEmpty = response.status === 202 || response.status === 204; // accepted and done carry no body
  const body: unknown = isEmpty ? undefined : await response.json().catch(() => null);
  if (isTooLate()) return { ok: false, refusal: sessionEnded };
  if (response.ok && body !== null) return { ok: true, value: body as Value };
  const refusal = refusalOf(response, body);
  if (refusal.code === 'not-signed-in') whenSignedOut();
  return { ok: false, refusal };
}

/** A file to keep: its bytes as they came, or the refusal. */
export async function requestFile(url: string): Promise<Answer<Blob>> {
  const isTooLate = watchForEnd();
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', redirect: 'error', cache: 'no-store' });
    const file = response.ok ? await response.blob() : null;
    if (isTooLate()) return { ok: false, refusal: sessionEnded };
    if (file !== null) return { ok: true, value: file };
  } catch {
    return { ok: false, refusal: unreachable }; // also when it was cut on its way: half a file is none
  }
  const refusal = refusalOf(response, await response.json().catch(() => null));
  if (refusal.code === 'not-signed-in') whenSignedOut();
  return { ok: false, refusal };
}

/** Asks again, with the same body, while no answer came: only for requests that name their intent (eventId). */
export async function requestUntilAnswered<Value>(
  method: Method,
  url: string,
  options: RequestOptions,
  waitsMs: readonly number[] = [300, 1_200],
): Promise<Answer<Value>> {
  const isTooLate = watchForEnd();
  let answer = await request<Value>(method, url, options);
  for (const waitMs of waitsMs) {
    if (answer.ok || !isWorthAnotherTry(answer.refusal)) return answer;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (isTooLate()) return { ok: false, refusal: sessionEnded };
    answer = await request<Value>(method, url, options);
  }
  return answer;
}

function isWorthAnotherTry(refusal: Refusal): boolean {
  return (
    refusal.code === 'unreachable' ||
    refusal.code === 'unreadable' ||
    refusal.code === 'draining' ||
    refusal.code === 'unavailable'
  );
}

const unreachable: Refusal = {
  code: 'unreachable',
  title: 'Cool Delivery could not be reached.',
  detail: 'What you entered is still here. Check the connection, then try again.',
  requestId: null,
  errors: [],
  retryAfterSeconds: null,
};

const sessionEnded: Refusal = {
  ...unreachable,
  code: 'not-signed-in',
  title: 'The session in which this was asked has ended.',
  detail: null,
};

function refusalOf(response: Response, body: unknown): Refusal {
  if (!isProblem(body)) {
    return {
      ...unreachable,
      code: 'unreadable',
      title: `The answer could not be read (status ${response.status}).`,
      detail: 'What you entered is still here. Try again in a moment.',
    };
  }
  return {
    code: body.code as ProblemCode,
    title: body.title,
    detail: body.detail ?? null,
    requestId: body.requestId,
    errors: body.errors ?? [],
    retryAfterSeconds: body.retryAfterSeconds ?? null,
  };
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    'title' in body &&
    typeof body.title === 'string' &&
    'requestId' in body &&
    typeof body.requestId === 'string'
  );
}
