// A value as plain data: what tests compare, and what a reader would see. Unknown becomes a text that says so.

import { readable, type Value } from './value.ts';

export function plainOf(value: Value | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.kind === 'unknown') return `unknown: ${value.reason}`;
  if (value.kind === 'scalar') return typeof value.value === 'string' ? readable(value.value) : value.value;
  if (value.kind === 'list') return value.items.map(plainOf);
  return Object.fromEntries([...value.entries].map(([key, child]) => [key, plainOf(child)]));
}
