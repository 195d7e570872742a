// A seed with something done to it: bytes cut, doubled and put in, or the tree of the template changed where it hurts.
// Repeatable: the same randomness gives the same text.

import type { Random } from '../../reason/access/soak/random.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface Mutant {
  readonly file: string;
  readonly text: string;
}

/** Texts that parsers, look-ups and functions stumble over. */
// biome-ignore format: a list of words reads better in lines than one below the other
const awkwardTexts = [
  '', '*', '-1', '0', '65536', '0.0.0.0/0', '::/0', '10.0.0.0/99', '300.1.1.1/8', 'constructor', '__proto__',
  'toString', 'hasOwnProperty', '${', '${}', '${A', '${!A}', '${AWS::Region}', '&{N}', '⟦|⟧', '⟦', '⟧',
  '{{resolve:ssm:/ami}}', '{{resolve:', 'AWS::NoValue', 'Fn::ForEach::X', 'arn:aws:s3:::*', 'arn:::::', ':',
  'true', 'False', 'yes', '\u0000', '\ud800', '\u2028', '1e400', '0x10', ' ', 'Vpc.CidrBlock', '.', 'Outputs.',
] as const;

const awkwardNumbers = [0, -1, 1.5, 65536, 1e21, -0, 2 ** 53, 256] as const;

// biome-ignore format: as above
const functions = [
  'Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::Cidr', 'Fn::GetAZs', 'Fn::FindInMap',
  'Fn::If', 'Fn::Base64', 'Fn::ImportValue', 'Fn::GetStackOutput', 'Fn::Length', 'Fn::ToJsonString', 'Fn::Transform',
  'Fn::Equals', 'Fn::And', 'Fn::Nothing', 'Fn::ForEach::L', 'Condition', '<<',
] as const;

// biome-ignore format: as above
const fragments = [
  '{', '}', '[', ']', '"', "'", ':', ',', '\n', '\t', '  ', '- ', '? ', '&a ', '*a', '!Sub ', '!!binary ', '|', '>', '---\n', '#', '\\', '<<: ', '%', '@', '`', '\r', '\ufeff', 'null', '1',
] as const;

/** One mutant of the seed's text. */
export function mutate(seed: string, random: Random): Mutant {
  const tree = random.chance(0.75) ? treeOf(seed) : undefined;
  if (tree === undefined) {
    let text = seed;
    for (let times = 1 + random.below(4); times > 0; times -= 1) text = mutateBytes(text, random);
    return { file: random.chance(0.5) || !/^\s*\{/.test(seed) ? 'fuzz.yaml' : 'fuzz.json', text };
  }
  for (let times = 1 + random.below(5); times > 0; times -= 1) mutateTree(tree, random);
  return {
    file: random.chance(0.1) ? 'fuzz.yaml' : 'fuzz.json',
    text: JSON.stringify(tree, null, random.below(2)),
  };
}

function treeOf(text: string): Json | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  return JSON.parse(text) as Json;
}

function mutateBytes(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const length = random.below(random.chance(0.8) ? 12 : Math.max(1, text.length));
  const [before, cut, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
  switch (random.below(6)) {
    case 0:
      return before + after;
    case 1:
      return before + cut.repeat(1 + random.below(4)) + cut + after;
    case 2:
      return before;
    case 3:
      return (
        before + random.pick(fragments).repeat(1 + random.below(random.chance(0.9) ? 4 : 400)) + cut + after
      );
    case 4:
      return (
        before + String.fromCharCode(random.below(random.chance(0.7) ? 128 : 65_536)) + text.slice(at + 1)
      );
    default:
      return before + random.pick(awkwardTexts) + after;
  }
}

/** A place in the tree: the container, and the key under which the node stands. */
interface Spot {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string;
}

function spotsIn(tree: Json): Spot[] {
  if (tree === null || typeof tree !== 'object') return [];
  return Object.keys(tree).flatMap((key) => [{ holder: tree, key }, ...spotsIn(read({ holder: tree, key }))]);
}

function walk(tree: Json, random: Random): Spot | undefined {
  let spot: Spot | undefined;
  for (let at = tree; at !== null && typeof at === 'object'; at = read(spot)) {
    const keys = Object.keys(at);
    if (keys.length === 0 || (spot !== undefined && random.chance(0.2))) break;
    spot = { holder: at, key: random.pick(keys) };
  }
  return spot;
}

const read = ({ holder, key }: Spot): Json => (holder as Record<string, Json>)[key] ?? null;

function write({ holder, key }: Spot, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function mutateTree(tree: Json, random: Random): void {
  const spots = spotsIn(tree);
  if (spots.length === 0) return;
  // Most places lie deep; a walk from the root meets types, ids and sections as often as values.
  const spot = random.chance(0.5) ? random.pick(spots) : (walk(tree, random) ?? random.pick(spots));
  const other = structuredClone(read(random.pick(spots)));
  const change = random.pick([
    () => write(spot, awkward(random)),
    () => remove(spot),
    () => write(spot, { [random.pick(functions)]: random.chance(0.5) ? [read(spot)] : read(spot) }),
    () => write(spot, { [random.pick(functions)]: [random.pick(awkwardTexts), other, awkward(random)] }),
    () => write(spot, { Ref: random.chance(0.5) ? random.pick(awkwardTexts) : spot.key }),
    () => write(spot, other),
    () => write(spot, Array<Json>(1 + random.below(4)).fill(read(spot))),
    () => write({ holder: spot.holder, key: awkwardKey(random) }, other),
    () => rename(spot, awkwardKey(random)),
  ]);
  change();
}

function rename(spot: Spot, key: string): void {
  const value = read(spot);
  remove(spot);
  write({ holder: spot.holder, key }, value);
}

function remove({ holder, key }: Spot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function awkward(random: Random): Json {
  const choice = random.below(8);
  if (choice < 3) return random.pick(awkwardTexts);
  if (choice < 5) return random.pick(awkwardNumbers);
  return random.pick<() => Json>([
    () => null,
    () => [],
    () => ({}),
    () => true,
    () => [[[]]],
    () => ({ '': null }),
  ])();
}

const awkwardKey = (random: Random): string =>
  random.chance(0.5) ? random.pick(functions) : random.pick(awkwardTexts);
