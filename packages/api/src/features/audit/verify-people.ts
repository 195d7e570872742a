// Compares an account with what the chain says of it: everything told of it is chained or waits, and its role, whether it
// may act, and its address are what was told last. Pure. Passwords, second factors and names are not judged.

import type { PersonEvent } from '@cool/contract/audit';
import type { Role } from '@cool/contract/identity';
import { type ToldOfPerson, toldNext } from './told-of-person.ts';

export interface JudgedPerson {
  readonly _id: string;
  readonly email: string;
  readonly role: Role;
  readonly disabledAt?: Date | null;
  readonly outbox?: readonly PersonEvent[];
  readonly toldCount?: number;
}

export interface PersonJudgement {
  /** The rest of one sentence; undefined when all fits. */
  readonly wrong: string | undefined;
  /** Events on their way: they wait in the outbox. */
  readonly waiting: number;
}

/** How many things were told of this person that are neither in the chain as it was read nor waiting. */
export function unaccounted(person: JudgedPerson, told: ToldOfPerson): number {
  return Math.max(0, (person.toldCount ?? 0) - told.version - waitingOf(person, told).length);
}

/**
 * `later`: what joined the chain after it was read, in order. `digestsOfEmail`: those the address may have; null when
 * the keys are not here.
 */
export function judgePerson(
  person: JudgedPerson,
  told: ToldOfPerson,
  later: readonly PersonEvent[],
  digestsOfEmail: readonly string[] | null,
): PersonJudgement {
  const toldCount = person.toldCount ?? 0;
  const known = later.slice(0, toldCount - told.version).reduce(toldNext, told);
  const waiting = waitingOf(person, known);
  const now = waiting.reduce(toldNext, known);
  const judged = (wrong: string | undefined) => ({ wrong, waiting: waiting.length });
  if (toldCount === 0) return judged('stands in no record.');
  if (told.version > toldCount) {
    return judged(`the chain tells ${told.version} things of it, it was told ${toldCount}.`);
  }
  if (now.version < toldCount) {
    return judged(
      `${toldCount - now.version} things told of it are neither in the chain nor waiting for it.`,
    );
  }
  if (now.role !== null && now.role !== person.role) {
    return judged(`its role is ${person.role}, its history says ${now.role}.`);
  }
  const isDisabled = (person.disabledAt ?? null) !== null;
  if (isDisabled !== now.disabled) {
    return judged(
      `it is ${isDisabled ? '' : 'not '}disabled, its history says ${now.disabled ? 'it is' : 'it is not'}.`,
    );
  }
  if (digestsOfEmail !== null && now.emailDigest !== null && !digestsOfEmail.includes(now.emailDigest)) {
    return judged('its e-mail address is not the one that was told.');
  }
  return judged(undefined);
}

/** Those of the outbox that are not in the chain; its last entry has the number `toldCount`. */
function waitingOf({ outbox = [], toldCount = 0 }: JudgedPerson, told: ToldOfPerson): readonly PersonEvent[] {
  const chained = told.version - (toldCount - outbox.length);
  return outbox.slice(Math.max(0, chained));
}
