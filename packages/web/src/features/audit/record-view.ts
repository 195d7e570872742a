// A record in words: one sentence that says what happened, who did it, and every field it holds. Pure.
import {
  type AccessEvent,
  type AuditRecord,
  accessActs,
  type PersonEvent,
  personChanges,
} from '@cool/contract/audit';
import type { OrderEvent } from '@cool/contract/orders';
import type { IconName } from '#ui/icon.tsx';
import type { Tone } from '#ui/note.tsx';

export interface RecordView {
  readonly seq: number;
  readonly at: string;
  readonly icon: IconName;
  readonly tone: Tone;
  readonly kind: string;
  readonly sentence: string;
  /** Who, as what, how sure we were. */
  readonly who: string;
  readonly fields: readonly (readonly [string, string])[];
}

export function viewOf(record: AuditRecord): RecordView {
  return isInForm(record) ? viewInForm(record) : viewOutOfForm(record);
}

/** What somebody altered behind the platform's back need not be a record any more; it is shown all the same. */
function isInForm({ at, subject, event }: AuditRecord): boolean {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  if (!isObject(subject) || !isObject(event) || Number.isNaN(Date.parse(at))) return false;
  if (subject.type === 'order') return 'command' in event && 'to' in event && 'from' in event;
  const known = subject.type === 'person' ? personChanges : accessActs;
  return 'what' in event && event.what in known;
}

function viewOutOfForm(record: AuditRecord): RecordView {
  return {
    seq: record.seq,
    at: String(record.at),
    icon: 'alert',
    tone: 'bad',
    kind: 'unreadable',
    sentence: 'this is not in the form of a record: it was altered where it is stored',
    who: 'nobody who can be named',
    fields: Object.entries(record).map(([name, value]) => [name, textOf(value)] as const),
  };
}

function viewInForm(record: AuditRecord): RecordView {
  const { seq, at, subject, event } = record;
  const common = { seq, at, who: whoOf(event), fields: fieldsOf(record) };
  switch (subject.type) {
    case 'order':
      return {
        ...common,
        icon: 'box',
        tone: 'neutral',
        kind: 'delivery',
        sentence: ofOrder(event as OrderEvent),
      };
    case 'person': {
      const told = event as PersonEvent;
      const tone = grave.has(told.what) ? 'warn' : 'info';
      return { ...common, icon: 'user', tone, kind: 'account', sentence: ofPerson(told) };
    }
    case 'access': {
      const act = event as AccessEvent;
      const refused = act.problem !== undefined;
      const tone = refused ? 'warn' : 'neutral';
      return { ...common, icon: refused ? 'shield' : 'eye', tone, kind: 'access', sentence: ofAccess(act) };
    }
  }
}

/** What an auditor would want to notice without looking for it. */
const grave: ReadonlySet<PersonEvent['what']> = new Set([
  'adopted',
  'role-changed',
  'recovery-code-used',
  'second-factors-dropped',
  're-enrolment-break-glass',
  'erased',
]);

function ofOrder({ command, from, to }: OrderEvent): string {
  return from === null ? 'delivery placed' : `${command}: from ${words(from)} to ${words(to)}`;
}

function ofPerson({ what, role, sessionAal, next }: PersonEvent): string {
  const said = personChanges[what];
  if (what === 'session-begun') {
    return next === undefined ? `${said}, level ${sessionAal ?? 0}` : `${said} half: a second factor is owed`;
  }
  return role === undefined ? said : `${said}: ${role}`;
}

function ofAccess({ what, method, route, problem, role, lockSeconds }: AccessEvent): string {
  const locks = lockSeconds === undefined ? '' : `, locked for ${lockSeconds} s`;
  const reason = problem === undefined ? '' : ` (${words(problem)})`;
  const as = role === undefined ? '' : ` as ${role}`;
  return `${accessActs[what]}${as}: ${method} ${route}${reason}${locks}`;
}

function whoOf(event: AuditRecord['event']): string {
  if (event.actorId === null) return 'nobody signed in';
  const aal = 'aal' in event ? `, level ${event.aal}` : '';
  return `${event.actorRole ?? 'somebody'}${aal}`;
}

/** Everything the record holds, so that nothing of it has to be believed. */
function fieldsOf({ seq, at, eventId, subject, event, prev, hash }: AuditRecord): RecordView['fields'] {
  const held = { ...event, number: seq, at, eventId, subject: subject.id ?? 'nothing named' };
  const { number, ...rest } = held;
  return [
    ['record', String(number)],
    ...Object.entries(rest).map(([name, value]) => [name, textOf(value)] as const),
    ['hash of the record before', prev],
    ['hash', hash],
  ];
}

function textOf(value: unknown): string {
  if (value === null) return 'nobody';
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function words(name: string): string {
  return name.replaceAll(/[_-]/g, ' ');
}
