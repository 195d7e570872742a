// What the list is narrowed to. Pure.
import type { SubjectType } from '@cool/contract/audit';

export interface AuditFilter {
  readonly kind: SubjectType | 'all';
  /** The id of an order or a person; empty for all. */
  readonly about: string;
  /** The id of whoever did it; empty for all. */
  readonly by: string;
  readonly what: string;
}

export const everything: AuditFilter = { kind: 'all', about: '', by: '', what: 'all' };

const aboutShape = /^(ord|usr)_[0-9A-HJKMNP-TV-Z]{26}$/;
const byShape = /^usr_[0-9A-HJKMNP-TV-Z]{26}$/;

/** What is wrong with a field, in words for the person; undefined when it can be asked. */
export function filterProblems({ about, by }: AuditFilter): { about?: string; by?: string } {
  return {
    ...(about.trim() === '' || aboutShape.test(about.trim())
      ? {}
      : { about: 'An id begins with ord_ or usr_ and has 26 characters after it. Copy it from a record.' }),
    ...(by.trim() === '' || byShape.test(by.trim())
      ? {}
      : { by: 'A person’s id begins with usr_ and has 26 characters after it. Copy it from a record.' }),
  };
}

export function queryOf({ kind, about, by, what }: AuditFilter): Readonly<Record<string, string>> {
  return {
    ...(kind === 'all' ? {} : { kind }),
    ...(about.trim() === '' ? {} : { about: about.trim() }),
    ...(by.trim() === '' ? {} : { by: by.trim() }),
    ...(what === 'all' ? {} : { what }),
  };
}
