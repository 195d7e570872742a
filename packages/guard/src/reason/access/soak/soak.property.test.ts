// A sample of the soak with fixed seeds, and what must not change an answer.

import { describe, expect, it } from 'vitest';
import type { AccessCase, Document, Json } from './access-case.ts';
import { askEngine } from './ask-engine.ts';
import { checkCase } from './check-case.ts';
import { findsPlanted } from './plant.ts';
import { plantedBugs } from './planted-bugs.ts';
import { type Random, randomFrom } from './random.ts';
import { randomCase } from './random-case.ts';

const seed = 5_000_000;

describe(`random policy sets (seed ${seed})`, () => {
  it('have the answer that trying every request gives', () => {
    const seen = { can: 0, cannot: 0, unknown: 0 };
    const disagreements: string[] = [];
    for (let index = 0; index < 250; index += 1) {
      const given = randomCase(randomFrom(seed + index));
      const { verdict, disagreement } = checkCase(given);
      seen[verdict] += 1;
      if (disagreement !== undefined) disagreements.push(`seed ${seed + index}: ${disagreement}`);
    }
    expect(disagreements).toEqual([]);
    expect(seen.can / 250).toBeGreaterThan(0.3);
    expect(seen.can / 250).toBeLessThan(0.7);
    expect(seen.unknown / 250).toBeLessThanOrEqual(0.01);
  });

  it('show a bug that is planted in a copy of the engine', () => {
    const [bug] = plantedBugs;
    expect(bug && findsPlanted(bug, 600, 3)).toMatchObject({ found: true });
  });
});

type Change = (document: Document, random: Random) => Document;

const everywhere = (given: AccessCase, change: (document: Document) => Document): AccessCase => ({
  ...given,
  identity: change(given.identity),
  ...(given.boundary && { boundary: change(given.boundary) }),
  ...(given.session && { session: change(given.session) }),
  ...(given.resourcePolicy && { resourcePolicy: change(given.resourcePolicy) }),
  serviceControl: given.serviceControl.map(change),
  resourceControl: given.resourceControl.map(change),
});

describe(`what changes nothing (seed ${seed})`, () => {
  const rewrite =
    (from: RegExp, to: string): Change =>
    (document) =>
      JSON.parse(JSON.stringify(document).replace(from, to));
  it.each<[string, Change]>([
    [
      'the order of the statements',
      (document, random) => ({ ...document, Statement: shuffled(document.Statement, random) }),
    ],
    [
      'saying something twice',
      (document) => ({ ...document, Statement: [...document.Statement, ...document.Statement] }),
    ],
    ['the case of action names', rewrite(/"s3:GetObject"/g, '"S3:gETobject"')],
    ['a block cut in two', rewrite(/"10\.0\.0\.0\/8"/g, '"10.0.0.0/9","10.128.0.0/9"')],
    ['a wildcard written twice', rewrite(/([ab])\*"/g, '$1**"')],
  ])('%s', (_name, change) => {
    for (let index = 0; index < 60; index += 1) {
      const given = randomCase(randomFrom(seed + index));
      const random = randomFrom(index);
      const changed = everywhere(given, (document) => change(document, random));
      expect({ index, verdict: askEngine(changed).verdict }).toEqual({
        index,
        verdict: askEngine(given).verdict,
      });
    }
  });
});

describe(`what changes in one direction only (seed ${seed})`, () => {
  const added = (given: AccessCase, statement: Json): AccessCase => ({
    ...given,
    identity: { ...given.identity, Statement: [...given.identity.Statement, statement] },
  });

  it('a deny never opens', () => {
    for (let index = 0; index < 80; index += 1) {
      const given = randomCase(randomFrom(seed + index));
      if (askEngine(given).verdict !== 'cannot') continue;
      const denied = added(given, { Effect: 'Deny', Action: given.actions[0], Resource: '*' });
      expect({ index, verdict: askEngine(denied).verdict }).toEqual({ index, verdict: 'cannot' });
    }
  });

  it('an allow never closes', () => {
    for (let index = 0; index < 80; index += 1) {
      const given = randomCase(randomFrom(seed + index));
      if (askEngine(given).verdict !== 'can') continue;
      const allowed = added(given, { Effect: 'Allow', Action: '*', Resource: '*' });
      expect({ index, verdict: askEngine(allowed).verdict }).toEqual({ index, verdict: 'can' });
    }
  });

  it('hiding a resource never contradicts what was known with it', () => {
    let hidden = 0;
    for (let index = 0; index < 80; index += 1) {
      const given = randomCase(randomFrom(seed + index));
      const before = askEngine(given).verdict;
      const after = askEngine(everywhere(given, hideFirstResource)).verdict;
      if (after === 'unknown') hidden += 1;
      else expect({ index, verdict: after }).toEqual({ index, verdict: before });
    }
    expect(hidden).toBeGreaterThan(5);
  });
});

function hideFirstResource(document: Document): Document {
  const [first, ...rest] = document.Statement;
  if (!first || first['Resource'] === undefined || first['Resource'] === '*') return document;
  return { ...document, Statement: [{ ...first, Resource: { unresolved: 'a parameter' } }, ...rest] };
}

function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, order: random.below(1_000_000) }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}
