// What the asking admin may do about somebody now. Pure; the API decides again on its own.
import type { Person } from '@cool/contract/identity';
import type { PersonAction } from '@cool/contract/urls';

export interface OfferedAction {
  readonly action: Exclude<PersonAction, 'role'>;
  readonly label: string;
  readonly danger: boolean;
  /** Said once it is done. */
  readonly said: string;
}

/** Those that are kept with the words of whoever asked. */
export function needsReason(action: OfferedAction['action']): boolean {
  return action === 're-enrolment/break-glass' || action === 'erasure';
}

/**
 * Whether anybody but the asking admin could agree to what is asked about this person. The person concerned cannot, nor
 * can an admin who has no second factor yet: waiting for either would be waiting for ever.
 */
export function somebodyCouldAgree(people: readonly Person[], myId: string, concernedId: string): boolean {
  return people.some(
    ({ id, role, disabledAt, factors }) =>
      role === 'admin' &&
      disabledAt === null &&
      factors.includes('totp') &&
      id !== myId &&
      id !== concernedId,
  );
}

export function actionsFor(person: Person, myId: string, secondAdmin: boolean): readonly OfferedAction[] {
  const offered: OfferedAction[] = [];
  const offer = (action: OfferedAction['action'], label: string, said: string, danger = false) =>
    offered.push({ action, label, said, danger });
  if (person.disabledAt !== null) {
    offer('enable', 'Let in again', `${person.name} may sign in again.`);
    if (person.id === myId) return offered;
    if (person.erasure !== null && person.erasure.requestedBy !== myId) {
      offer('erasure/approve', 'Agree, and erase for good', `${person.name} was erased.`, true);
    } else if (person.erasure === null && secondAdmin) {
      offer('erasure', 'Ask for erasure', 'Another admin has to agree now.');
    }
    return offered;
  }
  if (person.sessions > 0 && person.id !== myId) {
    offer('end-sessions', 'End all sessions', `${person.name} is signed out everywhere.`);
  }
  if (person.id !== myId && person.factors.length > 0) {
    if (person.reEnrolment?.state === 'requested' && person.reEnrolment.requestedBy !== myId) {
      offer(
        're-enrolment/approve',
        'Agree to a new second factor',
        `A link was sent to ${person.name}.`,
        true,
      );
    } else if (secondAdmin) {
      offer('re-enrolment', 'Ask for a new second factor', 'Another admin has to agree now.');
    } else {
      offer(
        're-enrolment/break-glass',
        'New second factor (break-glass)',
        `A link was sent to ${person.name}.`,
        true,
      );
    }
  }
  if (person.id !== myId) offer('disable', 'Disable', `${person.name} is out.`, true);
  return offered;
}
