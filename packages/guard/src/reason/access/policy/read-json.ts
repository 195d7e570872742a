// The few shapes policy JSON is made of: one or many, texts, and parts a template leaves unresolved.

import type { PolicyText, Unresolved } from './pattern.ts';
import { shown } from './policy-problem.ts';

/** A text takes at least its quotes, a comma and a letter. */
const mostTexts = 10_000;

export function isUnresolvedValue(value: object): value is Unresolved {
  return 'unresolved' in value && typeof value.unresolved === 'string';
}

export function isUnresolved(value: unknown): value is Unresolved {
  return typeof value === 'object' && value !== null && isUnresolvedValue(value);
}

/** IAM lets one thing stand for a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The texts of an element; numbers and booleans are taken as the texts they are written as. */
export function textsOf(
  value: unknown,
  at: string,
  report: (at: string, message: string) => void,
): readonly PolicyText[] {
  const written = listOf(value);
  if (written.length > mostTexts) {
    report(
      at,
      `given ${written.length} texts; at most ${mostTexts} are read, more than fit into the 32 KB of the largest policy that AWS takes; split the list`,
    );
    return [];
  }
  return written.flatMap((item): PolicyText[] => {
    if (typeof item === 'string' || isUnresolved(item)) return [item];
    if (typeof item === 'number' || typeof item === 'boolean') return [String(item)];
    report(at, `given ${shown(item)}; allowed: a text or a list of texts`);
    return [];
  });
}
