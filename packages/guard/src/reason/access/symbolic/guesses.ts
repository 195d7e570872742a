// Values worth trying for a policy variable that the caller chooses: those that make a pattern meet a text another
// statement speaks of. Guesses find "can"; they never support a "cannot".

import type { Leaf } from '../decide/formula.ts';
import type { Pattern, Token } from '../policy/pattern.ts';
import type { Facts, Guess } from './key-facts.ts';
import { dimensionKey } from './key-facts.ts';
import type { Space } from './space.ts';

export function* guessesFor(
  variables: readonly string[],
  leaves: readonly Leaf[],
  space: Space,
  facts: Facts,
  limit: number,
): Generator<Guess> {
  const candidates = variables.map((variable) =>
    [...candidatesFor(variable, leaves, space)].filter(
      (value) => value !== null || !isAlways(facts, variable),
    ),
  );
  let made = 0;
  for (const values of combinations(candidates)) {
    made += 1;
    if (made > limit) return;
    yield new Map(variables.map((variable, index) => [variable, values[index] ?? null]));
  }
}

function isAlways(facts: Facts, key: string): boolean {
  const fact = facts(key);
  return fact.kind === 'free' && fact.always;
}

function* combinations(
  lists: readonly (readonly (string | null)[])[],
): Generator<readonly (string | null)[]> {
  const [first, ...rest] = lists;
  if (!first) return yield [];
  for (const value of first) for (const others of combinations(rest)) yield [value, ...others];
}

function candidatesFor(variable: string, leaves: readonly Leaf[], space: Space): ReadonlySet<string | null> {
  const values = new Set<string | null>(valuesOf(variable, space).filter((value) => value !== ''));
  for (const { statement } of leaves) {
    const uses = [
      ...(statement.resources?.patterns ?? []).map((pattern) => ({ pattern, texts: resourcesOf(space) })),
      ...statement.conditions.flatMap(({ key, values: compared }) =>
        compared.flatMap((value) =>
          value.kind === 'text'
            ? [{ pattern: value.pattern, texts: valuesOf(dimensionKey(key), space) }]
            : [],
        ),
      ),
    ];
    for (const { pattern, texts } of uses)
      for (const text of texts) for (const piece of piecesOf(pattern, variable, text)) values.add(piece);
  }
  return values.add('x').add(null);
}

const resourcesOf = (space: Space): readonly string[] =>
  space.dimensions.flatMap((dimension) => (dimension.kind === 'resource' ? dimension.values : []));

function valuesOf(key: string, space: Space): readonly string[] {
  return space.dimensions.flatMap((dimension) =>
    dimension.kind === 'key' && dimension.key === key ? dimension.values.flatMap((value) => value ?? []) : [],
  );
}

const mostOpenParts = 4;

/** What the variable would have to be for the pattern to match the text. */
function piecesOf(pattern: Pattern, variable: string, text: string): readonly string[] {
  if (!pattern.tokens.some((token) => isVariable(token, variable))) return [];
  // Backtracking over many wildcards could take for ever, and guesses may miss: they only ever add answers.
  if (pattern.tokens.filter((token) => typeof token !== 'number' || token < 0).length > mostOpenParts)
    return [];
  let captured = false;
  const source = pattern.tokens.map((token) => {
    if (isVariable(token, variable) && !captured) {
      captured = true;
      return '(.+?)';
    }
    return sourceOf(token);
  });
  const found = new RegExp(`^${source.join('')}$`, pattern.fold ? 'is' : 's').exec(text);
  return found?.[1] === undefined ? [] : [found[1]];
}

const isVariable = (token: Token, variable: string): boolean =>
  typeof token !== 'number' && 'variable' in token && token.variable === variable;

function sourceOf(token: Token): string {
  if (typeof token !== 'number') return '.*?';
  if (token < 0) return token === -3 || token === -4 ? '.' : '.*?';
  return String.fromCharCode(token).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
