// The way of a request, top to bottom: its name and its headers, the address limit, the cross-site check, the
// session, access, the principal limit, then the features. Whatever order stands here is the order it meets them.

import { limits } from '@cool/contract/edge';
import fastify, {
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Db } from 'mongodb';
import type { Logger } from 'pino';
import { installAccess } from '#platform/access.ts';
import { installAccessTrail } from '#platform/access-trail.ts';
import type { App } from '#platform/app-type.ts';
import type { Clock } from '#platform/clock.ts';
import { installCrossSiteCheck } from '#platform/cross-site.ts';
import type { Drain } from '#platform/drain.ts';
import { installHealth } from '#platform/health.ts';
import { installJsonBody } from '#platform/json-body.ts';
import type { Keys } from '#platform/keys.ts';
import { installAccessLog } from '#platform/logging.ts';
import { isDatabaseAway } from '#platform/mongo.ts';
import { startPeriodic } from '#platform/periodic.ts';
import { installProblems, refusalOf, sendProblem } from '#platform/problem.ts';
import { processGauges } from '#platform/process-gauges.ts';
import { installAddressLimit, installPrincipalLimit } from '#platform/rate-limit.ts';
import { makeRequestId } from '#platform/request-id.ts';
import { installRequestTelemetry } from '#platform/request-telemetry.ts';
import { fixedHeaders, installResponseHeaders } from '#platform/response-headers.ts';
import { installSession } from '#platform/session.ts';
import { sessionStore } from '#platform/session-store.ts';
import { makeStreams } from '#platform/streams.ts';
import { installStrictRoutes } from '#platform/strict-routes.ts';
import { makeTelemetry } from '#platform/telemetry.ts';
import { installTracing, type SpanSink } from '#platform/tracing.ts';
import { refuseUnreadable } from '#platform/unreadable-request.ts';
import { compileSchema } from '#platform/validation.ts';
import { installAccount } from './features/account/index.ts';
import { accessTrail, inboxStore, installAudit, startAudit } from './features/audit/index.ts';
import { installIdentity } from './features/identity/index.ts';
import { installLive } from './features/live/index.ts';
import { fileMailer, startMail } from './features/mail/index.ts';
import { installManaged } from './features/managed/index.ts';
import { installOpenApi } from './features/openapi/index.ts';
import { installOrders, ordersStore, outboxStore, redactDue } from './features/orders/index.ts';
import { installPasskeys } from './features/passkeys/index.ts';
import { installPeople } from './features/people/index.ts';
import { folderEvidenceStore } from './features/proofs/index.ts';
import { installRuns } from './features/runs/index.ts';
import { installSecurityReport } from './features/security-report/index.ts';
import { installTracking } from './features/tracking/index.ts';

export interface AppParts {
  readonly db: Db;
  readonly keys: Keys;
  readonly mailDir: string;
  readonly evidenceDir: string;
  readonly publicOrigin: string;
  readonly mfaRequired: 'staff' | 'all';
  readonly clock: Clock;
  readonly drain: Drain;
  readonly log: Logger;
  /** Takes a span of each request; absent: none is made. */
  readonly spans?: SpanSink;
}

const sweepEveryMs = 60_000;

