// JSON lines on stdout. Allow-list: a line holds only what is named here. Never a body, a query, a cookie, a token
// or an error's message: the route's pattern stands where the address with its token would.

import pino, { type DestinationStream, type LogFn, type Logger } from 'pino';
import type { App } from './app-type.ts';

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

export function installAccessLog(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info({
      event: 'request',
      method: request.method,
      route: request.is404 ? null : (request.routeOptions.url ?? null),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      ...(request.session === null
        ? {}
        : { principalId: request.session.userId, role: request.session.role }),
    });
  });
}
