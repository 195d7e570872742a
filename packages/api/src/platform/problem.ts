// Every refusal leaves through here, as RFC 9457 problem details from the contract's catalogue. What is not in the
// catalogue is our fault: it is logged without its message (drivers put values into messages) and answered as
// `internal`, with nothing but the request id.

import { type FieldError, type Problem, type ProblemCode, problems } from '@cool/contract/problems';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app-type.ts';
import { isDatabaseAway } from './mongo.ts';
import { describeGiven, fieldErrors } from './validation.ts';

export interface ProblemMore {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
}

/** What a refusal means for the audit trail alone: never part of an answer. */
export interface RefusalNotes {
  /** The person it concerns, when nobody is signed in. */
  readonly concerns?: string | undefined;
  /** The account, or the PIN of an order, must wait from this try on. */
  readonly lockSeconds?: number | undefined;
}

/** Thrown by use cases and hooks; carries nothing that may not be shown. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly more: ProblemMore;
  readonly notes: RefusalNotes;
  constructor(code: ProblemCode, more: ProblemMore = {}, notes: RefusalNotes = {}) {
    super(problems[code].title);
    this.name = 'Refusal';
    this.code = code;
    this.more = more;
    this.notes = notes;
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

declare module 'fastify' {
  interface FastifyRequest {
    /** The refusal this request ended with, for its line in the log and for what is counted. */
    problemCode: ProblemCode | null;
    refusalNotes: RefusalNotes;
  }
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  more: ProblemMore = {},
) {
  request.problemCode = code;
  if (more.retryAfterSeconds !== undefined) void reply.header('retry-after', String(more.retryAfterSeconds));
  return reply
    .status(problems[code].status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body)) // the route's success schema must not shape a problem
    .send(problemBody(code, request.id, more));
}

/** The refusal that an error means, or undefined when it is our own fault. */
export function refusalOf(error: unknown, request: FastifyRequest): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (isDatabaseAway(error)) {
    return new Refusal('unavailable', { retryAfterSeconds: 1 });
  }
  if (!(error instanceof Error)) return undefined;
  const known = error as FastifyError;
  return known.validation === undefined ? refusalOfFramework(known, request) : refusalOfValidation(known);
}

function refusalOfValidation({ validation, validationContext }: FastifyError): Refusal {
  // A path that is not even shaped like an id names nothing; saying more would help only a guesser.
  if (validationContext === 'params') return new Refusal('not-found');
  const errors = fieldErrors(validation as Parameters<typeof fieldErrors>[0]);
  if (validationContext !== 'querystring') return new Refusal('body-invalid', { errors });
  return new Refusal('body-invalid', {
    errors: errors.map((each) => ({ ...each, field: `query.${each.field.replace(/^\//, '')}` })),
  });
}

function refusalOfFramework(error: FastifyError, request: FastifyRequest): Refusal | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return about('body-too-large', {
        field: 'body',
        given: `${request.headers['content-length'] ?? 'more'} bytes`,
        allowed: `at most ${request.routeOptions.bodyLimit} bytes`,
      });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE': // the method QUERY, where there is nothing to query
      return about('media-type-unsupported', {
        field: 'Content-Type',
        given: describeGiven('', request.headers['content-type']),
        allowed: 'application/json',
      });
    case 'FST_ERR_BAD_URL':
      return about('body-invalid', {
        field: 'path',
        given: 'a percent sign that starts no character',
        allowed: 'percent-encoded UTF-8 (RFC 3986)',
      });
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return about('body-not-json', {
        field: 'body',
        given: 'another length than Content-Length says',
        allowed: 'a JSON object',
      });
    default:
      return undefined;
  }
}

function about(code: ProblemCode, error: FieldError): Refusal {
  return new Refusal(code, { errors: [error] });
}

export function installProblems(app: App): void {
  app.decorateRequest('problemCode', null);
  app.decorateRequest('refusalNotes');
  app.addHook('onRequest', async (request) => {
    request.refusalNotes = {};
  });
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error, request);
    request.refusalNotes = refusal?.notes ?? {};
    if (refusal !== undefined) return sendProblem(request, reply, refusal.code, refusal.more);
    request.log.error({ event: 'broken', err: error });
    return sendProblem(request, reply, 'internal');
  });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'not-found'));
}
