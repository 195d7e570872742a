// The shape of a rewritten item, and how one is made.

import type { Value } from '../cloudformation/value.ts';

/** A resource as the model reads it; `id` undefined when nothing refers to it. */
export interface Rewritten {
  readonly type: string;
  readonly id: string | undefined;
  readonly properties: ReadonlyMap<string, Value>;
  readonly line: number;
}

export type Rewrite = (item: Value, id: string | undefined, type: string) => readonly Rewritten[];

export function made(
  type: string,
  id: string | undefined,
  from: Value,
  properties: Record<string, Value | undefined>,
): Rewritten {
  const present = Object.entries(properties).flatMap(([name, value]) =>
    value ? [[name, value] as const] : [],
  );
  return { type, id, properties: new Map(present), line: from.line };
}

export const withMore = (
  item: Value,
  more: Record<string, Value | undefined>,
): Record<string, Value | undefined> => ({
  ...(item.kind === 'map' ? Object.fromEntries(item.entries) : {}),
  ...more,
});
