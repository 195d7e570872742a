// What a meter says about one declared resource, and how it reads the template. A quantity that cannot be read is an
// error: a resource that silently costs nothing would make every budget hold.

import type { Resource } from '../golden-assembly.ts';
import type { Usage } from './usage.ts';

export interface Charge {
  /** Name in the price table. */
  readonly price: string;
  /** In the price's unit, for one month. */
  readonly quantity: number;
}

/** A resource with the others of its template, to follow a `Ref`. */
export interface Declared {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly siblings: Readonly<Record<string, Resource>>;
}

export type Meter = (resource: Declared, usage: Usage) => readonly Charge[];

/** The value at a path of property names, undefined where the path ends early. */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
}

export function numberAt(resource: Declared, ...path: readonly (string | number)[]): number {
  const value = Number(valueAt(resource.properties, ...path) ?? Number.NaN);
  if (Number.isFinite(value)) return value;
  throw unreadable(resource, path, 'a number');
}

export function textAt(resource: Declared, ...path: readonly (string | number)[]): string {
  const value = valueAt(resource.properties, ...path);
  if (typeof value === 'string') return value;
  throw unreadable(resource, path, 'a text');
}

export function listAt(resource: Declared, ...path: readonly (string | number)[]): readonly unknown[] {
  const value = valueAt(resource.properties, ...path);
  if (Array.isArray(value)) return value;
  throw unreadable(resource, path, 'a list');
}

/** The resource of the same template that `{ Ref }` at the path names. */
export function siblingAt(resource: Declared, ...path: readonly (string | number)[]): Declared {
  const id = valueAt(resource.properties, ...path, 'Ref');
  const found = typeof id === 'string' ? resource.siblings[id] : undefined;
  if (typeof id !== 'string' || found === undefined)
    throw unreadable(resource, path, 'a Ref to a resource of the same template');
  return { id, type: found.Type, properties: found.Properties ?? {}, siblings: resource.siblings };
}

function unreadable(
  { id, type, properties }: Declared,
  path: readonly (string | number)[],
  form: string,
): Error {
  return new Error(
    `${id} (${type}): given ${JSON.stringify(valueAt(properties, ...path)) ?? 'nothing'} at ${path.join('.')}, allowed is ${form}; declare it so, or teach its meter in packages/cloud/src/estimate.`,
  );
}
