// Texts of policies for the access checker: reading, matching, and one text of every kind that patterns tell apart.
// Imports nothing: a certificate is worth what its checker shares with its maker, and that is nothing.

/** 0 no, 1 maybe, 2 yes. */
export type Truth = 0 | 1 | 2;
export const least = (truths: readonly Truth[]): Truth => Math.min(2, ...truths) as Truth;
export type Lookup = (key: string) => string | null | undefined;

export interface Pattern {
  /** Character codes; -1 any text, -2 any text without a colon, -3 any character, -4 any but a colon. */
  readonly tokens: readonly number[];
  readonly fold: boolean;
  readonly doubtful: boolean;
}

export type Reading = 'plain' | 'glob' | 'arn' | 'resource';

/** Null: a variable has no value, so nothing matches. `lookup` gives undefined for a value nobody knows. */
export function readPattern(
  written: unknown,
  reading: Reading,
  fold: boolean,
  lookup: Lookup,
): Pattern | null {
  const holed = typeof written === 'object' && written !== null;
  const pieces = holed ? ((written as { around?: string[] }).around ?? ['', '']) : [String(written)];
  let doubtful = holed;
  const tokens: number[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) tokens.push(-1);
    for (const [part] of piece.matchAll(/\$\{[^}]*\}|[\s\S]/g)) {
      const name = part.length > 1 ? part.slice(2, -1) : undefined;
      if (name !== undefined && !'*?$'.includes(name)) {
        const [, key = '', fallback] = /^\s*([^,]*?)\s*(?:,\s*'(.*)')?$/s.exec(name) ?? [];
        const value = lookup(key.toLowerCase());
        if (value === undefined) doubtful = true;
        if (value === null && fallback === undefined) return null;
        tokens.push(...(value === undefined ? [-1] : codes(value ?? fallback ?? '')));
      } else if (name === undefined && reading !== 'plain' && '*?'.includes(part))
        tokens.push(part === '*' ? -1 : -3);
      else tokens.push(...codes(name ?? part));
    }
  }
  const shapeless = reading === 'arn' && !holed && tokens.filter((token) => token === 58).length < 5;
  const parted = !shapeless && (reading === 'arn' || reading === 'resource');
  return { tokens: parted ? insideParts(tokens, reading) : tokens, fold, doubtful: doubtful || shapeless };
}

const codes = (text: string): number[] =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));

function insideParts(tokens: readonly number[], reading: Reading): readonly number[] {
  let colons = 0;
  return tokens.map((token, index) => {
    if (token === 58) colons += 1;
    if (colons > 4 || (token !== -1 && token !== -3)) return token;
    const last = tokens[index + 1] === undefined || tokens[index + 1] === 58;
    return token === -1 && reading === 'resource' && last ? -1 : token - 1;
  });
}

const lower = (code: number): number => (code > 64 && code < 91 ? code + 32 : code);

function spread(pattern: Pattern, positions: Iterable<number>): Set<number> {
  const all = new Set(positions);
  for (const position of all) if ([-1, -2].includes(pattern.tokens[position] ?? 0)) all.add(position + 1);
  return all;
}

function step(pattern: Pattern, positions: Iterable<number>, code: number): Set<number> {
  const next = new Set<number>();
  for (const position of positions) {
    const token = pattern.tokens[position];
    if (token === undefined) continue;
    const literal = pattern.fold ? lower(token) === lower(code) : token === code;
    if (token >= 0 ? !literal : token % 2 === 0 && code === 58) continue;
    next.add(token === -1 || token === -2 ? position : position + 1);
  }
  return spread(pattern, next);
}

const ends = (pattern: Pattern, positions: ReadonlySet<number>): boolean =>
  positions.has(pattern.tokens.length);

export function matches(pattern: Pattern | null, text: string): Truth {
  if (!pattern) return 0;
  let positions = spread(pattern, [0]);
  for (const code of codes(text)) positions = step(pattern, positions, code);
  return ends(pattern, positions) ? (pattern.doubtful ? 1 : 2) : 0;
}

/** One text for each combination of matches that occurs; with a frame, among the texts that match it. */
export function everyKind(patterns: readonly Pattern[], frame: readonly Pattern[]): readonly string[] {
  const all = [...frame, ...patterns];
  const literals = [
    ...new Set(
      all.flatMap(({ tokens }) =>
        tokens.flatMap((token) => (token >= 0 ? [lower(token), token, token - 32] : [])),
      ),
    ),
  ];
  const fresh = [120, 97, 122, 48, 95, 126].find((code) => !literals.includes(code)) ?? 0x4e00;
  const found = new Map<string, string>();
  const start = all.map((pattern) => spread(pattern, [0]));
  const queue = [{ state: start, text: '' }];
  const seen = new Set<string>();
  for (let item = queue.shift(); item; item = queue.shift()) {
    const { state, text } = item;
    const signature = all.map((pattern, index) => Number(ends(pattern, state[index] ?? new Set()))).join('');
    const framed = frame.length === 0 || signature.slice(0, frame.length).includes('1');
    if (framed && !found.has(signature)) found.set(signature, text);
    const near = new Set(
      all.flatMap((pattern, index) =>
        [...(state[index] ?? [])].flatMap((position) => nearby(pattern, position)),
      ),
    );
    for (const code of [...near, fresh]) {
      const next = all.map((pattern, index) => step(pattern, state[index] ?? [], code));
      const key = next.map((positions) => [...positions].sort((a, b) => a - b).join()).join(';');
      const dead = frame.length > 0 && next.slice(0, frame.length).every((positions) => positions.size === 0);
      if (dead || seen.has(key)) continue;
      seen.add(key);
      queue.push({ state: next, text: text + String.fromCharCode(code) });
    }
  }
  return [...found.values()];
}

function nearby({ tokens, fold }: Pattern, position: number): readonly number[] {
  const token = tokens[position];
  if (token === undefined) return [];
  if (token < 0) return token % 2 === 0 ? [58] : [];
  const letter = lower(token) > 96 && lower(token) < 123;
  return fold && letter ? [lower(token), lower(token) - 32] : [token];
}
