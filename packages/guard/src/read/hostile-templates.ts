// Small templates that ask for very much, each with the sentence it has to end in. Tests and the soak read them.

export interface HostileTemplate {
  readonly name: string;
  readonly file: string;
  readonly write: () => string;
  /** What is said of it: the refusal, or the reason why a value is not known. */
  readonly says: RegExp;
}

const json = (name: string, template: object, says: RegExp): HostileTemplate => ({
  name,
  file: 'hostile.json',
  write: () => JSON.stringify(template),
  says,
});

const yaml = (name: string, write: () => string, says: RegExp): HostileTemplate => ({
  name,
  file: 'hostile.yaml',
  write,
  says,
});

const it_ = (P: unknown) => ({ Type: 'X::Y::Z', Properties: { P } });
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const fromEntries = <T>(count: number, make: (index: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(times(count, make));

/** Outputs of which each takes the one before it twice. */
const doublingImports = {
  Resources: { It: it_({ 'Fn::ImportValue': 'e60' }) },
  Outputs: fromEntries(61, (index) => [
    `O${index}`,
    {
      Value:
        index === 0
          ? 'x'
          : {
              'Fn::Select': [
                0,
                [{ 'Fn::ImportValue': `e${index - 1}` }, { 'Fn::ImportValue': `e${index - 1}` }],
              ],
            },
      Export: { Name: `e${index}` },
    },
  ]),
};

/** A text that doubles with each reference. */
const doublingTexts = {
  Resources: { It: it_({ 'Fn::ImportValue': 'e40' }) },
  Outputs: fromEntries(41, (index) => [
    `O${index}`,
    {
      Value:
        index === 0
          ? 'x'.repeat(1000)
          : { 'Fn::Sub': ['${A}${A}${A}${A}', { A: { 'Fn::ImportValue': `e${index - 1}` } }] },
      Export: { Name: `e${index}` },
    },
  ]),
};

const wideMapping = {
  Mappings: { M: { a: { l: times(10_000, String) } } },
  Resources: { It: it_(times(2000, () => ({ 'Fn::FindInMap': ['M', 'a', 'l'] }))) },
};

const doublingConditions = {
  Conditions: {
    C0: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] },
    ...fromEntries(80, (index) => [
      `C${index + 1}`,
      { 'Fn::And': [{ Condition: `C${index}` }, { Condition: `C${index}` }] },
    ]),
  },
  Resources: { It: { ...it_(1), Condition: 'C80' } },
};

const circleOfConditions = {
  Conditions: fromEntries(40, (index) => [
    `C${index}`,
    { 'Fn::Or': [{ Condition: `C${(index + 1) % 40}` }, { Condition: `C${(index + 2) % 40}` }] },
  ]),
  Resources: { It: { ...it_(1), Condition: 'C0' } },
};

const subOfParameters = {
  Parameters: { P: { Type: 'String', Default: 'x'.repeat(100_000) } },
  Resources: { It: it_({ 'Fn::Sub': '${P}'.repeat(100_000) }) },
};

const joinOfTexts = {
  Parameters: { P: { Type: 'String', Default: 'x'.repeat(1000) } },
  Resources: { It: it_({ 'Fn::Join': ['x'.repeat(10_000), times(10_000, () => ({ Ref: 'P' }))] }) },
};

const splitOften = {
  Parameters: { P: { Type: 'String', Default: 'x,'.repeat(100_000) } },
  Resources: { It: it_(times(10_000, () => ({ 'Fn::Split': [',', { Ref: 'P' }] }))) },
};

const manyCidrs = {
  Resources: { It: it_(times(20_000, () => ({ 'Fn::Cidr': ['10.0.0.0/8', 256, 8] }))) },
};

const worldsOfMuch = {
  Parameters: fromEntries(6, (index) => [`P${index}`, { Type: 'String' }]),
  Conditions: fromEntries(6, (index) => [`C${index}`, { 'Fn::Equals': [{ Ref: `P${index}` }, 'x'] }]),
  Resources: { It: it_(times(100_000, String)) },
};

const loops = (levels: number): object =>
  levels === 0
    ? { 'X&{N1}&{N2}&{N3}&{N4}&{N5}&{N6}': it_(1) }
    : { [`Fn::ForEach::L${levels}`]: [`N${levels}`, times(20, (index) => `v${index}`), loops(levels - 1)] };

const aliasBomb = () =>
  [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...[...'bcdefghi'].map(
      (name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(', ')}]`,
    ),
  ].join('\n');

export const hostileTemplates: readonly HostileTemplate[] = [
  json('outputs that import each other twice', doublingImports, /hostile\.json:\d+: references multiply/),
  json('a text that doubles with each import', doublingTexts, /more than 1000000 characters/),
  json('a wide mapping, taken often', wideMapping, /references multiply/),
  json('conditions that name each other twice', doublingConditions, /"undecided"|C0/),
  json('a circle of conditions', circleOfConditions, /the conditions leave more than 64 cases open/),
  json(
    'a long parameter, put in often',
    subOfParameters,
    /Fn::Sub makes a text of more than 1000000 characters/,
  ),
  json('a long separator', joinOfTexts, /Fn::Join makes a text of more than/),
  json('a long list, split often', splitOften, /references multiply/),
  json('many lists of blocks', manyCidrs, /references multiply/),
  json('many worlds of a large template', worldsOfMuch, /the conditions leave more than 19 cases open/),
  json(
    'loops in loops',
    { Transform: 'AWS::LanguageExtensions', Resources: loops(6) },
    /Fn::ForEach repeats to more than 200000 values/,
  ),
  {
    name: 'JSON of 10,000 levels',
    file: 'hostile.json',
    write: () => `${'{"a":['.repeat(5000)}1${']}'.repeat(5000)}`,
    says: /hostile\.json:1:\d+: nested deeper than 200 levels/,
  },
  {
    name: 'JSON of a million values',
    file: 'hostile.json',
    write: () => `[${'{},'.repeat(1_100_000)}{}]`,
    says: /hostile\.json:1:\d+: more than 1000000 values/,
  },
  yaml(
    'YAML of 10,000 levels in one line',
    () => `a: ${'['.repeat(10_000)}`,
    /nested deeper than 200|not valid YAML/,
  ),
  yaml('YAML of 10,000 dashes in one line', () => `a:\n  ${'- '.repeat(10_000)}x`, /nested deeper than 200/),
  yaml(
    'YAML of 1,000 indented levels',
    () => times(1000, (level) => `${' '.repeat(level)}a:`).join('\n'),
    /hostile\.yaml:\d+:\d+: nested deeper than 200/,
  ),
  yaml('YAML of a million brackets', () => `a: ${'['.repeat(1_000_000)}`, /nested deeper than 200/),
  yaml('YAML of many tokens', () => `a: [${'x,'.repeat(500_000)}]`, /more than 250000 tokens/),
  yaml(
    'YAML of many keys',
    () => `Resources:\n${times(25_000, (index) => ` k${index}: 1\n`).join('')}`,
    /k0 in hostile\.yaml has no Type/,
  ),
  yaml('aliases that multiply', aliasBomb, /its aliases multiply/),
  yaml('an alias of itself', () => 'a: &a [*a]', /nested deeper than 200/),
];
