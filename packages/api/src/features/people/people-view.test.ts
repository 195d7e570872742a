import type { Role } from '@cool/contract/identity';
import { expect, test } from 'vitest';
import type { SessionGlance } from '#platform/session-store.ts';
import type { User } from '../identity/index.ts';
import { countStaffWithoutSecondFactor, mfaEvidenceOf } from './people-view.ts';

const at = new Date('2026-11-22T12:00:00Z');
const totp = { seed: { iv: '', data: '', tag: '' }, lastStep: 0 };

const user = (id: string, role: Role, more: Partial<User> = {}): User => ({
  id,
  email: `${id}@example.ie`,
  name: id,
  role,
  passwordHash: '',
  totp,
  recoveryCodes: [],
  disabledAt: null,
  erasedAt: null,
  lastStrongSignInAt: null,
  securityVersion: 0,
  ...more,
});

const session = (userId: string, more: Partial<SessionGlance> = {}): SessionGlance => ({
  id: 's',
  ref: 'ses_1',
  userId,
  role: 'courier',
  aal: 2,
  amr: ['pwd', 'otp'],
  next: null,
  strongAt: at,
  firstAt: at,
  agent: 'Firefox on Linux',
  enrolling: null,
  expiresAt: at,
  endsAt: at,
  createdAt: at,
  seenAt: at,
  ...more,
});

test('staff without a second factor are counted; customers and the disabled are not', () => {
  const bare = { totp: null };
  const users = [
    user('a', 'courier', bare),
    user('b', 'admin'),
    user('c', 'customer', bare),
    user('d', 'dispatcher', { ...bare, disabledAt: at }),
  ];
  expect(countStaffWithoutSecondFactor(users)).toBe(1);
});

test.each([
  ['two factors', {}, 0],
  ['half signed in', { aal: 1, next: 'verify' }, 0],
  ['acting with a password alone', { aal: 1 }, 1],
] as const)('a member of staff %s', (_how, facts, acting) => {
  const evidence = mfaEvidenceOf([user('a', 'courier')], [session('a', facts)], new Set(), 'staff', at);
  expect(evidence.summary.staffActingWithoutSecondFactor).toBe(acting);
});

test('a disabled member of staff who still acts is seen', () => {
  const users = [user('a', 'courier', { disabledAt: at })];
  const { summary } = mfaEvidenceOf(users, [session('a', { aal: 1 })], new Set(), 'staff', at);
  expect(summary).toEqual({ staff: 0, staffWithoutSecondFactor: 0, staffActingWithoutSecondFactor: 1 });
});

test('passkeys are evidence beside the authenticator', () => {
  const { accounts } = mfaEvidenceOf([user('a', 'admin')], [], new Set(['a']), 'all', at);
  expect(accounts[0]?.factors).toEqual(['totp', 'passkey']);
});