export async function buildApp(parts: AppParts): Promise<App> {
  const { db, keys, mfaRequired, publicOrigin, clock, drain, log } = parts;
  const app: App = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Our own line is an allow-list; the built-in one names the address.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: makeRequestId,
    bodyLimit: limits.bodyBytes,
    requestTimeout: 30_000, // a request that trickles in is cut; an answer may take as long as a stream lives
    keepAliveTimeout: 130_000, // longer than the load balancer's 120 s, so that it never reuses a closing connection
    http: { maxHeaderSize: limits.headerBytes },
    forceCloseConnections: 'idle',
    frameworkErrors: refuseUnroutable,
    clientErrorHandler: refuseUnreadable,
    routerOptions: { maxParamLength: 100 },
  });
  app.setValidatorCompiler(({ schema }) => compileSchema(schema as object));
  installJsonBody(app);
  installProblems(app);

  const sessions = sessionStore(db, clock);
  installResponseHeaders(app);
  installAccessLog(app);
  const telemetry = makeTelemetry({
    clock,
    log,
    unread: (error, count) => void (isDatabaseAway(error) && count('DatabaseUnavailable')),
  });
  installRequestTelemetry(app, telemetry);
  if (parts.spans !== undefined) installTracing(app, parts.spans);
  const trail = accessTrail(inboxStore(db), clock);
  installAccessTrail(app, trail);
  installAddressLimit(app, clock);
  installCrossSiteCheck(app);
  installSession(app, sessions);
  installAccess(app, clock);
  installPrincipalLimit(app, clock);

  const strict = installStrictRoutes(app);
  installHealth(app, db, drain);
  const mailer = fileMailer(parts.mailDir);
  const identity = installIdentity(app, {
    db,
    keys,
    sessions,
    mailer,
    trail,
    publicOrigin,
    mfaRequired,
    clock,
    log,
  });
  installAccount(app, identity.deps);
  const orders = ordersStore(db);
  const people = installPeople(app, db, { ...identity.deps, orders });
  const passkeys = installPasskeys(app, db, identity.deps, publicOrigin);
  const { users } = identity.deps;
  const audit = await startAudit(db, log);
  const mail = startMail({ db, mailer, keys, publicOrigin, log });
  const streams = makeStreams({ sessions, drain, clock, log });
  const ordersDeps = installOrders(app, {
    db,
    orders,
    evidence: folderEvidenceStore(parts.evidenceDir),
    keys,
    clock,
    findCourier: async (id) => {
      const user = await users.byId(id);
      const rides = user?.role === 'courier' && user.disabledAt === null;
      return rides ? { id: user.id, name: user.name } : null;
    },
    changed: () => {
      audit.drainer.nudge();
      mail.nudge();
    },
  });
  installRuns(app, { orders, users });
  installLive(app, { streams, audit, orders });
  installManaged(app, ordersDeps);
  installTracking(app, { streams, audit, orders, keys, clock });
  installAudit(app, audit.store, { db, keys, streams });
  installSecurityReport(app, db);
  installOpenApi(app);
  strict.refuseOtherMethods();

  const outbox = outboxStore(db);
  const ageMs = (since: Date | null) => Math.max(0, clock().getTime() - (since ?? clock()).getTime());
  const reporter = telemetry.start({
    ...processGauges(),
    OpenStreams: () => streams.openCount(),
    AuditDrainLag: async () => ageMs(await audit.oldestWaiting()),
    MailDrainLag: async () => ageMs(await outbox.oldestWaiting('mailOutbox')),
  });
  const sweeper = startPeriodic(
    'sweep',
    sweepEveryMs,
    async () =>
      void (await Promise.all([identity.sweep(), passkeys.sweep(), people.sweep(), redactDue(ordersDeps)])),
    log,
  );
  app.addHook('onClose', async () => {
    // The drainers last: what this process acknowledged, it still tries to hand on.
    await Promise.all([reporter.stop(), sweeper.stop(), streams.stop(), audit.tail.stop()]);
    await Promise.all([mail.stop(), identity.mail.stop(), audit.drainer.stop()]);
  });
  return app;
}

/** An address that cannot be routed meets no hook; it gets the same headers and a problem all the same. */
function refuseUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error, request);
  void reply.headers({ ...fixedHeaders, 'x-request-id': request.id });
  request.log.info({
    event: 'request',
    method: request.method,
    route: null,
    status: 400,
    problem: refusal?.code ?? 'body-invalid',
  });
  sendProblem(request, reply, refusal?.code ?? 'body-invalid', refusal?.more ?? {});
}
