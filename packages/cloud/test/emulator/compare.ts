// What a reader of one resource type is, and the words readers are written in.

import type { ClientOptions } from '../../src/delivery/account.ts';

export interface Compared {
  readonly property: string;
  readonly declared: unknown;
  readonly found: unknown;
}

export type Options = ClientOptions & { readonly region: string };

export type Reader = (
  physicalId: string,
  properties: unknown,
  options: Options,
  /** Logical id → physical id, of the same stack. */
  ids: ReadonlyMap<string, string>,
) => Promise<readonly Compared[]>;

export function compare(property: string, declared: unknown, found: unknown): Compared {
  return { property, declared: declared ?? null, found: found ?? null };
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
