import type { Person } from '@cool/contract/identity';
import { describe, expect, it } from 'vitest';
import { actionsFor, somebodyCouldAgree } from './person-actions.ts';

const person = (more: Partial<Person> = {}): Person => ({
  id: 'usr_2',
  name: 'Aoife',
  email: 'aoife@example.ie',
  role: 'courier',
  disabledAt: null,
  factors: ['totp'],
  recoveryCodesLeft: 10,
  lastStrongSignInAt: null,
  sessions: 1,
  reEnrolment: null,
  erasure: null,
  ...more,
});
const requestedBy = (id: string) =>
  ({ state: 'requested', requestedBy: id, breakGlass: false, at: '2026-11-22T12:00:00Z' }) as const;
const namesOf = (who: Person, secondAdmin: boolean) =>
  actionsFor(who, 'usr_1', secondAdmin).map(({ action }) => action);

describe('who could agree', () => {
  const me = person({ id: 'usr_1', role: 'admin' });
  const other = person({ id: 'usr_3', role: 'admin' });
  const courier = person();

  it('is another admin with a second factor', () => {
    expect(somebodyCouldAgree([me, other, courier], 'usr_1', 'usr_2')).toBe(true);
  });

  it.each([
    ['the one it is about', other, 'usr_3'],
    ['one who has no second factor', person({ ...other, factors: [] }), 'usr_2'],
    ['one who is disabled', person({ ...other, disabledAt: '2026-11-22T12:00:00Z' }), 'usr_2'],
    ['one of another role', courier, 'usr_4'],
  ])('is not %s', (_who, whom, concerned) => {
    expect(somebodyCouldAgree([me, whom], 'usr_1', concerned)).toBe(false);
  });
});

describe('what an admin is offered', () => {
  it('asks for a second admin where there is one', () => {
    expect(namesOf(person(), true)).toEqual(['end-sessions', 're-enrolment', 'disable']);
  });

  it('offers break-glass only where there is none', () => {
    expect(namesOf(person(), false)).toEqual(['end-sessions', 're-enrolment/break-glass', 'disable']);
  });

  it('lets the other admin agree, and never the one who asked', () => {
    expect(namesOf(person({ reEnrolment: requestedBy('usr_3') }), true)).toContain('re-enrolment/approve');
    expect(namesOf(person({ reEnrolment: requestedBy('usr_1') }), true)).not.toContain(
      're-enrolment/approve',
    );
  });

  it('nothing about the admin’s own account', () => {
    expect(namesOf(person({ id: 'usr_1' }), true)).toEqual([]);
  });

  const disabled = { disabledAt: '2026-11-22T12:00:00Z', sessions: 0 };
  const erasureBy = (requestedBy: string) => ({ requestedBy, at: '2026-11-22T12:00:00Z' });

  it('for who is disabled the way back, and erasure where a second admin can agree to it', () => {
    expect(namesOf(person(disabled), true)).toEqual(['enable', 'erasure']);
    expect(namesOf(person(disabled), false)).toEqual(['enable']);
    expect(namesOf(person(), true)).not.toContain('erasure');
  });

  it('lets the other admin agree to an erasure, and never the one who asked', () => {
    expect(namesOf(person({ ...disabled, erasure: erasureBy('usr_3') }), true)).toEqual([
      'enable',
      'erasure/approve',
    ]);
    expect(namesOf(person({ ...disabled, erasure: erasureBy('usr_1') }), true)).toEqual(['enable']);
  });

  it('no new second factor where there is none to replace: that person enrols at the next sign-in', () => {
    expect(namesOf(person({ factors: [], sessions: 0 }), true)).toEqual(['disable']);
  });
});
