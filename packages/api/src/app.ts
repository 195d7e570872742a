// The way of a request, top to bottom: its name and its headers, the address limit, the cross-site check, the
// session, access, the principal limit, then the features. Whatever order stands here is the order it meets them.

import { limits } from '@cool/contract/edge';
import fastify, { type FastifyBaseLogger, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import { installAccess } from '#platform/access.ts';
import type { App } from '#platform/app-type.ts';
import type { Clock } from '#platform/clock.ts';
import { installCrossSiteCheck } from '#platform/cross-site.ts';
import type { Drain } from '#platform/drain.ts';
import { installHealth } from '#platform/health.ts';
import type { Keys } from '#platform/keys.ts';
import { installAccessLog } from '#platform/logging.ts';
import { startPeriodic } from '#platform/periodic.ts';
import { installProblems, refusalOf, sendProblem } from '#platform/problem.ts';
import { installAddressLimit, installPrincipalLimit } from '#platform/rate-limit.ts';
import { makeRequestId } from '#platform/request-id.ts';
import { fixedHeaders, installResponseHeaders } from '#platform/response-headers.ts';
import { installSession } from '#platform/session.ts';
import { sessionStore } from '#platform/session-store.ts';
import { installStrictRoutes } from '#platform/strict-routes.ts';
import { compileSchema } from '#platform/validation.ts';
import { installIdentity } from './features/identity/index.ts';
import { installOrders, ordersStore } from './features/orders/index.ts';
import { installRuns } from './features/runs/index.ts';

export interface AppParts {
  readonly db: Db;
  readonly keys: Keys;
  readonly mailDir: string;
  readonly publicOrigin: string;
  readonly mfaRequired: 'staff' | 'all';
  readonly clock: Clock;
  readonly drain: Drain;
  readonly log: Logger;
}

const sweepEveryMs = 60_000;

export async function buildApp({ db, keys, mfaRequired, clock, drain, log }: AppParts): Promise<App> {
  const app: App = fastify({
    loggerInstance: log as FastifyBaseLogger,
    disableRequestLogging: true, // our own line is an allow-list; the built-in one names the address
    genReqId: makeRequestId,
    bodyLimit: limits.bodyBytes,
    forceCloseConnections: 'idle',
    frameworkErrors: refuseUnroutable,
    routerOptions: { maxParamLength: 100 },
  });
  app.setValidatorCompiler(({ schema }) => compileSchema(schema as object));
  app.removeContentTypeParser('text/plain'); // every body here is JSON
  installProblems(app);

  const sessions = sessionStore(db, clock);
  installResponseHeaders(app);
  installAccessLog(app);
  installAddressLimit(app, clock);
  installCrossSiteCheck(app);
  installSession(app, sessions);
  installAccess(app);
  installPrincipalLimit(app, clock);

  const strict = installStrictRoutes(app);
  installHealth(app, db, drain);
  const identity = installIdentity(app, { db, keys, sessions, mfaRequired, clock });
  const orders = ordersStore(db);
  installOrders(app, {
    db,
    orders,
    keys,
    clock,
    findCourier: async (id) => {
      const user = await identity.users.byId(id);
      return user?.role === 'courier' ? { id: user.id, name: user.name } : null;
    },
    changed: () => undefined,
  });
  installRuns(app, { orders, users: identity.users });
  strict.refuseOtherMethods();

  const sweeper = startPeriodic('sweep', sweepEveryMs, () => identity.sweep(), log);
  app.addHook('onClose', async () => {
    await sweeper.stop();
  });
  return app;
}

/** An address that cannot be routed meets no hook; it gets the same headers and a problem all the same. */
function refuseUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error);
  void reply.headers({ ...fixedHeaders, 'x-request-id': request.id });
  request.log.info({ event: 'request', requestId: request.id, method: request.method, route: null, status: 400 });
  sendProblem(request, reply, refusal?.code ?? 'body-invalid', refusal?.more ?? {});
}
