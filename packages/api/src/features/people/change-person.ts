// An admin changes what somebody may do. Every change ends the sessions before and after it writes the user (see
// identity/take-right.ts). Whoever would cease to be an admin leaves the list of admins first, in one atomic write
// that refuses to take the last one: two admins who take each other's role away at once cannot both succeed.

import type { Role } from '@cool/contract/identity';
import { Refusal } from '#platform/problem.ts';
import { type Actor, type IdentityDeps, personEvent, takeRight, type User } from '../identity/index.ts';

export async function changeRole(deps: IdentityDeps, by: Actor, userId: string, role: Role): Promise<void> {
  const user = await personOf(deps, userId);
  if (user.role === role) return await finish(deps, user);
  const event = personEvent('role-changed', by, deps.clock(), { role });
  await change(deps, user, role === 'admin' || isActingAdmin(user) ? 'admins' : 'others', () =>
    deps.users.setRole(user.id, user.securityVersion, role, event),
  );
}

export async function disable(deps: IdentityDeps, by: Actor, userId: string): Promise<void> {
  const user = await personOf(deps, userId);
  if (user.disabledAt !== null) return await finish(deps, user);
  const at = deps.clock();
  await change(deps, user, isActingAdmin(user) ? 'admins' : 'others', () =>
    deps.users.setDisabled(user.id, user.securityVersion, at, personEvent('disabled', by, at)),
  );
}

export async function enable(deps: IdentityDeps, by: Actor, userId: string): Promise<void> {
  const user = await personOf(deps, userId);
  if (user.disabledAt === null) return;
  const event = personEvent('enabled', by, deps.clock());
  await change(deps, user, user.role === 'admin' ? 'admins' : 'others', () =>
    deps.users.setDisabled(user.id, user.securityVersion, null, event),
  );
}

/** Nobody who was erased: there is nothing left to change. */
export async function personOf(deps: Pick<IdentityDeps, 'users'>, userId: string): Promise<User> {
  const user = await deps.users.byId(userId);
  if (user === null || user.erasedAt !== null) throw new Refusal('not-found');
  return user;
}

async function change(
  deps: IdentityDeps,
  user: User,
  concerns: 'admins' | 'others',
  write: () => Promise<boolean>,
): Promise<void> {
  if (isActingAdmin(user) && !(await deps.admins.leave(user.id))) throw new Refusal('last-admin');
  const written = await takeRight(deps.sessions, user.id, write);
  // Joins whoever is an admin now, also when another change came between and this one was not made.
  if (concerns === 'admins') await deps.admins.join(user.id);
  if (!written) throw new Refusal('person-changed');
  await deps.links.dropAllOf(user.id);
}

/** Asked again, because the first time got no answer: what the write was to be followed by is done now. */
async function finish(deps: IdentityDeps, user: User): Promise<void> {
  await deps.sessions.endAllOf(user.id);
  await deps.links.dropAllOf(user.id);
}

function isActingAdmin(user: User): boolean {
  return user.role === 'admin' && user.disabledAt === null;
}
