// What must wait beside a copied chain. A copy made while the platform runs reads the chain first and everything else
// after; what was told and chained in between stands in neither. It is found again in the chain beyond the copied head,
// and put back where it waited: after a restore it is chained again, once, for an event stands in the chain under its id.

import type { AccessRecord, AuditRecord, PersonEvent, PersonRecord } from '@cool/contract/audit';
import type { JudgedPerson } from './verify-people.ts';

/** The outbox this person must have in a copy whose chain holds `chained` things of them. */
export function copiedOutbox(
  person: Pick<JudgedPerson, '_id' | 'outbox' | 'toldCount'>,
  chained: number,
  later: readonly AuditRecord[],
): readonly PersonEvent[] {
  const { outbox = [], toldCount = 0 } = person;
  const waitsFrom = toldCount - outbox.length + 1;
  const between = later.filter(
    (record): record is PersonRecord =>
      record.subject.type === 'person' &&
      record.subject.id === person._id &&
      record.subject.version > chained &&
      record.subject.version < waitsFrom &&
      record.subject.version <= toldCount,
  );
  const alreadyChained = Math.max(0, chained - (waitsFrom - 1));
  return [...between.map(({ event }) => event), ...outbox.slice(alreadyChained)];
}

/** What of the inbox was chained in between, as the inbox holds it. */
export function copiedInbox(later: readonly AuditRecord[]) {
  return later
    .filter((record): record is AccessRecord => record.subject.type === 'access')
    .map(({ eventId, at, subject, event }) => ({ _id: eventId, at, subjectId: subject.id, event }));
}
