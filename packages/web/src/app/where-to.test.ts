import type { Role, Session } from '@cool/contract/identity';
import { describe, expect, it } from 'vitest';
import type { SignedOut } from '../features/identity/index.ts';
import { homeOf, navigationOf } from './pages.ts';
import { whereTo } from './where-to.ts';

function session(role: Role, more: Partial<Session> = {}): Session {
  return {
    state: 'active',
    next: null,
    aal: 2,
    user: { id: 'usr_01', name: 'Aoife', email: 'aoife@example.com', role, secondFactor: true },
    expiresAt: '2026-11-22T12:00:00Z',
    ends: { unusedSeconds: 1_800, mostSeconds: 43_200, idleSeconds: 1_800 },
    ...more,
  };
}

const signedOut = (why: SignedOut['why']) => ({ kind: 'signed-out', why, mostLeftMs: null }) as const;
const active = (role: Role) => ({ kind: 'active', session: session(role) }) as const;
const pending = (next: 'verify' | 'enrol') =>
  ({ kind: 'pending', session: session('dispatcher', { state: 'pending', next, aal: 1 }) }) as const;

describe('where a session may go', () => {
  it('keeps the wanted page while signing in', () => {
    expect(whereTo(signedOut('ended'), '/board/ord_1', '/board/ord_1', null)).toEqual({
      kind: 'go',
      to: '/sign-in?to=%2Fboard%2Ford_1',
    });
    expect(whereTo(pending('enrol'), '/sign-in', '/sign-in?to=%2Fboard', '/board')).toEqual({
      kind: 'go',
      to: '/enrol?to=%2Fboard',
    });
    expect(whereTo(active('dispatcher'), '/sign-in', '/sign-in?to=%2Fboard', '/board')).toEqual({
      kind: 'go',
      to: '/board',
    });
  });

  it.each(['chosen', 'untold', 'told-late'] as const)(
    'forgets the page of a person who signed out: %s',
    (why) => {
      expect(whereTo(signedOut(why), '/board', '/board', null)).toEqual({ kind: 'go', to: '/sign-in' });
    },
  );

  it.each(['ended', 'unconfirmed'] as const)(
    'keeps the page of a session that ended by itself: %s',
    (why) => {
      expect(whereTo(signedOut(why), '/board', '/board', null)).toEqual({
        kind: 'go',
        to: '/sign-in?to=%2Fboard',
      });
    },
  );

  it('shows a pending session nothing but its own step', () => {
    for (const path of ['/', '/board', '/new', '/security', '/enrol', '/invitation', '/sign-up']) {
      expect(whereTo(pending('verify'), path, path, null).kind).toBe('go');
    }
    expect(whereTo(pending('verify'), '/sign-in', '/sign-in', null).kind).toBe('show');
  });

  it.each(['customer', 'courier', 'dispatcher', 'admin', 'auditor'] as const)(
    'sends %s home after sign-in',
    (role) => {
      expect(whereTo(active(role), '/sign-in', '/sign-in', null)).toEqual({ kind: 'go', to: homeOf(role) });
      expect(whereTo(active(role), homeOf(role), homeOf(role), null).kind).toBe('show');
    },
  );

  it('shows the way to an account of one’s own to whoever is not signed in, and to nobody else', () => {
    const stranger = signedOut('stranger');
    expect(whereTo(stranger, '/sign-up', '/sign-up', null).kind).toBe('show');
    expect(whereTo(active('customer'), '/sign-up', '/sign-up', null)).toEqual({ kind: 'go', to: '/new' });
  });

  it('shows the page of a mailed link to whoever holds it, signed in or not', () => {
    for (const path of ['/password-reset', '/confirm-email', '/re-enrolment', '/manage']) {
      for (const state of [signedOut('stranger'), pending('verify'), pending('enrol'), active('customer')]) {
        expect(whereTo(state, path, path, null).kind).toBe('show');
      }
    }
  });

  it('opens the people page to admins alone', () => {
    expect(whereTo(active('admin'), '/people', '/people', null).kind).toBe('show');
    expect(whereTo(active('auditor'), '/people', '/people', null).kind).toBe('wrong-role');
  });

  it('says so when a page is for other roles', () => {
    expect(whereTo(active('courier'), '/board', '/board', null).kind).toBe('wrong-role');
    expect(whereTo(active('customer'), '/security', '/security', null).kind).toBe('wrong-role');
    expect(whereTo(active('auditor'), '/board/ord_1', '/board/ord_1', null).kind).toBe('show');
  });

  it('offers each role only doors that open', () => {
    for (const role of ['customer', 'courier', 'dispatcher', 'admin', 'auditor'] as const) {
      for (const page of navigationOf(role))
        expect(whereTo(active(role), page.path, page.path, null).kind).toBe('show');
    }
  });

  it('shows the description of the API to anybody, and nothing else that begins like it', () => {
    const stranger = signedOut('stranger');
    for (const state of [stranger, pending('verify'), active('customer')]) {
      expect(whereTo(state, '/docs', '/docs', null).kind).toBe('show');
      expect(whereTo(state, '/docs/problems', '/docs/problems', null).kind).toBe('show');
    }
    expect(whereTo(stranger, '/docsx', '/docsx', null).kind).toBe('go');
  });

  it('ends: following the decisions never goes round in a circle', () => {
    const states = [signedOut('stranger'), pending('verify'), pending('enrol'), active('customer')];
    for (const state of states) {
      let path = '/board';
      for (let step = 0; step < 3; step += 1) {
        const decision = whereTo(state, path, path, null);
        if (decision.kind !== 'go') break;
        path = decision.to.split('?')[0] ?? '';
      }
      expect(whereTo(state, path, path, null).kind).not.toBe('go');
    }
  });
});
