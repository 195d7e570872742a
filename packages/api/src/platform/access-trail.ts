// Acts that change nothing and are told all the same: refusals, and reads of other people's personal data. What a route
// discloses stands beside its access. Invariant: personal data leaves only after the read is in the trail's journal; a
// refusal is given also when it cannot be told, and the log says so.

import type { AccessAct, AccessEvent } from '@cool/contract/audit';
import { isStaff, type Role } from '@cool/contract/identity';
import type { ProblemCode } from '@cool/contract/problems';
import type { FastifyRequest } from 'fastify';
import type { App } from './app-type.ts';
import type { Told } from './strict-routes.ts';

export interface AccessNote {
  readonly what: AccessAct;
  /** What was reached for, when it has a name. */
  readonly subjectId: string | null;
  readonly actor: Pick<AccessEvent, 'actorId' | 'actorRole' | 'aal'>;
  readonly method: string;
  readonly route: string;
  readonly problem: ProblemCode | null;
  readonly requestId: string;
  readonly lockSeconds?: number;
  readonly role?: Role;
}

export interface AccessTrail {
  /** Resolves when it cannot be lost any more. */
  note(note: AccessNote): Promise<void>;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** `personal-data`: of others, told when staff read it; customers read their own. `export`: told each time. */
    readonly discloses?: 'personal-data' | 'export';
  }
}

/** Neither `sign-in-locked` nor `pin-locked`: the try that locked was told, and those after it are counted, in any number, by the metrics. */
const toldRefusals: Readonly<Partial<Record<ProblemCode, 'refused' | 'sign-in-refused' | 'pin-refused'>>> = {
  forbidden: 'refused',
  'second-factor-required': 'refused',
  'step-up-required': 'refused',
  'cross-site': 'refused',
  'four-eyes': 'refused',
  'last-admin': 'refused',
  'sign-in-failed': 'sign-in-refused',
  'code-used': 'sign-in-refused',
  'passkey-refused': 'sign-in-refused',
  'invitation-invalid': 'sign-in-refused',
  'link-invalid': 'sign-in-refused',
  'pin-wrong': 'pin-refused',
};

export function installAccessTrail(app: App, trail: AccessTrail): void {
  app.addHook('preHandler', async (request) => {
    // A stream is written past the reply, so it is told of before it begins.
    const told: Told | undefined = request.routeOptions.config.told;
    if (told?.produces === 'text/event-stream') await tellDisclosure(request, trail);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { problemCode } = request;
    const what = problemCode === null ? undefined : toldRefusals[problemCode];
    if (what !== undefined) await tellRefusal(request, trail, what, problemCode);
    if (problemCode === null && reply.statusCode < 300) await tellDisclosure(request, trail);
    return payload;
  });
}

async function tellDisclosure(request: FastifyRequest, trail: AccessTrail): Promise<void> {
  const { discloses } = request.routeOptions.config;
  const role = request.session?.role;
  if (discloses === undefined || role === undefined || request.method === 'HEAD') return;
  if (discloses === 'export') await trail.note(noteOf(request, 'exported', null));
  else if (isStaff(role)) await trail.note(noteOf(request, 'read', null));
}

async function tellRefusal(
  request: FastifyRequest,
  trail: AccessTrail,
  what: AccessAct,
  problem: ProblemCode | null,
): Promise<void> {
  try {
    await trail.note(noteOf(request, what, problem));
  } catch (error) {
    request.log.error({ event: 'refusal-untold', problem, err: error });
  }
}

export function noteOf(request: FastifyRequest, what: AccessAct, problem: ProblemCode | null): AccessNote {
  const { session } = request;
  const { lockSeconds } = request.refusalNotes;
  return {
    what,
    subjectId: request.refusalNotes.concerns ?? namedIn(request),
    actor:
      session === null
        ? { actorId: null, actorRole: null, aal: 0 }
        : { actorId: session.userId, actorRole: session.role, aal: session.aal },
    method: request.method,
    route: request.is404 ? '' : (request.routeOptions.url ?? ''),
    problem,
    requestId: request.id,
    ...(lockSeconds === undefined ? {} : { lockSeconds }),
  };
}

const idShape = /^(ord|usr)_[0-9A-HJKMNP-TV-Z]{26}$/;

function namedIn(request: FastifyRequest): string | null {
  const { orderId, userId } = (request.params ?? {}) as { orderId?: unknown; userId?: unknown };
  const id = orderId ?? userId;
  return typeof id === 'string' && idShape.test(id) ? id : null;
}
