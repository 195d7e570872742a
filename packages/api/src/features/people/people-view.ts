// People as an admin sees them, and as evidence. Pure.

import { isStaff, type MfaEvidence, type Person } from '@cool/contract/identity';
import type { SessionGlance } from '#platform/session-store.ts';
import type { User } from '../identity/index.ts';
import type { Erasure } from './erasures-store.ts';
import type { ReEnrolment } from './re-enrolments-store.ts';

export function personView(
  user: User,
  sessions: readonly SessionGlance[],
  reEnrolment: ReEnrolment | undefined,
  hasPasskey: boolean,
  erasure: Erasure | undefined,
): Person {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    disabledAt: user.disabledAt?.toISOString() ?? null,
    factors: factorsOf(user, hasPasskey),
    recoveryCodesLeft: user.recoveryCodes.length,
    lastStrongSignInAt: user.lastStrongSignInAt?.toISOString() ?? null,
    sessions: sessions.length,
    reEnrolment:
      reEnrolment === undefined
        ? null
        : {
            state: reEnrolment.state,
            requestedBy: reEnrolment.requestedBy,
            breakGlass: reEnrolment.breakGlassReason !== null,
            at: reEnrolment.at.toISOString(),
          },
    erasure:
      erasure === undefined ? null : { requestedBy: erasure.requestedBy, at: erasure.at.toISOString() },
  };
}

export function countStaffWithoutSecondFactor(users: readonly User[]): number {
  return users.filter((user) => owesSecondFactor(user)).length;
}

export function mfaEvidenceOf(
  users: readonly User[],
  sessions: readonly SessionGlance[],
  passkeyOwners: ReadonlySet<string>,
  mfaRequired: 'staff' | 'all',
  at: Date,
): MfaEvidence {
  const byUser = groupByUser(sessions);
  const accounts = users.map((user) => {
    const own = byUser.get(user.id) ?? [];
    const acting = own.filter(({ next }) => next === null);
    return {
      id: user.id,
      role: user.role,
      staff: isStaff(user.role),
      disabled: user.disabledAt !== null,
      factors: factorsOf(user, passkeyOwners.has(user.id)),
      recoveryCodesLeft: user.recoveryCodes.length,
      lastStrongSignInAt: user.lastStrongSignInAt?.toISOString() ?? null,
      sessions: {
        pending: own.length - acting.length,
        aal1: acting.filter(({ aal }) => aal === 1).length,
        aal2: acting.filter(({ aal }) => aal === 2).length,
      },
    };
  });
  const staff = accounts.filter((each) => each.staff && !each.disabled);
  return {
    at: at.toISOString(),
    mfaRequired,
    accounts,
    summary: {
      staff: staff.length,
      staffWithoutSecondFactor: countStaffWithoutSecondFactor(users),
      // Whoever has sessions counts, disabled or not: a disabled account must have none.
      staffActingWithoutSecondFactor: accounts.filter((each) => each.staff && each.sessions.aal1 > 0).length,
    },
  };
}

export function groupByUser(
  sessions: readonly SessionGlance[],
): ReadonlyMap<string, readonly SessionGlance[]> {
  const groups = new Map<string, SessionGlance[]>();
  for (const session of sessions) {
    const group = groups.get(session.userId);
    if (group === undefined) groups.set(session.userId, [session]);
    else group.push(session);
  }
  return groups;
}

function owesSecondFactor(user: User): boolean {
  return isStaff(user.role) && user.disabledAt === null && user.totp === null;
}

function factorsOf(user: User, hasPasskey: boolean): ('totp' | 'passkey')[] {
  return [...(user.totp === null ? [] : ['totp' as const]), ...(hasPasskey ? ['passkey' as const] : [])];
}
