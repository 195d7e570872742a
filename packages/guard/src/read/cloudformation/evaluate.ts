// Intrinsic functions → values, in one world. Everything that AWS decides at deployment stays a token or becomes
// unknown with its reason; nothing is guessed. One Evaluator serves all stacks of a closed world.

import { attributeOfProperty, chosenName, isIdentity } from './identity.ts';
import { entry, type MapNode, type Node, textOf } from './node.ts';
import { type GivenParameters, parameterValue, type Stack } from './stack.ts';
import { availabilityZones, cidrs, join, select, split, substitute } from './text-functions.ts';
import {
  at,
  flag,
  listValue,
  mapValue,
  scalarValue,
  text,
  token,
  unknownValue,
  type Value,
} from './value.ts';
import { choiceKey, conditionKey, type World } from './worlds.ts';

/** An evaluated argument; undefined is AWS::NoValue, which removes the property that holds it. */
type Result = Value | undefined;

const depthLimit = 100;

export class Evaluator {
  readonly #stacks: readonly Stack[];
  readonly #world: World;
  readonly #given: GivenParameters;
  readonly #exports = new Map<string, { stack: Stack; output: Node }[]>();
  #depth = 0;

  constructor(stacks: readonly Stack[], world: World, given: GivenParameters) {
    this.#stacks = stacks;
    this.#world = world;
    this.#given = given;
    for (const stack of stacks) this.#indexExports(stack);
  }

