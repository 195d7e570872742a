// CloudWatch Logs' JSON filter patterns, the part our templates use: { $.a.b = "text*" && ($.n >= 3 || $.c NOT EXISTS) }.
// After "Filter pattern syntax" of the CloudWatch Logs user guide. What is outside of this part throws: a pattern that
// was only half understood would prove nothing.

type Json = unknown;
type Test = (line: Json) => boolean;

const tokenPattern =
  /\s*(\$\.[A-Za-z0-9_.]+|"[^"]*"|&&|\|\||!=|>=|<=|=|>|<|\(|\)|NOT EXISTS|EXISTS|-?\d+(?:\.\d+)?)/y;

export type FilterPattern = {
  readonly matches: (line: Json) => boolean;
  /** The fields it asks for, as paths. */
  readonly fields: readonly string[];
};

export function parseFilterPattern(pattern: string): FilterPattern {
  const inner = /^\{(.*)\}$/s.exec(pattern.trim())?.[1];
  if (inner === undefined) throw new Error(`Filter pattern: given ${pattern}, understood is { … }.`);
  const tokens = tokensOf(inner.trim(), pattern);
  let at = 0;
  const next = () => tokens[at++];
  const peek = () => tokens[at];

  const either = (): Test => {
    const tests = [both()];
    while (peek() === '||') {
      next();
      tests.push(both());
    }
    return (line) => tests.some((test) => test(line));
  };
  const both = (): Test => {
    const tests = [one()];
    while (peek() === '&&') {
      next();
      tests.push(one());
    }
    return (line) => tests.every((test) => test(line));
  };
  const one = (): Test => {
    if (peek() === '(') {
      next();
      const test = either();
      if (next() !== ')') throw new Error(`Filter pattern: a bracket stays open in ${pattern}`);
      return test;
    }
    const field = next() ?? '';
    if (!field.startsWith('$.')) throw new Error(`Filter pattern: ${field} is no field in ${pattern}`);
    const operator = next() ?? '';
    const path = field.slice(2).split('.');
    if (operator === 'EXISTS') return (line) => valueAt(line, path) !== undefined;
    if (operator === 'NOT EXISTS') return (line) => valueAt(line, path) === undefined;
    return comparison(path, operator, next() ?? '', pattern);
  };

  const test = either();
  if (at !== tokens.length) throw new Error(`Filter pattern: ${peek()} was not expected in ${pattern}`);
  const fields = tokens.filter((token) => token.startsWith('$.')).map((token) => token.slice(2));
  return { matches: test, fields: [...new Set(fields)] };
}

function tokensOf(text: string, pattern: string): readonly string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const before = tokenPattern.lastIndex;
    const found = tokenPattern.exec(text)?.[1];
    if (found === undefined)
      throw new Error(`Filter pattern: cannot read ${text.slice(before)} of ${pattern}`);
    tokens.push(found);
  }
  return tokens;
}

function comparison(path: readonly string[], operator: string, given: string, pattern: string): Test {
  if (given.startsWith('"')) {
    const wanted = globOf(given.slice(1, -1));
    if (operator === '=') return (line) => wanted.test(String(valueAt(line, path) ?? ''));
    // A comparison with a field that is not there does not match, whatever it asks.
    if (operator === '!=')
      return (line) => valueAt(line, path) !== undefined && !wanted.test(String(valueAt(line, path)));
  }
  const number = Number(given);
  const compare: Readonly<Record<string, (value: number) => boolean>> = {
    '=': (value) => value === number,
    '!=': (value) => value !== number,
    '>': (value) => value > number,
    '>=': (value) => value >= number,
    '<': (value) => value < number,
    '<=': (value) => value <= number,
  };
  const test = compare[operator];
  if (test === undefined || given === '' || Number.isNaN(number))
    throw new Error(`Filter pattern: ${operator} ${given} is not understood in ${pattern}`);
  return (line) => {
    const value = valueAt(line, path);
    return typeof value === 'number' && test(value);
  };
}

export function valueAt(line: Json, path: readonly string[]): Json {
  return path.reduce<Json>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    line,
  );
}

function globOf(glob: string): RegExp {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
