// What the chain says a person is, folded from what it told of them. Pure.

import type { PersonEvent } from '@cool/contract/audit';
import type { Role } from '@cool/contract/identity';

export interface ToldOfPerson {
  /** How much was told. */
  readonly version: number;
  /** Null while nothing told of it. */
  readonly role: Role | null;
  readonly disabled: boolean;
  /** Of the address, under the person's key. */
  readonly emailDigest: string | null;
  readonly erased: boolean;
}

export const nothingTold: ToldOfPerson = {
  version: 0,
  role: null,
  disabled: false,
  emailDigest: null,
  erased: false,
};

export function toldNext(told: ToldOfPerson, event: PersonEvent): ToldOfPerson {
  const { what } = event;
  const next = { ...told, version: told.version + 1 };
  switch (what) {
    case 'created':
    case 'adopted':
      return {
        ...next,
        role: event.role ?? told.role,
        emailDigest: event.emailDigest ?? null,
        disabled: event.disabled ?? false,
      };
    case 'role-changed':
      return { ...next, role: event.role ?? told.role };
    case 'email-changed':
      return { ...next, emailDigest: event.emailDigest ?? null };
    case 'disabled':
      return { ...next, disabled: true };
    case 'enabled':
      return { ...next, disabled: false };
    case 'erased':
      return { ...next, erased: true, disabled: true, emailDigest: null };
    default:
      return next;
  }
}
