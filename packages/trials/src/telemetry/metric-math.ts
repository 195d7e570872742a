// CloudWatch metric math, the part our alarms use: numbers, metric ids, + - * /, comparisons, IF(test, then, else).

type Values = Readonly<Record<string, number>>;

/** The value of an expression over one point in time; undefined when a metric it names has none there. */
export function evaluateMath(expression: string, values: Values): number | undefined {
  const tokens = expression.match(/[A-Za-z_][A-Za-z0-9_]*|\d+(?:\.\d+)?|>=|<=|==|!=|[-+*/(),<>]/g) ?? [];
  if (tokens.join('') !== expression.replaceAll(' ', ''))
    throw new Error(`Metric math: given ${expression}, not all of it is understood.`);
  let at = 0;
  let missing = false;
  const take = (wanted?: string) => {
    const token = tokens[at++] ?? '';
    if (wanted !== undefined && token !== wanted)
      throw new Error(`Metric math: expected ${wanted}, found ${token} in ${expression}`);
    return token;
  };
  const primary = (): number => {
    const token = take();
    if (token === '(') {
      const value = compared();
      take(')');
      return value;
    }
    if (token === 'IF') {
      take('(');
      const test = compared();
      take(',');
      const yes = compared();
      take(',');
      const no = compared();
      take(')');
      return test === 0 ? no : yes;
    }
    if (/^\d/.test(token)) return Number(token);
    const value = values[token];
    if (value === undefined) missing = true;
    return value ?? 0;
  };
  const product = (): number => {
    let value = primary();
    while (tokens[at] === '*' || tokens[at] === '/')
      value = take() === '*' ? value * primary() : value / primary();
    return value;
  };
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-')
      value = take() === '+' ? value + product() : value - product();
    return value;
  };
  const compared = (): number => {
    const left = sum();
    const operator = comparators[tokens[at] ?? ''];
    if (operator === undefined) return left;
    take();
    return operator(left, sum()) ? 1 : 0;
  };
  const result = compared();
  if (at !== tokens.length) throw new Error(`Metric math: ${tokens[at]} was not expected in ${expression}`);
  return missing || !Number.isFinite(result) ? undefined : result;
}

const comparators: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};
