// What a property is worth after the intrinsic functions are gone. Invariant: a value that the templates do not
// determine is *unknown with the reason*, never a guess; and the identity of a resource is a token in a text, so that
// two references to one thing are equal texts wherever and however they are written.

import type { Scalar } from './node.ts';

export interface ScalarValue {
  readonly kind: 'scalar';
  readonly value: Scalar;
  readonly line: number;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly line: number;
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Value>;
  readonly line: number;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  readonly reason: string;
  readonly line: number;
}

export type Value = ScalarValue | ListValue | MapValue | UnknownValue;

export const scalarValue = (value: Scalar, line: number): ScalarValue => ({ kind: 'scalar', value, line });
export const listValue = (items: readonly Value[], line: number): ListValue => ({
  kind: 'list',
  items,
  line,
});
export const mapValue = (entries: ReadonlyMap<string, Value>, line: number): MapValue => ({
  kind: 'map',
  entries,
  line,
});
export const unknownValue = (reason: string, line: number): UnknownValue => ({
  kind: 'unknown',
  reason,
  line,
});

/** A name for something that AWS names only at deployment: `⟦stack|LogicalId⟧` or `⟦stack|LogicalId.Attribute⟧`. */
export const token = (stack: string, id: string, attribute?: string): string =>
  attribute === undefined ? `⟦${stack}|${id}⟧` : `⟦${stack}|${id}.${attribute}⟧`;

/** Tokens as a reader of the template knows them: `⟦stack|Vpc.Arn⟧` → `${Vpc.Arn}`. */
export const readable = (text: string): string => text.replace(/⟦(?:[^|⟧]*\|)?([^⟧]*)⟧/g, '${$1}');

export const hasToken = (text: string): boolean => text.includes('⟦');

/** The same value, all of it said to stand on another line: it came out of another place, maybe another file. */
export function onLine<T extends Value | undefined>(value: T, line: number): T;
export function onLine(value: Value | undefined, line: number): Value | undefined {
  if (value === undefined || value.kind === 'scalar' || value.kind === 'unknown')
    return value && { ...value, line };
  if (value.kind === 'list')
    return listValue(
      value.items.map((item) => onLine(item, line)),
      line,
    );
  return mapValue(new Map([...value.entries].map(([key, child]) => [key, onLine(child, line)])), line);
}

/** The entry at a dotted path, or undefined when something on the way is absent. Unknown stays unknown. */
export function at(value: Value | undefined, path: string): Value | undefined {
  let current = value;
  for (const key of path.split('.')) {
    if (current === undefined || current.kind === 'unknown') return current;
    current = current.kind === 'map' ? current.entries.get(key) : undefined;
  }
  return current;
}

/** The items of a list; a single value counts as a list of one, as CloudFormation and IAM accept it. */
export function items(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return value.kind === 'list' ? value.items : [value];
}

/** Text of a scalar (numbers as written), or undefined when absent, unknown or no scalar. */
export function text(value: Value | undefined): string | undefined {
  if (value?.kind !== 'scalar' || value.value === null) return undefined;
  return String(value.value);
}

/** A whole number; every number that a template counts with is one: ports, protocols, positions, bits. */
export function number(value: Value | undefined): number | undefined {
  const written = text(value);
  if (written === undefined || written.trim() === '') return undefined;
  const parsed = Number(written);
  return Number.isSafeInteger(parsed) ? parsed : undefined;
}

/** Why what should be a whole number is none; undefined when it is one, or is not there. */
export function notWhole(name: string, value: Value | undefined): string | undefined {
  if (value === undefined || number(value) !== undefined) return undefined;
  return unknownReason(value) ?? `${name} ${text(value) ?? ''} is no whole number`;
}

/** CloudFormation takes true, "true" and "True" alike. */
export function flag(value: Value | undefined): boolean | undefined {
  const written = text(value)?.toLowerCase();
  if (written === 'true') return true;
  return written === 'false' ? false : undefined;
}

/** The reason why a value, or anything inside it, is not known; undefined when all of it is. */
export function unknownReason(value: Value | undefined): string | undefined {
  if (value === undefined || value.kind === 'scalar') return undefined;
  if (value.kind === 'unknown') return value.reason;
  const parts = value.kind === 'list' ? value.items : [...value.entries.values()];
  for (const part of parts) {
    const reason = unknownReason(part);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
