// The texts of a policy: literals, wildcards, policy variables and parts a template leaves unresolved.
// Invariant: a pattern is a list of tokens that is matched against a whole value, one character at a time, so the
// concrete matcher and the symbolic classes read the very same tokens.

/** A text that a template does not decide. `around` holds the known pieces: n + 1 of them around n unknown parts. */
export interface Unresolved {
  readonly unresolved: string;
  readonly around?: readonly string[];
}

export type PolicyText = string | Unresolved;

/** Non-negative: the code of one character. Negative: a wildcard. */
export type Code = number;
/** Any characters. */
export const anyText: Code = -1;
/** Any characters but the colon that ends a part of an ARN. */
export const anyInPart: Code = -2;
/** One character. */
export const anyOne: Code = -3;
/** One character that is not a colon. */
export const anyOneInPart: Code = -4;

export interface Variable {
  /** Context key, in lower case. */
  readonly variable: string;
  readonly fallback: string | undefined;
}

export type Token = Code | Variable | { readonly hole: string };

export interface Pattern {
  /** As written, for messages. */
  readonly source: string;
  readonly tokens: readonly Token[];
  /** Compared without regard to case. */
  readonly fold: boolean;
  /** Why a match of this pattern is never certain. */
  readonly doubt: string | undefined;
}

/**
 * How wildcards are read.
 * `literal`: not at all. `glob`: anywhere. `arn`: `ArnLike`, each of the first five parts on its own.
 * `resource`: like `arn`, but a `*` that ends a part may run past the colon, as AWS documents for Resource.
 */
export type Dialect = 'literal' | 'glob' | 'arn' | 'resource';

export interface PatternOptions {
  readonly dialect: Dialect;
  /** Policy variables exist since version 2012-10-17; before, `${` is text. */
  readonly variables: boolean;
  readonly fold?: boolean;
}

export function readPattern(text: PolicyText, options: PatternOptions): Pattern {
  const source = typeof text === 'string' ? text : `<${text.unresolved}>`;
  const tokens: Token[] = [];
  const pieces = typeof text === 'string' ? [text] : (text.around ?? ['', '']);
  pieces.forEach((piece, index) => {
    if (index > 0 && typeof text !== 'string') tokens.push({ hole: text.unresolved });
    tokens.push(...readPiece(piece, options));
  });
  const fold = options.fold ?? false;
  const doubt = options.dialect === 'arn' ? arnDoubt(tokens) : undefined;
  // Where the parts are in doubt the widest reading bounds the match.
  const bound = doubt === undefined ? bindWildcards(tokens, options.dialect) : tokens;
  return { source, tokens: bound, fold, doubt };
}

const escapes: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };
const defaultedVariable = /^([^,]*?)\s*,\s*'(.*)'$/s;

function readPiece(piece: string, { dialect, variables }: PatternOptions): Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < piece.length; index += 1) {
    const character = piece[index] ?? '';
    const end = variables && piece.startsWith('${', index) ? piece.indexOf('}', index) : -1;
    if (end > 0) {
      const inside = piece.slice(index + 2, end);
      const escaped = escapes[inside];
      if (escaped !== undefined) tokens.push(codeOf(escaped));
      else tokens.push(readVariable(inside));
      index = end;
    } else if (dialect !== 'literal' && character === '*') tokens.push(anyText);
    else if (dialect !== 'literal' && character === '?') tokens.push(anyOne);
    else tokens.push(codeOf(character));
  }
  return tokens;
}

function readVariable(inside: string): Variable {
  const defaulted = defaultedVariable.exec(inside);
  const [name, fallback] = defaulted ? [defaulted[1] ?? '', defaulted[2]] : [inside, undefined];
  return { variable: name.trim().toLowerCase(), fallback };
}

const codeOf = (character: string): Code => character.charCodeAt(0);
const colon = codeOf(':');

/** Keeps a wildcard inside its part of the ARN where the dialect says so. */
function bindWildcards(tokens: readonly Token[], dialect: Dialect): readonly Token[] {
  if (dialect === 'literal' || dialect === 'glob') return tokens;
  let colons = 0;
  return tokens.map((token, index) => {
    if (token === colon) colons += 1;
    if (colons >= 5) return token;
    if (token === anyOne) return anyOneInPart;
    if (token !== anyText) return token;
    const next = tokens[index + 1];
    const endsPart = next === undefined || next === colon;
    return dialect === 'resource' && endsPart ? anyText : anyInPart;
  });
}

/** `ArnLike` compares six parts; what it does with a text that has fewer is not documented. */
function arnDoubt(tokens: readonly Token[]): string | undefined {
  const colons = tokens.filter((token) => token === colon).length;
  const open = tokens.some((token) => typeof token !== 'number');
  return colons < 5 && !open
    ? 'an ARN operator compared with a text that has not the six parts of an ARN'
    : undefined;
}
