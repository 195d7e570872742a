// A pattern whose variables have their values. Invariant: a bound pattern holds character codes and wildcards only;
// what was unresolved became "any text" and left its reason, so "does not match" stays certain and "matches" does not.

import { maybe, no, type Truth, yes } from '../truth.ts';
import { anyInPart, anyOne, anyText, type Code, type Pattern, type Token, type Variable } from './pattern.ts';

export interface BoundPattern {
  readonly codes: readonly Code[];
  readonly fold: boolean;
  /** Why a match is only a maybe. */
  readonly doubt: string | undefined;
}

/** What a variable stands for: its value, nothing at all, or a value that is not known. */
export type Binding = { readonly value: string } | { readonly absent: true } | { readonly unknown: string };

/** The pattern with its variables replaced; undefined when one has no value: then nothing matches. */
export function bind(pattern: Pattern, lookup: (key: string) => Binding): BoundPattern | undefined {
  const codes: Code[] = [];
  let doubt = pattern.doubt;
  for (const token of pattern.tokens) {
    if (typeof token === 'number') {
      codes.push(token);
    } else if ('hole' in token) {
      codes.push(anyText);
      doubt ??= token.hole;
    } else {
      const binding = bindVariable(token, lookup);
      if ('absent' in binding) return undefined;
      if ('unknown' in binding) {
        codes.push(anyText);
        doubt ??= binding.unknown;
      } else {
        // Wildcards inside a value are text: a user named "*" is not everyone.
        for (let index = 0; index < binding.value.length; index += 1)
          codes.push(binding.value.charCodeAt(index));
      }
    }
  }
  return { codes, fold: pattern.fold, doubt };
}

function bindVariable(token: Variable, lookup: (key: string) => Binding): Binding {
  const binding = lookup(token.variable);
  return 'absent' in binding && token.fallback !== undefined ? { value: token.fallback } : binding;
}

export function variablesOf(pattern: Pattern): readonly string[] {
  return pattern.tokens.filter(isVariable).map((token) => token.variable);
}

function isVariable(token: Token): token is Variable {
  return typeof token !== 'number' && 'variable' in token;
}

const colon = ':'.charCodeAt(0);

/** Lower case of one character; the alphabet only, as in the names IAM folds. */
export const foldCode = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code);

/** Whether `token`, standing at a position, takes this character. */
export function takes(token: Code, character: number, fold: boolean): boolean {
  if (token >= 0) return token === character || (fold && foldCode(token) === foldCode(character));
  return character !== colon || token === anyText || token === anyOne;
}

export const repeats = (token: Code | undefined): boolean => token === anyText || token === anyInPart;

/** Whether the value matches as a whole: yes, no, or maybe when the pattern holds a doubt. */
export function matchText(pattern: BoundPattern, value: string): Truth {
  const matched = pattern.codes.includes(anyInPart)
    ? matchPositions(pattern, value)
    : matchGreedy(pattern, value);
  if (!matched) return no;
  return pattern.doubt === undefined ? yes : maybe;
}

/** Returning to the last `*` alone is enough, because it takes any text. */
function matchGreedy({ codes, fold }: BoundPattern, value: string): boolean {
  let position = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < value.length; ) {
    const token = codes[position];
    if (token === anyText) {
      star = position;
      resume = index;
      position += 1;
    } else if (token !== undefined && takes(token, value.charCodeAt(index), fold)) {
      position += 1;
      index += 1;
    } else if (star >= 0) {
      resume += 1;
      index = resume;
      position = star + 1;
    } else return false;
  }
  while (codes[position] === anyText) position += 1;
  return position === codes.length;
}

/** All positions at once: a wildcard bound to its part may have to give way to an earlier one. */
function matchPositions({ codes, fold }: BoundPattern, value: string): boolean {
  let positions = startOf(codes);
  for (let index = 0; index < value.length; index += 1) {
    positions = advance(codes, positions, value.charCodeAt(index), fold);
    if (positions.size === 0) return false;
  }
  return positions.has(codes.length);
}

export const startOf = (codes: readonly Code[]): Set<number> => closure(codes, new Set([0]));

function closure(codes: readonly Code[], positions: Set<number>): Set<number> {
  for (const position of positions) if (repeats(codes[position])) positions.add(position + 1);
  return positions;
}

export function advance(
  codes: readonly Code[],
  positions: Iterable<number>,
  character: number,
  fold: boolean,
): Set<number> {
  const next = new Set<number>();
  for (const position of positions) {
    const token = codes[position];
    if (token === undefined || !takes(token, character, fold)) continue;
    next.add(repeats(token) ? position : position + 1);
  }
  return closure(codes, next);
}
