import type { AuditRecord } from '@cool/contract/audit';
import { accessActs, personChanges } from '@cool/contract/audit';
import { describe, expect, it } from 'vitest';
import { everything, filterProblems, queryOf } from './audit-filter.ts';
import { viewOf } from './record-view.ts';

const usr = 'usr_00000000000000000000000000';
const link = {
  seq: 7,
  prev: 'a'.repeat(64),
  hash: 'b'.repeat(64),
  at: '2026-11-22T12:00:00.000Z',
  eventId: 'evt_1',
};
const actor = { actorId: usr, actorRole: 'admin', aal: 2 } as const;
const told = (what: keyof typeof personChanges, more: object = {}): AuditRecord => ({
  ...link,
  subject: { type: 'person', id: usr, version: 1 },
  event: { eventId: 'evt_1', what, at: link.at, ...actor, ...more },
});
const accessed = (what: keyof typeof accessActs, more: object = {}): AuditRecord => ({
  ...link,
  subject: { type: 'access', id: null },
  event: {
    eventId: 'evt_1',
    what,
    at: link.at,
    ...actor,
    method: 'GET',
    route: '/api/people',
    requestId: 'req_1',
    windowSeconds: 60,
    ...more,
  },
});

describe('a record that was altered out of its form', () => {
  it.each([
    ['a time that is none', { at: 'no time' }],
    ['an event that is none', { event: 'no event' }],
    ['nothing it is about', { subject: null }],
    ['an act nobody knows', { event: { what: 'unheard-of' } }],
  ])('is shown with everything it holds: %s', (_, altered) => {
    const view = viewOf({ ...told('role-changed'), ...altered } as AuditRecord);
    expect(view).toMatchObject({ seq: 7, tone: 'bad', kind: 'unreadable' });
    expect(view.fields.map(([name]) => name)).toEqual(expect.arrayContaining(['seq', 'event', 'hash']));
  });
});

describe('a record in words', () => {
  it('says what happened to a delivery, with the states as people read them', () => {
    const record: AuditRecord = {
      ...link,
      subject: { type: 'order', id: 'ord_00000000000000000000000000', version: 5 },
      event: {
        eventId: 'evt_1',
        command: 'arrive',
        from: 'en_route',
        to: 'arrived',
        at: link.at,
        actorId: usr,
        actorRole: 'courier',
      },
    };
    expect(viewOf(record)).toMatchObject({
      kind: 'delivery',
      sentence: 'arrive: from en route to arrived',
      who: 'courier',
    });
  });

  it('tells a whole sign-in from half a one', () => {
    expect(viewOf(told('session-begun', { sessionAal: 2 })).sentence).toBe('session begun, level 2');
    expect(viewOf(told('session-begun', { sessionAal: 1, next: 'verify' })).sentence).toContain('half');
  });

  it('names the role that was given, and marks it', () => {
    expect(viewOf(told('role-changed', { role: 'admin' }))).toMatchObject({
      sentence: 'role changed: admin',
      tone: 'warn',
      who: 'admin, level 2',
    });
  });

  it('says what was refused and for how long it locks', () => {
    expect(viewOf(accessed('refused', { problem: 'step-up-required' })).sentence).toBe(
      'refused: GET /api/people (step up required)',
    );
    expect(viewOf(accessed('sign-in-refused', { lockSeconds: 30 })).sentence).toContain('locked for 30 s');
    const nobody = accessed('sign-in-refused', { actorId: null, actorRole: null, aal: 0 });
    expect(viewOf(nobody).who).toBe('nobody signed in');
  });

  it('has words for everything that can be told, and leaves no field out', () => {
    for (const what of Object.keys(personChanges) as (keyof typeof personChanges)[])
      expect(viewOf(told(what)).sentence).toContain(personChanges[what].slice(0, 8));
    for (const what of Object.keys(accessActs) as (keyof typeof accessActs)[])
      expect(viewOf(accessed(what)).sentence).toContain(accessActs[what]);
    const names = viewOf(told('email-changed', { emailDigest: 'c'.repeat(64) })).fields.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(['record', 'what', 'actorId', 'emailDigest', 'hash']));
  });
});

describe('the filter', () => {
  it('asks for nothing when it is empty', () => {
    expect(queryOf(everything)).toEqual({});
    expect(filterProblems(everything)).toEqual({});
  });

  it('asks for what was chosen, without the blanks of a paste', () => {
    expect(queryOf({ kind: 'person', about: ` ${usr} `, by: usr, what: 'disabled' })).toEqual({
      kind: 'person',
      about: usr,
      by: usr,
      what: 'disabled',
    });
  });

  it.each(['ord_1', 'Aoife', 'ses_00000000000000000000000000'])('does not ask about %s', (about) => {
    expect(filterProblems({ ...everything, about }).about).toContain('26 characters');
  });
});
