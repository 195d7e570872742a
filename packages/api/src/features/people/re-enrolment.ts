// Somebody lost the second factor and the recovery codes. One admin asks, another agrees, and only then a link goes out:
// nobody can take over an account alone. Where there is no second admin, one may act alone and says why; it is kept as
// break-glass, and ceases to be possible the moment there are two.

import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import { actorOf, personalDigest, personEvent, type User } from '../identity/index.ts';
import { personOf } from './change-person.ts';
import type { PeopleDeps } from './deps.ts';

export async function requestReEnrolment(deps: PeopleDeps, by: Session, userId: string): Promise<void> {
  const user = await eligible(deps, by.userId, userId);
  await deps.users.tell(user.id, personEvent('re-enrolment-asked', actorOf(by), deps.clock()));
  await deps.reEnrolments.request(user.id, by.userId, deps.clock());
  await deps.mail.enqueue({ kind: 'notice', what: 're-enrolment-requested', to: user.email });
}

export async function approveReEnrolment(deps: PeopleDeps, by: Session, userId: string): Promise<void> {
  const user = await eligible(deps, by.userId, userId);
  const pending = await deps.reEnrolments.of(user.id, deps.clock());
  if (pending === null || pending.state !== 'requested') throw new Refusal('not-found');
  if (pending.requestedBy === by.userId) {
    throw new Refusal('four-eyes', { detail: 'You asked for it yourself; another admin must agree.' });
  }
  const requester = await deps.users.byId(pending.requestedBy);
  if (requester === null || requester.role !== 'admin' || requester.disabledAt !== null) {
    throw new Refusal('four-eyes', { detail: 'Whoever asked is no longer an admin. Ask anew.' });
  }
  if (!(await deps.reEnrolments.approve(user.id, pending.requestedBy, by.userId, deps.clock()))) {
    throw new Refusal('person-changed');
  }
  await deps.users.tell(user.id, personEvent('re-enrolment-approved', actorOf(by), deps.clock()));
  await deps.mail.enqueue({ kind: 're-enrolment', to: user.email, userId: user.id });
}

export async function breakGlassReEnrolment(
  deps: PeopleDeps,
  by: Session,
  userId: string,
  reason: string,
): Promise<void> {
  const user = await eligible(deps, by.userId, userId);
  if (await hasSecondAdmin(deps, by.userId, userId)) {
    throw new Refusal('four-eyes', { detail: 'There is another admin. Ask, and let them agree.' });
  }
  const key = await deps.personKeys.make(user.id);
  const event = personEvent('re-enrolment-break-glass', actorOf(by), deps.clock(), {
    reasonDigest: personalDigest(deps.keys, key, 'reason', reason),
  });
  await deps.users.tell(user.id, event);
  await deps.reEnrolments.breakGlass(user.id, by.userId, reason, deps.clock());
  await deps.mail.enqueue({ kind: 're-enrolment', to: user.email, userId: user.id });
}

/** Somebody, neither the asking admin nor the one concerned, who could agree. */
async function hasSecondAdmin(deps: PeopleDeps, byId: string, userId: string): Promise<boolean> {
  const admins = await deps.users.withRole('admin');
  return admins.some(({ id, totp }) => id !== byId && id !== userId && totp !== null);
}

async function eligible(deps: PeopleDeps, byId: string, userId: string): Promise<User> {
  const user = await personOf(deps, userId);
  if (user.id === byId) {
    throw new Refusal('four-eyes', { detail: 'This is your own account; another admin must ask for it.' });
  }
  if (user.disabledAt !== null) throw new Refusal('not-found');
  return user;
}
