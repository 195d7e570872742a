// What the edge itself refuses, in the same form as the API's refusals (RFC 9457) and with the same headers.

import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { securityHeaders } from '@cool/contract/edge';
import { type Problem, type ProblemCode, problems } from '@cool/contract/problems';

export type Refusal = {
  readonly code: ProblemCode;
  readonly detail: string;
  /** Where the catalogue's own status is too coarse: 414 and 421 have no code of their own. */
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  readonly allow?: string;
};

export function sendProblem(response: ServerResponse, refusal: Refusal): void {
  const { code, detail, retryAfterSeconds, allow } = refusal;
  const status = refusal.status ?? problems[code].status;
  const body: Problem = {
    type: `/docs/problems#${code}`,
    code,
    status,
    title: problems[code].title,
    detail,
    requestId: randomUUID(),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
    ...(allow === undefined ? {} : { allow }),
  });
  response.end(text);
}
