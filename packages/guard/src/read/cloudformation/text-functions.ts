// The intrinsic functions that only compute: Join, Select, Split, Sub, Cidr, GetAZs, Length, ToJsonString. Pure; an argument that is not
// known makes the result unknown with the same reason.

import { formatAddress, parseCidr } from '../../addresses.ts';
import { longestText } from './budget.ts';
import {
  at,
  hasToken,
  listValue,
  number,
  readable,
  scalarValue,
  text,
  unknownReason,
  unknownValue,
  type Value,
} from './value.ts';

type Argument = Value | undefined;

const args = (value: Argument): readonly Value[] => (value?.kind === 'list' ? value.items : []);

function whyUnknown(what: string, value: Argument): string {
  return unknownReason(value) ?? `${what} has arguments that are not known`;
}

export function join(value: Argument, line: number): Value {
  const [separator, parts] = args(value);
  const texts = parts?.kind === 'list' ? parts.items.map(text) : undefined;
  const between = text(separator);
  if (between === undefined || !texts || texts.includes(undefined))
    return unknownValue(whyUnknown('Fn::Join', value), line);
  const written = texts.reduce<number>((sum, part) => sum + between.length + (part?.length ?? 0), 0);
  if (written > longestText) return unknownValue(tooLong('Fn::Join'), line);
  return scalarValue(texts.join(between), line);
}

export function select(value: Argument, line: number): Value {
  const [index, from] = args(value);
  const position = number(index);
  if (position !== undefined && from?.kind === 'list') {
    return (
      from.items[position] ??
      unknownValue(`Fn::Select ${position}: the list has ${from.items.length} items`, line)
    );
  }
  const list = text(from);
  if (position !== undefined && list !== undefined && hasToken(list))
    return scalarValue(`⟦${position} of ${readable(list)}⟧`, line);
  return unknownValue(whyUnknown('Fn::Select', value), line);
}

export function split(value: Argument, line: number): Value {
  const [separator, whole] = args(value).map(text);
  if (separator === undefined || whole === undefined || separator === '')
    return unknownValue(whyUnknown('Fn::Split', value), line);
  if (hasToken(whole) && !whole.includes(separator))
    return unknownValue(`Fn::Split of ${readable(whole)}, which is known at deployment`, line);
  return listValue(
    whole.split(separator).map((part) => scalarValue(part, line)),
    line,
  );
}

export function substitute(value: Argument, line: number, resolve: (name: string) => Argument): Value {
  const pattern = text(value?.kind === 'list' ? value.items[0] : value);
  const variables = value?.kind === 'list' ? value.items[1] : undefined;
  if (pattern === undefined) return unknownValue(whyUnknown('Fn::Sub', value), line);
  let missing: string | undefined;
  let length = pattern.length;
  const result = pattern.replace(/\$\{(!?)([^}]*)\}/g, (_, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (missing !== undefined) return '';
    const replacement = at(variables, name.trim()) ?? resolve(name.trim());
    const replaced = text(replacement);
    length += replaced?.length ?? 0;
    if (replaced === undefined) missing = unknownReason(replacement) ?? `Fn::Sub: \${${name}} has no text`;
    else if (length > longestText) missing = tooLong('Fn::Sub');
    return replaced ?? '';
  });
  return missing === undefined ? scalarValue(result, line) : unknownValue(missing, line);
}

/** `Fn::Length`: an item that is not known may be no item at all, so it hides the length. */
export function length(value: Argument, line: number): Value {
  if (value?.kind !== 'list') return unknownValue(whyUnknown('Fn::Length', value), line);
  const hidden = value.items.find((item) => item.kind === 'unknown');
  return hidden === undefined
    ? scalarValue(value.items.length, line)
    : unknownValue(whyUnknown('', hidden), line);
}

export function toJson(value: Argument, line: number): Value {
  const hidden = unknownReason(value);
  if (value === undefined || hidden !== undefined)
    return unknownValue(hidden ?? 'Fn::ToJsonString of nothing', line);
  let characters = 0;
  const write = (part: Value): string => {
    if (characters > longestText) return '';
    if (part.kind === 'list') return `[${part.items.map(write).join(',')}]`;
    if (part.kind === 'map')
      return `{${[...part.entries].map(([key, child]) => `${JSON.stringify(key)}:${write(child)}`).join(',')}}`;
    const written = JSON.stringify(part.kind === 'scalar' ? part.value : null);
    characters += written.length;
    return written;
  };
  const written = write(value);
  return characters > longestText
    ? unknownValue(tooLong('Fn::ToJsonString'), line)
    : scalarValue(written, line);
}

const tooLong = (name: string) => `${name} makes a text of more than ${longestText} characters`;

export function cidrs(value: Argument, line: number): Value {
  const [blockValue, countValue, bitsValue] = args(value);
  const block = parseCidr(text(blockValue) ?? '');
  const count = number(countValue);
  if (!block || count === undefined || count < 1 || count > 256)
    return unknownValue(whyUnknown('Fn::Cidr', value), line);
  const width = block.family === 4 ? 32 : 128;
  const bits = number(bitsValue) ?? (block.family === 4 ? 8 : 64);
  const prefix = width - bits;
  if (prefix < block.prefix || prefix > width)
    return unknownValue(`Fn::Cidr: ${bits} host bits do not fit into /${block.prefix}`, line);
  const blocks = Array.from({ length: count }, (_, index) => {
    const start = block.first + (BigInt(index) << BigInt(bits));
    return scalarValue(`${formatAddress(start)}/${prefix}`, line);
  });
  return listValue(blocks, line);
}

export function availabilityZones(value: Argument, ownRegion: string, line: number): Value {
  if (value?.kind === 'unknown') return value;
  const named = text(value);
  const region = named === undefined || named === '' || hasToken(named) ? ownRegion : named;
  return listValue(
    ['a', 'b', 'c'].map((zone) => scalarValue(`${region}${zone}`, line)),
    line,
  );
}
