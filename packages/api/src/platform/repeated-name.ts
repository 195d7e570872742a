// Finds a name that stands twice in one object of a JSON text; JSON.parse keeps the last and says nothing. One pass,
// no recursion: the text is as deep as its sender likes.

// A whole string, or a bracket. Within valid JSON nothing else matters here.
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/gs;
const colon = /\s*:/y;

interface OpenValue {
  /** Null for a list. */
  readonly names: Set<string> | null;
  lastName: string;
}

/** The place of the first name told twice, as a JSON pointer (list indexes left out). Asks for valid JSON. */
export function repeatedName(json: string): string | undefined {
  const open: OpenValue[] = [];
  for (const { 0: token, index } of json.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      open.push({ names: token === '{' ? new Set() : null, lastName: '' });
    } else if (token === '}' || token === ']') {
      open.pop();
    } else {
      const inside = open.at(-1);
      if (inside?.names == null || !isName(json, index + token.length)) continue;
      inside.lastName = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
      if (inside.names.has(inside.lastName)) return pointerTo(open);
      inside.names.add(inside.lastName);
    }
  }
  return undefined;
}

/** In an object, a string followed by a colon is a name. */
function isName(json: string, end: number): boolean {
  colon.lastIndex = end;
  return colon.test(json);
}

function pointerTo(open: readonly OpenValue[]): string {
  const names = open
    .filter(({ names: known }) => known !== null)
    .map(({ lastName }) => lastName.slice(0, 60));
  return `/${names.slice(-8).join('/')}`;
}