  #indexExports(stack: Stack): void {
    for (const output of stack.outputs.values()) {
      const name = text(this.evaluate(entry(entry(output, 'Export'), 'Name'), stack));
      if (name !== undefined)
        this.#exports.set(name, [...(this.#exports.get(name) ?? []), { stack, output }]);
    }
  }

  /** The value of a node; undefined when it is absent or AWS::NoValue. */
  evaluate(node: Node | undefined, stack: Stack): Result {
    if (node === undefined) return undefined;
    if (node.kind === 'scalar') return scalarValue(node.value, node.line);
    if (this.#depth > depthLimit)
      return unknownValue('references go in a circle or nest too deep', node.line);
    this.#depth += 1;
    try {
      if (node.kind === 'list') {
        return listValue(
          node.items.flatMap((item) => this.evaluate(item, stack) ?? []),
          node.line,
        );
      }
      return this.#intrinsic(node, stack) ?? this.#plainMap(node, stack);
    } finally {
      this.#depth -= 1;
    }
  }

  #plainMap(node: MapNode, stack: Stack): Result {
    const only = node.entries.size === 1 ? node.entries.entries().next().value : undefined;
    if (only && isNoValue(only[0], only[1])) return undefined;
    if (only?.[0] === 'Fn::If') return undefined; // the branch taken is AWS::NoValue
    const entries = new Map<string, Value>();
    for (const [key, child] of node.entries) {
      const value = this.evaluate(child, stack);
      if (value !== undefined) entries.set(key, value);
    }
    return mapValue(entries, node.line);
  }

  #intrinsic(node: MapNode, stack: Stack): Result {
    if (node.entries.size !== 1) return undefined;
    const [name, argument] = node.entries.entries().next().value ?? [];
    if (name === undefined || argument === undefined || isNoValue(name, argument)) return undefined;
    const line = node.line;
    const value = () => this.evaluate(argument, stack);
    switch (name) {
      case 'Ref':
        return this.#ref(textOf(argument) ?? '', stack, line);
      case 'Fn::GetAtt':
        return this.#getAtt(argument, stack, line);
      case 'Fn::Sub':
        return substitute(value(), line, (id) => {
          const [head = '', ...attribute] = id.split('.');
          return attribute.length === 0
            ? this.#ref(head, stack, line)
            : this.#attribute(head, attribute.join('.'), stack, line);
        });
      case 'Fn::Join':
        return join(value(), line);
      case 'Fn::Select':
        return select(value(), line);
      case 'Fn::Split':
        return split(value(), line);
      case 'Fn::Cidr':
        return cidrs(value(), line);
      case 'Fn::GetAZs':
        return availabilityZones(value(), stack.region, line);
      case 'Fn::FindInMap':
        return this.#findInMap(argument, stack, line);
      case 'Fn::If':
        return this.#if(argument, stack, line);
      case 'Fn::Base64':
        return value();
      case 'Fn::ImportValue':
        return this.#import(value(), stack, line);
      case 'Fn::GetStackOutput':
        return this.#stackOutput(value(), line);
      case 'Fn::Length': {
        const counted = value();
        return counted?.kind === 'list'
          ? scalarValue(counted.items.length, line)
          : unknownValue('Fn::Length of an unknown list', line);
      }
      default:
        return name.startsWith('Fn::') ? unknownValue(`${name} is not evaluated`, line) : undefined;
    }
  }

  #ref(name: string, stack: Stack, line: number): Result {
    const pseudo = this.#pseudo(name, stack);
    if (pseudo !== undefined) return scalarValue(pseudo, line);
    if (stack.parameters.has(name)) return this.#parameter(name, stack, line);
    const resource = stack.resources.get(name);
    if (!resource) return unknownValue(`Ref ${name}: no parameter or resource of this name`, line);
    const named = chosenName[textOf(entry(resource, 'Type')) ?? ''];
    const chosen =
      named === undefined
        ? undefined
        : text(this.evaluate(entry(entry(resource, 'Properties'), named), stack));
    return scalarValue(chosen ?? token(stack.name, name), line);
  }

  #pseudo(name: string, stack: Stack): string | undefined {
    if (name === 'AWS::Region') return stack.region ?? this.#given['AWS::Region'] ?? '⟦AWS::Region⟧';
    if (name === 'AWS::AccountId')
      return stack.account ?? this.#given['AWS::AccountId'] ?? '⟦AWS::AccountId⟧';
    if (name === 'AWS::Partition') return 'aws';
    if (name === 'AWS::URLSuffix') return 'amazonaws.com';
    if (name === 'AWS::StackName') return stack.name;
    return name.startsWith('AWS::') ? `⟦${name}⟧` : undefined;
  }

  #parameter(name: string, stack: Stack, line: number): Value {
    const key = choiceKey(stack, name);
    const chosen = this.#world.choices.get(key);
    if (chosen !== undefined) return scalarValue(chosen, line);
    const value = parameterValue(stack, name, this.#given);
    if ('unknown' in value) return unknownValue(value.unknown, line);
    const type = textOf(entry(stack.parameters.get(name), 'Type')) ?? 'String';
    if (!type.startsWith('List<') && type !== 'CommaDelimitedList') return scalarValue(value.known, line);
    return listValue(
      value.known.split(',').map((item) => scalarValue(item.trim(), line)),
      line,
    );
  }

  #getAtt(argument: Node, stack: Stack, line: number): Result {
    if (argument.kind === 'scalar') {
      const [id = '', ...attribute] = String(argument.value).split('.');
      return this.#attribute(id, attribute.join('.'), stack, line);
    }
    const parts =
      argument.kind === 'list' ? argument.items.map((part) => text(this.evaluate(part, stack))) : [];
    return this.#attribute(parts[0] ?? '', parts.slice(1).join('.'), stack, line);
  }

  #attribute(id: string, attribute: string, stack: Stack, line: number): Result {
    const resource = stack.resources.get(id);
    if (!resource) return unknownValue(`Fn::GetAtt ${id}.${attribute}: no resource of this name`, line);
    const type = textOf(entry(resource, 'Type')) ?? '';
    if (isIdentity(type, attribute)) return this.#ref(id, stack, line);
    if (attributeOfProperty[type]?.includes(attribute)) {
      return (
        this.evaluate(entry(entry(resource, 'Properties'), attribute), stack) ??
        unknownValue(`${id} does not set ${attribute}`, line)
      );
    }
    if (type === 'AWS::S3::Bucket') {
      const name = text(this.#ref(id, stack, line)) ?? id;
      if (attribute === 'Arn') return scalarValue(`arn:aws:s3:::${name}`, line);
      if (attribute === 'RegionalDomainName')
        return scalarValue(`${name}.s3.${this.#pseudo('AWS::Region', stack)}.amazonaws.com`, line);
      if (attribute === 'DomainName') return scalarValue(`${name}.s3.amazonaws.com`, line);
      if (attribute === 'WebsiteURL')
        return scalarValue(
          `http://${name}.s3-website-${this.#pseudo('AWS::Region', stack)}.amazonaws.com`,
          line,
        );
    }
    return scalarValue(token(stack.name, id, attribute), line);
  }

  #findInMap(argument: Node, stack: Stack, line: number): Result {
    const [mapName, ...keys] =
      argument.kind === 'list'
        ? argument.items.slice(0, 3).map((key) => text(this.evaluate(key, stack)))
        : [];
    const found = [mapName, ...keys].reduce<Node | undefined>(
      (node, key) => (key === undefined ? undefined : entry(node, key)),
      stack.mappings,
    );
    if (found) return this.evaluate(found, stack);
    const fallback = argument.kind === 'list' ? entry(argument.items[3], 'DefaultValue') : undefined;
    if (fallback) return this.evaluate(fallback, stack);
    return unknownValue(
      `Fn::FindInMap ${[mapName, ...keys].map((key) => key ?? '?').join('.')}: no such entry, or a key is not known`,
      line,
    );
  }

  #if(argument: Node, stack: Stack, line: number): Result {
    if (argument.kind !== 'list' || argument.items.length !== 3)
      return unknownValue('Fn::If needs a condition and two values', line);
    const [condition, whenTrue, whenFalse] = argument.items;
    const holds = this.condition(textOf(condition) ?? '', stack);
    if (holds === undefined)
      return unknownValue(`condition ${textOf(condition) ?? '?'} is not decided by the input`, line);
    return this.evaluate(holds ? whenTrue : whenFalse, stack);
  }

  /** Whether a named condition holds in this world; undefined when even the world does not decide it. */
  condition(name: string, stack: Stack): boolean | undefined {
    const chosen = this.#world.choices.get(conditionKey(stack, name));
    if (chosen !== undefined) return chosen === 'true';
    const node = stack.conditions.get(name);
    return node === undefined ? undefined : this.#truth(node, stack, 0);
  }

  #truth(node: Node, stack: Stack, depth: number): boolean | undefined {
    if (depth > depthLimit || node.kind !== 'map')
      return node.kind === 'scalar' ? flag(scalarValue(node.value, node.line)) : undefined;
    const [name, argument] = node.entries.entries().next().value ?? [];
    if (name === undefined || argument === undefined) return undefined;
    const parts = argument.kind === 'list' ? argument.items : [argument];
    const truths = () => parts.map((part) => this.#truth(part, stack, depth + 1));
    switch (name) {
      case 'Condition': {
        const other = textOf(argument) ?? '';
        const chosen = this.#world.choices.get(conditionKey(stack, other));
        const named = stack.conditions.get(other);
        if (chosen !== undefined) return chosen === 'true';
        return named === undefined ? undefined : this.#truth(named, stack, depth + 1);
      }
      case 'Fn::Not': {
        const [inner] = truths();
        return inner === undefined ? undefined : !inner;
      }
      case 'Fn::And':
        return truths().reduce(
          (all, part) => (all === false || part === false ? false : all === undefined ? undefined : part),
          true,
        );
      case 'Fn::Or':
        return truths().reduce(
          (any, part) => (any === true || part === true ? true : any === undefined ? undefined : part),
          false,
        );
      case 'Fn::Equals':
        return this.#equals(parts, stack);
      default:
        return undefined;
    }
  }

  #equals(parts: readonly Node[], stack: Stack): boolean | undefined {
    const [left, right] = parts.map((part) => this.evaluate(part, stack));
    // "Any value no condition mentions" equals none of the literals that a condition mentions.
    for (const [side, other] of [
      [parts[0], right],
      [parts[1], left],
    ] as const) {
      const key = choiceKey(stack, textOf(entry(side, 'Ref')) ?? '');
      if (this.#world.choices.has(key) && this.#world.choices.get(key) === undefined) {
        return other?.kind === 'scalar' ? false : undefined;
      }
    }
    const [a, b] = [text(left), text(right)];
    if (a === undefined || b === undefined) return undefined;
    if (a === b) return true;
    return a.includes('⟦') || b.includes('⟦') ? undefined : false;
  }

  #import(name: Result, importer: Stack, line: number): Result {
    const wanted = text(name);
    if (wanted === undefined) return unknownValue('Fn::ImportValue of a name that is not known', line);
    const all = this.#exports.get(wanted) ?? [];
    const near = all.filter(({ stack }) => stack.environment === importer.environment);
    const [source, second] = near.length > 0 ? near : all;
    if (!source)
      return unknownValue(`Fn::ImportValue ${wanted}: none of the given templates exports it`, line);
    if (second)
      return unknownValue(
        `Fn::ImportValue ${wanted}: ${source.stack.file} and ${second.stack.file} both export it`,
        line,
      );
    return onLine(this.evaluate(entry(source.output, 'Value'), source.stack), line);
  }

  #stackOutput(argument: Result, line: number): Result {
    const [stackName, outputName] = [text(at(argument, 'StackName')), text(at(argument, 'OutputName'))];
    const stack = this.#stacks.find(
      ({ name }) => name === stackName?.replace(/^arn:.*:stack\/([^/]+)\/?.*$/, '$1'),
    );
    const output = stack?.outputs.get(outputName ?? '');
    if (!stack || !output)
      return unknownValue(
        `Fn::GetStackOutput ${stackName ?? '?'}.${outputName ?? '?'}: not in the given templates`,
        line,
      );
    return onLine(this.evaluate(entry(output, 'Value'), stack), line);
  }
}

function isNoValue(name: string, argument: Node): boolean {
  return name === 'Ref' && textOf(argument) === 'AWS::NoValue';
}

function onLine(value: Result, line: number): Result {
  return value === undefined ? undefined : { ...value, line };
}
