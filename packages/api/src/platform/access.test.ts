import { roles } from '@cool/contract/identity';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { type Access, installAccess, judgeAccess } from './access.ts';
import type { App } from './app-type.ts';
import type { Session } from './session-store.ts';

const session = (facts: Partial<Session>): Session => ({
  id: 's',
  ref: 'ses_1',
  userId: 'usr_1',
  role: 'customer',
  aal: 1,
  amr: ['pwd'],
  next: null,
  enrolling: null,
  strongAt: null,
  firstAt: null,
  agent: 'Firefox on Linux',
  expiresAt: new Date(0),
  endsAt: new Date(0),
  ...facts,
});
const now = new Date('2026-11-22T12:00:00Z');
const ago = (ms: number) => new Date(now.getTime() - ms);
const everyone: Access = { roles, aal: 1 };

test.each([
  ['nobody reaches a guarded route', everyone, null, 'not-signed-in'],
  ['nobody reaches a public route', 'public', null, undefined],
  ['a customer at level 1 reaches a route of level 1', everyone, session({}), undefined],
  [
    'a customer at level 1 does not reach a route of level 2',
    { roles, aal: 2 },
    session({}),
    'second-factor-required',
  ],
  [
    'staff at level 1 reach nothing, whatever the route says',
    everyone,
    session({ role: 'courier' }),
    'second-factor-required',
  ],
  ['staff at level 2 reach what names them', everyone, session({ role: 'courier', aal: 2 }), undefined],
  ['a role not named is refused', { roles: ['admin'], aal: 1 }, session({}), 'forbidden'],
  ['a pending session is refused', everyone, session({ next: 'verify' }), 'second-factor-required'],
  [
    'a pending session reaches its next step',
    { roles: [], aal: 1, pending: ['verify'] },
    session({ next: 'verify' }),
    undefined,
  ],
  [
    'a pending session does not reach another’s next step',
    { roles, aal: 1, pending: ['enrol'] },
    session({ next: 'verify' }),
    'second-factor-required',
  ],
  [
    'a second factor of five minutes ago is fresh',
    { roles: ['admin'], aal: 2, fresh: true },
    session({ role: 'admin', aal: 2, strongAt: ago(300_000) }),
    undefined,
  ],
  [
    'one of a moment longer ago is not',
    { roles: ['admin'], aal: 2, fresh: true },
    session({ role: 'admin', aal: 2, strongAt: ago(300_001) }),
    'step-up-required',
  ],
  [
    'both factors of five minutes ago are fresh',
    { roles, aal: 2, fresh: 'both' },
    session({ aal: 2, strongAt: ago(300_000), firstAt: ago(300_000) }),
    undefined,
  ],
  [
    'a fresh second factor is not both',
    { roles, aal: 2, fresh: 'both' },
    session({ aal: 2, strongAt: now, firstAt: ago(300_001) }),
    'step-up-required',
  ],
  [
    'a fresh password is not both',
    { roles, aal: 2, fresh: 'both' },
    session({ aal: 2, strongAt: ago(300_001), firstAt: now }),
    'step-up-required',
  ],
  [
    'a session that does not know when the password came has not both',
    { roles, aal: 2, fresh: 'both' },
    session({ aal: 2, strongAt: now }),
    'step-up-required',
  ],
  [
    'whoever has no second factor is not asked for a fresh one: the use case asks for the password',
    { roles, aal: 1, fresh: true },
    session({}),
    undefined,
  ],
  [
    'a role not named learns nothing about freshness',
    { roles: ['admin'], aal: 2, fresh: true },
    session({ role: 'courier', aal: 2 }),
    'forbidden',
  ],
  ['a route without access is reached by nobody', undefined, session({ role: 'admin', aal: 2 }), 'forbidden'],
] as const)('%s', (_promise, access, who, code) => {
  expect(judgeAccess(access, who, now)?.code).toBe(code);
});

test('a route that declares no access makes the process refuse to boot', () => {
  const app: App = fastify() as unknown as App;
  installAccess(app, () => now);
  expect(() => app.get('/forgotten', async () => 'x')).toThrow(
    'The route GET /forgotten declares no access.',
  );
  expect(() => app.get('/named', { config: { access: 'public' } }, async () => 'x')).not.toThrow();
});
