// JSON lines on stdout. Allow-list: a line holds only what contract/telemetry names. Never a body, a query, a cookie, a token
// or an error's message: the route's pattern stands where the address with its token would.

import type { FastifyRequest } from 'fastify';
import pino, { type DestinationStream, type LogFn, type Logger } from 'pino';
import type { App } from './app-type.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** True once the route's schemas have let path, query and body through. */
    judged: boolean;
  }
}

export function makeLogger(destination?: DestinationStream): Logger {
  const options = {
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { logMethod: withoutErrorMessage },
    serializers: { err: describeError, req: () => undefined, res: () => undefined },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Without a message of ours, pino takes the error's own; a name says enough. */
function withoutErrorMessage(this: Logger, args: Parameters<LogFn>, method: LogFn): void {
  const [first] = args as readonly unknown[];
  const error = first instanceof Error ? first : (first as { err?: unknown } | undefined)?.err;
  if (error instanceof Error) {
    method.call(this, first instanceof Error ? { err: first } : (first as object), error.name);
  } else {
    method.apply(this, args);
  }
}

/** Name, code and the places in our code; the message stays out, because drivers and parsers quote values in it. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const code: unknown = (error as { code?: unknown }).code;
  return {
    type: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/**
 * What this request is called elsewhere: by CloudFront, by the load balancer, in the database and the audit chain.
 * Told by headers and by what the route's schema has let through; anything not shaped like a name is left out.
 */
function namesOf(request: FastifyRequest): Readonly<Record<string, string>> {
  const named = {
    edgeId: request.headers['x-amz-cf-id'],
    traceId: request.headers['x-amzn-trace-id'],
    ...(request.judged
      ? {
          orderId: (request.params as { orderId?: unknown } | undefined)?.orderId,
          eventId: (request.body as { eventId?: unknown } | null | undefined)?.eventId,
        }
      : {}),
  };
  return Object.fromEntries(
    Object.entries(named).filter(
      (each): each is [string, string] => typeof each[1] === 'string' && nameShape.test(each[1]),
    ),
  );
}

const nameShape = /^[A-Za-z0-9_;=:-]{8,128}$/;

export function installAccessLog(app: App): void {
  app.decorateRequest('judged', false);
  // The first hook after the schemas: what a route never took must not be repeated, whatever it was.
  app.addHook('preHandler', async (request) => {
    request.judged = true;
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({
      event: 'request',
      method: request.method,
      route: request.is404 ? null : (request.routeOptions.url ?? null),
      status: reply.statusCode,
      problem: request.problemCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...namesOf(request),
      ...(request.session === null
        ? {}
        : { principalId: request.session.userId, role: request.session.role }),
    });
  });
}
