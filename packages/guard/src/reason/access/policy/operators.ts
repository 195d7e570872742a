// The condition operators as a table: what each reads and how it compares.
// Source: IAM User Guide, "Condition operators".

import type { Dialect } from './pattern.ts';

export type Comparison = 'equals' | 'below' | 'below-or-equal' | 'above' | 'above-or-equal';

export interface ConditionOperator {
  readonly name: string;
  readonly reads: 'text' | 'number' | 'instant' | 'address' | 'presence';
  /** Holds when no value matches, and when the key is absent. */
  readonly negated: boolean;
  readonly comparison: Comparison;
  readonly dialect: Dialect;
  readonly fold: boolean;
}

function operator(
  name: string,
  reads: ConditionOperator['reads'],
  options: Partial<ConditionOperator> = {},
): ConditionOperator {
  return { name, reads, negated: false, comparison: 'equals', dialect: 'literal', fold: false, ...options };
}

function ordered(prefix: string, reads: 'number' | 'instant'): readonly ConditionOperator[] {
  return [
    operator(`${prefix}Equals`, reads),
    operator(`${prefix}NotEquals`, reads, { negated: true }),
    operator(`${prefix}LessThan`, reads, { comparison: 'below' }),
    operator(`${prefix}LessThanEquals`, reads, { comparison: 'below-or-equal' }),
    operator(`${prefix}GreaterThan`, reads, { comparison: 'above' }),
    operator(`${prefix}GreaterThanEquals`, reads, { comparison: 'above-or-equal' }),
  ];
}

const operators: readonly ConditionOperator[] = [
  operator('StringEquals', 'text'),
  operator('StringNotEquals', 'text', { negated: true }),
  operator('StringEqualsIgnoreCase', 'text', { fold: true }),
  operator('StringNotEqualsIgnoreCase', 'text', { fold: true, negated: true }),
  operator('StringLike', 'text', { dialect: 'glob' }),
  operator('StringNotLike', 'text', { dialect: 'glob', negated: true }),
  ...ordered('Numeric', 'number'),
  ...ordered('Date', 'instant'),
  operator('Bool', 'text', { fold: true }),
  operator('BinaryEquals', 'text'),
  operator('IpAddress', 'address'),
  operator('NotIpAddress', 'address', { negated: true }),
  // AWS documents ArnEquals and ArnLike as behaving identically.
  operator('ArnEquals', 'text', { dialect: 'arn' }),
  operator('ArnLike', 'text', { dialect: 'arn' }),
  operator('ArnNotEquals', 'text', { dialect: 'arn', negated: true }),
  operator('ArnNotLike', 'text', { dialect: 'arn', negated: true }),
  operator('Null', 'presence'),
];

const byName = new Map(operators.map((entry) => [entry.name.toLowerCase(), entry]));

export const operatorNames: readonly string[] = operators.map((entry) => entry.name);

export interface ReadOperator {
  readonly operator: ConditionOperator;
  readonly quantifier: 'one' | 'all' | 'any';
  readonly ifExists: boolean;
}

const quantifiers = { '': 'one', forallvalues: 'all', foranyvalue: 'any' } as const;

/** `ForAllValues:StringLikeIfExists` and its like, in any case; undefined when there is no such operator. */
export function readOperator(written: string): ReadOperator | undefined {
  const parts = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(written.trim().toLowerCase());
  const found = byName.get(parts?.[2] ?? '');
  if (!found) return undefined;
  const ifExists = parts?.[3] !== undefined;
  if (found.reads === 'presence' && ifExists) return undefined;
  const prefix = (parts?.[1] ?? '') as keyof typeof quantifiers;
  return { operator: found, quantifier: quantifiers[prefix], ifExists };
}
