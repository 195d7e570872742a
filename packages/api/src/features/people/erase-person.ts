// A person's data goes when one admin asks for it and another agrees, and never while the person can still act. What is
// erased: name, also where orders name a courier, address, password, second factors, passkeys, sessions, links; and the person's key, after which no digest
// in the audit trail can be linked to anything. What stays: that there was a person of this id, and what was done under
// it. Every step can be done again, so what a crash interrupts is carried on by the sweeper.

import { makeToken } from '#platform/digest.ts';
import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import {
  type Actor,
  actorOf,
  type IdentityDeps,
  type Passwords,
  personalDigest,
  personEvent,
} from '../identity/index.ts';
import { personOf } from './change-person.ts';
import type { PeopleDeps } from './deps.ts';

export async function askErasure(
  deps: PeopleDeps,
  by: Session,
  userId: string,
  reason: string,
): Promise<void> {
  const user = await erasable(deps, by.userId, userId);
  const key = await deps.personKeys.make(user.id);
  const asked = personEvent('erasure-asked', actorOf(by), deps.clock(), {
    reasonDigest: personalDigest(deps.keys, key, 'reason', reason),
  });
  await deps.users.tell(user.id, asked);
  await deps.erasures.request(user.id, by.userId, reason, deps.clock());
}

export async function approveErasure(deps: PeopleDeps, by: Session, userId: string): Promise<void> {
  const user = await erasable(deps, by.userId, userId);
  const pending = await deps.erasures.of(user.id, deps.clock());
  if (pending === null || pending.approvedBy !== null) throw new Refusal('not-found');
  if (pending.requestedBy === by.userId) {
    throw new Refusal('four-eyes', { detail: 'You asked for it yourself; another admin must agree.' });
  }
  const requester = await deps.users.byId(pending.requestedBy);
  if (requester === null || requester.role !== 'admin' || requester.disabledAt !== null) {
    throw new Refusal('four-eyes', { detail: 'Whoever asked is no longer an admin. Ask anew.' });
  }
  if (!(await deps.erasures.approve(user.id, pending.requestedBy, by.userId, deps.clock()))) {
    throw new Refusal('person-changed');
  }
  await erase(deps, actorOf(by), user.id);
}

/** Carries on what was agreed and not finished: the process that did it died. */
export async function finishErasures(deps: PeopleDeps): Promise<void> {
  for (const { userId, approvedBy } of await deps.erasures.approved()) {
    await erase(deps, { actorId: approvedBy, actorRole: 'admin', aal: 2 }, userId);
  }
}

export type ErasingDeps = Pick<
  IdentityDeps,
  'users' | 'sessions' | 'links' | 'passkeys' | 'personKeys' | 'clock'
> &
  Pick<PeopleDeps, 'erasures' | 'reEnrolments' | 'orders'> & { readonly passwords: Pick<Passwords, 'hash'> };

/** Refused (`person-active`, `person-changed`) when the person can act again by now; otherwise done to the end. */
export async function erase(deps: ErasingDeps, by: Actor, userId: string): Promise<void> {
  const user = await deps.users.byId(userId);
  if (user === null) throw new Refusal('not-found');
  if (user.erasedAt === null) {
    if (user.disabledAt === null) {
      await deps.erasures.drop(userId);
      throw new Refusal('person-active');
    }
    const at = deps.clock();
    const blank = {
      email: `${userId.toLowerCase()}@erased.invalid`,
      name: 'Erased',
      passwordHash: await deps.passwords.hash(makeToken()), // nobody knows this one
    };
    const erased = personEvent('erased', by, at);
    if (!(await deps.users.erase(userId, user.securityVersion, blank, at, erased))) {
      throw new Refusal('person-changed');
    }
  }
  await Promise.all([
    deps.sessions.endAllOf(userId),
    deps.links.dropAllOf(userId),
    deps.passkeys.removeAllOf(userId),
    deps.reEnrolments.drop(userId),
    deps.personKeys.drop(userId),
    deps.orders.forgetCourier(userId),
  ]);
  await deps.erasures.drop(userId); // last: until then it is carried on
}

async function erasable(deps: PeopleDeps, byId: string, userId: string) {
  const user = await personOf(deps, userId);
  if (user.id === byId) {
    throw new Refusal('four-eyes', { detail: 'This is your own account; another admin must ask for it.' });
  }
  if (user.disabledAt === null) throw new Refusal('person-active');
  return user;
}
