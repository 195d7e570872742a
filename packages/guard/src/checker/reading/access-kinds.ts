// Everything a request can be, for the access checker: one resource and one state of each key for every way the
// statements can tell them apart, and the published facts about actions. Imports nothing from the engine.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatAddress, ipv6Base, parseCidr } from '../../addresses.ts';
import type { Known } from './access-context.ts';
import type { CheckedQuestion } from './access-question.ts';
import { type Condition, holds, instant, type Json, listOf, type Value } from './access-statements.ts';
import { everyKind, type Pattern, readPattern } from './access-texts.ts';

interface Snapshot {
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly resourceControlled: readonly string[];
  readonly multivaluedKeys: readonly string[];
}
const data = <T>(name: string): T =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../../data/${name}.json`, import.meta.url)), 'utf8'));
export const published = data<Snapshot>('iam-actions');
export const publishedNames = Object.entries(published.services).flatMap(([service, levels]) =>
  levels.flatMap((names) =>
    names
      .split(' ')
      .filter(Boolean)
      .map((name) => `${service}:${name}`),
  ),
);
export const laws = data<{ Statement: readonly Json[] }>('impossible-requests').Statement.map(
  (law): Json => ({ ...law, Effect: 'Deny', Action: '*', Resource: '*' }),
);

export const dimensionKey = (key: string): string => (key === 'aws:epochtime' ? 'aws:currenttime' : key);

export function resourceKinds(
  { resources }: CheckedQuestion,
  relevant: readonly Json[],
  lookup: (key: string) => string | null | undefined,
): readonly string[] {
  const read = (text: unknown) => readPattern(text, 'resource', false, lookup) ?? [];
  const patterns = relevant
    .flatMap((statement) => [...listOf(statement['Resource']), ...listOf(statement['NotResource'])])
    .flatMap(read);
  return everyKind(
    patterns,
    resources.flatMap((text) => (text === '*' ? ['arn:*:*:*:*:*', `\${*}`] : [text])).flatMap(read),
  );
}

export function keyKinds(
  key: string,
  all: readonly Condition[],
  know: (key: string) => Known,
  lookup: (key: string) => string | null | undefined,
): readonly Value[] {
  const own = all.filter((condition) => dimensionKey(condition.key) === key);
  const bound = lookup(key);
  if (!know(key).free && bound !== undefined) return [bound ?? undefined];
  const texts = own
    .filter(({ operator }) => /^(string|bool|binary|arn)/.test(operator))
    .flatMap(({ operator, values }) =>
      values.flatMap((text): Pattern[] => {
        const pattern = readPattern(
          text,
          operator.startsWith('arn') ? 'arn' : operator.endsWith('like') ? 'glob' : 'plain',
          /ignorecase|bool/.test(operator),
          lookup,
        );
        return pattern ? [pattern] : [];
      }),
    );
  const written = (test: RegExp) =>
    own.filter(({ operator }) => test.test(operator)).flatMap(({ values }) => values.map(String));
  const time = key === 'aws:currenttime';
  const instants = [
    ...written(/^date/).map(instant),
    ...(time ? written(/^numeric/).map((text) => Number(text) * 1000) : []),
  ];
  const line = [
    ...around(time ? [] : written(/^numeric/).map(Number)).map(String),
    ...around(instants.length === 0 && time ? [0] : instants).map((milliseconds) =>
      new Date(milliseconds).toISOString(),
    ),
    ...written(/ipaddress/)
      .flatMap((text) => parseCidr(text) ?? [])
      .flatMap(({ first, last }) => [0n, ipv6Base, first, last + 1n])
      .filter((address) => address < ipv6Base + (1n << 128n))
      .map(formatAddress),
  ];
  const closed = /^aws:(securetransport|multifactorauthpresent|viaawsservice|principalisawsservice)$/.test(
    key,
  )
    ? ['true', 'false']
    : undefined;
  const singles =
    closed ?? (texts.length > 0 || line.length === 0 ? [...line, ...everyKind(texts, [])] : line);
  const sets = own.filter(({ set }) => set !== '');
  const list =
    /^aws:(tagkeys|calledvia|\w+orgpaths|principalservicenameslist)$/.test(key) ||
    published.multivaluedKeys.includes(key);
  const lists = list || (!key.startsWith('aws:') && sets.length > 0);
  const absent =
    ['aws:securetransport', 'aws:currenttime'].includes(key) ||
    (key === 'aws:tokenissuetime' && know(key).free)
      ? []
      : [undefined];
  return [...absent, ...(list ? [] : singles), ...(lists ? [[], ...unions(singles, sets, lookup)] : [])];
}

function around(thresholds: readonly number[]): readonly number[] {
  const sorted = [...new Set(thresholds)].sort((a, b) => a - b);
  return sorted.flatMap((value, index) => [value - 1, value, (value + (sorted[index + 1] ?? value + 2)) / 2]);
}

/** A list for each combination of answers to the set conditions. */
function unions(
  singles: readonly string[],
  sets: readonly Condition[],
  lookup: (key: string) => string | null | undefined,
): readonly (readonly string[])[] {
  const answers = (values: readonly string[]) =>
    sets.map((condition) => holds(condition, values, lookup)).join('');
  const found = new Map(singles.map((single) => [answers([single]), [single]]));
  const alone = [...found.values()];
  const queue = [...alone];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const single of alone) {
      const union = [...next, ...single];
      if (found.has(answers(union))) continue;
      found.set(answers(union), union);
      queue.push(union);
    }
  }
  return [...found.values()];
}
