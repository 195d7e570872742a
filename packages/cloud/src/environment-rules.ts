// What a table of environments must satisfy before anything is built from it. Every mistake is one sentence:
// what, given, allowed, what to do.

import Value from 'typebox/value';
import { overlaps, parseCidr } from './addressing.ts';
import { ConfigurationMistake } from './configuration-mistake.ts';
import { configuredFields, type Field, settingFields, sharedFields } from './environment-schema.ts';
import type { Environment } from './environments.ts';

/** The mistakes of the table, one sentence each; empty when it may be built. */
export function mistakesIn(table: Readonly<Record<string, Environment>>): readonly string[] {
  const shapes = Object.entries(table).flatMap(([key, environment]) => shapeMistakes(key, environment));
  if (shapes.length > 0) return shapes;
  const all = Object.values(table);
  return [
    ...Object.entries(table).flatMap(([key, environment]) => valueMistakes(key, environment)),
    ...all.flatMap((one, index) => all.slice(index + 1).flatMap((other) => pairMistakes(one, other))),
  ];
}

export function assertEnvironments(table: Readonly<Record<string, Environment>>): void {
  const mistakes = mistakesIn(table);
  if (mistakes.length > 0) throw new ConfigurationMistake(mistakes.join('\n'));
}

const placed: readonly (readonly [string, Readonly<Record<string, Field>>])[] = [
  ['environments.ts', settingFields],
  ['the configuration file', { ...configuredFields, ...sharedFields }],
];

function shapeMistakes(key: string, environment: Environment): readonly string[] {
  const values = new Map<string, unknown>(Object.entries(environment));
  const wrong = placed.flatMap(([place, fields]) =>
    fieldMistakes(`environments.${key}`, values, fields, place),
  );
  const known = placed.flatMap(([, fields]) => Object.keys(fields));
  return [...wrong, ...unknownFieldMistakes(`environments.${key}`, values, known)];
}

/** One sentence for each field whose value is not allowed; `place` is where the reader corrects it. */
export function fieldMistakes(
  at: string,
  values: ReadonlyMap<string, unknown>,
  fields: Readonly<Record<string, Field>>,
  place: string,
): readonly string[] {
  return Object.entries(fields)
    .filter(([field, { schema }]) => !Value.Check(schema, values.get(field)))
    .map(
      ([field, { allowed }]) =>
        `${at === '' ? '' : `${at}.`}${field}: given ${JSON.stringify(values.get(field)) ?? 'nothing'}, allowed is ${allowed}; correct it in ${place}.`,
    );
}

export function unknownFieldMistakes(
  at: string,
  values: ReadonlyMap<string, unknown>,
  known: readonly string[],
): readonly string[] {
  return [...values.keys()]
    .filter((field) => !known.includes(field))
    .map((field) => `${at}: given a field ${field}, allowed are ${known.join(', ')}; remove it.`);
}

function valueMistakes(key: string, environment: Environment): readonly string[] {
  const { name, cidr, fleet, database } = environment;
  const at = `environments.${key}`;
  const mistakes: string[] = [];
  if (name !== key)
    mistakes.push(`${at}.name: given ${name}, allowed is the row's own key ${key}; rename one of the two.`);
  if (parseCidr(cidr) === undefined)
    mistakes.push(
      `${at}.cidr: given ${cidr}, allowed is a /16 block inside 10.0.0.0/8 (RFC 1918); choose another block.`,
    );
  if (fleet.max < fleet.min)
    mistakes.push(
      `${at}.fleet.max: given ${fleet.max}, allowed is ${fleet.min} (fleet.min) or more; raise it.`,
    );
  if (database.kind === 'serverless' && database.maxUnits < database.minUnits)
    mistakes.push(
      `${at}.database.maxUnits: given ${database.maxUnits}, allowed is ${database.minUnits} (minUnits) or more; raise it.`,
    );
  return mistakes;
}

function pairMistakes(one: Environment, other: Environment): readonly string[] {
  const mistakes: string[] = [];
  if (one.account === other.account)
    mistakes.push(
      `environments.${other.name}.account: given ${other.account}, which ${one.name} has; allowed is an account of its own; give ${other.name} another account.`,
    );
  if (one.hostedZoneId === other.hostedZoneId)
    mistakes.push(
      `environments.${other.name}.hostedZoneId: given ${other.hostedZoneId}, which ${one.name} has; allowed is a zone in its own account; give ${other.name} another zone.`,
    );
  if (one.domain === other.domain)
    mistakes.push(
      `environments.${other.name}.domain: given ${other.domain}, which ${one.name} has; allowed is a name of its own; give ${other.name} another domain.`,
    );
  const [a, b] = [parseCidr(one.cidr), parseCidr(other.cidr)];
  if (a !== undefined && b !== undefined && overlaps(a, b))
    mistakes.push(
      `environments.${other.name}.cidr: given ${other.cidr}, which overlaps ${one.cidr} of ${one.name}; allowed is a block no other environment uses; choose another block.`,
    );
  return mistakes;
}
