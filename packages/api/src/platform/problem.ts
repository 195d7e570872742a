// Every refusal leaves through here, as RFC 9457 problem details from the contract's catalogue. What is not in the
// catalogue is our fault: it is logged without its message (drivers put values into messages) and answered as
// `internal`, with nothing but the request id.

import { type FieldError, type Problem, type ProblemCode, problems } from '@cool/contract/problems';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { MongoNetworkError, MongoServerSelectionError } from 'mongodb';
import type { App } from './app-type.ts';
import { fieldErrors } from './validation.ts';

export interface ProblemMore {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

/** Thrown by use cases and hooks; carries nothing that may not be shown. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly more: ProblemMore;
  constructor(code: ProblemCode, more: ProblemMore = {}) {
    super(problems[code].title);
    this.name = 'Refusal';
    this.code = code;
    this.more = more;
  }
}

export function problemBody(code: ProblemCode, requestId: string, more: ProblemMore = {}): Problem {
  return {
    type: `/docs/problems#${code}`,
    code,
    status: problems[code].status,
    title: problems[code].title,
    requestId,
    ...(more.detail === undefined ? {} : { detail: more.detail }),
    ...(more.errors === undefined ? {} : { errors: [...more.errors] }),
    ...(more.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: more.retryAfterSeconds }),
  };
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, code: ProblemCode, more: ProblemMore = {}) {
  if (more.retryAfterSeconds !== undefined) void reply.header('retry-after', String(more.retryAfterSeconds));
  return reply
    .status(problems[code].status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body)) // the route's success schema must not shape a problem
    .send(problemBody(code, request.id, more));
}

/** The refusal that an error means, or undefined when it is our own fault. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) {
    return new Refusal('unavailable', { retryAfterSeconds: 1 });
  }
  if (!(error instanceof Error)) return undefined;
  const known = error as FastifyError;
  if (known.validation !== undefined) {
    // A path that is not even shaped like an id names nothing; saying more would help only a guesser.
    if (known.validationContext === 'params') return new Refusal('not-found');
    const prefix = known.validationContext === 'querystring' ? 'query.' : '';
    const errors = fieldErrors(known.validation as Parameters<typeof fieldErrors>[0]).map((each) => ({
      ...each,
      field: prefix === '' ? each.field : `${prefix}${each.field.replace(/^\//, '')}`,
    }));
    return new Refusal(known.validationContext === 'headers' ? 'header-invalid' : 'body-invalid', { errors });
  }
  switch (known.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Refusal('body-too-large');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Refusal('media-type-unsupported');
    case 'FST_ERR_BAD_URL':
      return new Refusal('body-invalid', { detail: 'The path holds a percent sign that starts no character.' });
    default:
  }
  if (known.message.includes('forbidden prototype property')) {
    return new Refusal('body-invalid', { detail: 'A field is named __proto__ or constructor; no route takes such a field.' });
  }
  if (known instanceof SyntaxError || (known.code ?? '').startsWith('FST_ERR_CTP')) return new Refusal('body-not-json');
  return undefined;
}

export function installProblems(app: App): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal !== undefined) return sendProblem(request, reply, refusal.code, refusal.more);
    request.log.error({ event: 'broken', requestId: request.id, err: error });
    return sendProblem(request, reply, 'internal');
  });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'not-found'));
}
