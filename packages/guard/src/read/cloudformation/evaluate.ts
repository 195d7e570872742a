// Intrinsic functions → values, in one world. Everything that AWS decides at deployment stays a token or becomes
// unknown with its reason; nothing is guessed. One Evaluator serves all stacks of a closed world. Invariant: what is
// read through references comes out of a budget, so no template makes it run on.

import { attributeOfBucket } from './bucket-attributes.ts';
import type { Budget } from './budget.ts';
import { Conditions } from './conditions.ts';
import { resolveDynamic } from './dynamic-references.ts';
import { attributeOfProperty, chosenName, isIdentity } from './identity.ts';
import { type Link, Links } from './links.ts';
import { entry, type MapNode, type Node, textOf } from './node.ts';
import { isListParameter, isStoredParameter, parameterType, parameterValue } from './parameters.ts';
import { pseudoParameter, regionOf } from './pseudo-parameters.ts';
import type { GivenParameters, Stack } from './stack.ts';
import {
  availabilityZones,
  cidrs,
  join,
  length,
  select,
  split,
  substitute,
  toJson,
} from './text-functions.ts';
import { listValue, mapValue, onLine, scalarValue, text, token, unknownValue, type Value } from './value.ts';
import { choiceKey, type World } from './worlds.ts';

/** An evaluated argument; undefined is AWS::NoValue, which removes the property that holds it. */
type Result = Value | undefined;

/** Deeper than a template can nest (node.ts) by itself: more is a chain of references, or a circle. */
const depthLimit = 400;

export class Evaluator {
  readonly #world: World;
  readonly #given: GivenParameters;
  readonly #budget: Budget;
  readonly #conditions: Conditions;
  readonly #links: Links;
  #depth = 0;
  /** How many references lead to what is being read now. */
  #away = 0;

  constructor(stacks: readonly Stack[], world: World, given: GivenParameters, budget: Budget) {
    this.#world = world;
    this.#given = given;
    this.#budget = budget;
    this.#conditions = new Conditions(world, (node, stack) => this.evaluate(node, stack));
    this.#links = new Links(stacks, this);
  }

  /** Whether a named condition holds in this world; undefined when even the world does not decide it. */
  condition(name: string, stack: Stack): boolean | undefined {
    return this.#conditions.holds(name, stack);
  }

  /** The value of a node; undefined when it is absent or AWS::NoValue. */
  evaluate(node: Node | undefined, stack: Stack): Result {
    if (node === undefined) return undefined;
    if (this.#away > 0) this.#budget.spend(1, stack.file, node.line);
    if (node.kind === 'scalar') return this.#dynamic(scalarValue(node.value, node.line), stack);
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
      return this.#map(node, stack);
    } finally {
      this.#depth -= 1;
    }
  }

  #map(node: MapNode, stack: Stack): Result {
    const [name, argument] = node.entries.size === 1 ? (node.entries.entries().next().value ?? []) : [];
    if (name !== undefined && argument !== undefined && isFunction(name)) {
      const result = this.#intrinsic(name, argument, node.line, stack);
      if (result?.kind === 'list') this.#budget.spend(result.items.length, stack.file, node.line);
      return result;
    }
    const entries = new Map<string, Value>();
    for (const [key, child] of node.entries) {
      // A function beside other keys adds to them what is not known: a macro's answer, a loop over an unknown list.
      if (key.startsWith('Fn::'))
        return unknownValue(`${key} beside other keys is not evaluated`, child.line);
      const value = this.evaluate(child, stack);
      if (value !== undefined) entries.set(key, value);
    }
    return mapValue(entries, node.line);
  }

  #intrinsic(name: string, argument: Node, line: number, stack: Stack): Result {
    const value = () => this.evaluate(argument, stack);
    switch (name) {
      case 'Ref':
        return this.#ref(this.#name(argument, stack), stack, line);
      case 'Fn::GetAtt':
        return this.#getAtt(argument, stack, line);
      case 'Fn::Sub': {
        const filled = substitute(value(), line, (id) => {
          const [head = '', ...attribute] = id.split('.');
          return attribute.length === 0
            ? this.#ref(head, stack, line)
            : this.#attribute(head, attribute.join('.'), stack, line);
        });
        return this.#dynamic(filled, stack);
      }
      case 'Fn::Join':
        return this.#dynamic(join(value(), line), stack);
      case 'Fn::Select':
        return select(value(), line);
      case 'Fn::Split':
        return split(value(), line);
      case 'Fn::Cidr':
        return cidrs(value(), line);
      case 'Fn::GetAZs':
        return availabilityZones(value(), regionOf(stack, this.#given), line);
      case 'Fn::FindInMap':
        return this.#findInMap(argument, stack, line);
      case 'Fn::If':
        return this.#if(argument, stack, line);
      case 'Fn::Base64':
        return value();
      case 'Fn::ImportValue':
        return this.#import(value(), stack, line);
      case 'Fn::GetStackOutput':
        return this.#follow(this.#links.stackOutput(value()), line);
      case 'Fn::Length':
        return length(value(), line);
      case 'Fn::ToJsonString':
        return toJson(value(), line);
      default:
        return unknownValue(`${name} is not evaluated`, line);
    }
  }

  /** The name in a `Ref`, which language extensions allow to be computed. */
  #name(argument: Node, stack: Stack): string {
    return textOf(argument) ?? text(this.evaluate(argument, stack)) ?? '';
  }

  #ref(name: string, stack: Stack, line: number): Result {
    if (name === 'AWS::NoValue') return undefined;
    const pseudo = pseudoParameter(name, stack, this.#given, line);
    if (pseudo !== undefined) return pseudo;
    if (stack.parameters.has(name)) return this.#parameter(name, stack, line);
    const resource = stack.resources.get(name);
    if (!resource) return unknownValue(`Ref ${name}: no parameter or resource of this name`, line);
    const named = chosenName.get(textOf(entry(resource, 'Type')) ?? '');
    const chosen = named === undefined ? undefined : text(this.#property(resource, named, stack));
    return scalarValue(chosen ?? token(stack.name, name), line);
  }

  #property(resource: MapNode, name: string, stack: Stack): Result {
    return this.#elsewhere(() => this.evaluate(entry(entry(resource, 'Properties'), name), stack));
  }

  #elsewhere<T>(read: () => T): T {
    this.#away += 1;
    try {
      return read();
    } finally {
      this.#away -= 1;
    }
  }

  #parameter(name: string, stack: Stack, line: number): Result {
    const chosen = this.#world.choices.get(choiceKey(stack, name));
    if (chosen !== undefined) return scalarValue(chosen, line);
    const type = parameterType(stack, name);
    const worth = this.#worth(name, stack, line);
    const value = isStoredParameter(type) ? this.#storedParameter(name, worth, stack, line) : worth;
    const whole = isListParameter(type) ? text(value) : undefined;
    if (whole === undefined) return value;
    return listValue(
      whole.split(',').map((item) => scalarValue(item.trim(), line)),
      line,
    );
  }

  #worth(name: string, stack: Stack, line: number): Value {
    const value = parameterValue(stack, name, this.#given);
    if ('known' in value) return scalarValue(value.known, line);
    if ('unknown' in value) return unknownValue(value.unknown, line);
    const passed = this.#elsewhere(() => this.evaluate(value.passed, value.by));
    return passed === undefined
      ? unknownValue(`parameter ${name} is passed no value by ${value.by.file}`, line)
      : onLine(passed, line);
  }

  #storedParameter(name: string, worth: Value, stack: Stack, line: number): Result {
    const unread = unknownValue(`parameter ${name} is read from Systems Manager at deployment`, line);
    const path = text(worth);
    if (path === undefined) return unread;
    const link = this.#links.stored(path, stack);
    return 'reason' in link ? unread : this.#follow(link, line);
  }

  #getAtt(argument: Node, stack: Stack, line: number): Result {
    const parts =
      argument.kind === 'list'
        ? argument.items.map((part) => text(this.evaluate(part, stack)))
        : [textOf(argument)];
    const [id = '', ...attribute] = parts
      .map((part) => part ?? '')
      .join('.')
      .split('.');
    return this.#attribute(id, attribute.join('.'), stack, line);
  }

  #attribute(id: string, attribute: string, stack: Stack, line: number): Result {
    const resource = stack.resources.get(id);
    if (!resource) return unknownValue(`Fn::GetAtt ${id}.${attribute}: no resource of this name`, line);
    const type = textOf(entry(resource, 'Type')) ?? '';
    if (type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.'))
      return this.#follow(this.#links.nestedOutput(stack, id, attribute.slice('Outputs.'.length)), line);
    if (isIdentity(type, attribute)) return this.#ref(id, stack, line);
    if (attributeOfProperty.get(type)?.includes(attribute)) {
      const value = this.#property(resource, attribute, stack);
      return value === undefined
        ? unknownValue(`${id} does not set ${attribute}`, line)
        : onLine(value, line);
    }
    if (type === 'AWS::S3::Bucket') {
      const name = text(this.#ref(id, stack, line)) ?? id;
      const known = attributeOfBucket(name, attribute, regionOf(stack, this.#given));
      if (known !== undefined) return scalarValue(known, line);
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
    if (found)
      return onLine(
        this.#elsewhere(() => this.evaluate(found, stack)),
        line,
      );
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

  #import(name: Result, importer: Stack, line: number): Result {
    const wanted = text(name);
    if (wanted === undefined) return unknownValue('Fn::ImportValue of a name that is not known', line);
    return this.#follow(this.#links.exported(wanted, importer), line);
  }

  /** The value at the other end, said to stand where it is used: places name the file that uses it. */
  #follow(link: Link, line: number): Result {
    if ('reason' in link) return unknownValue(link.reason, line);
    return onLine(
      this.#elsewhere(() => this.evaluate(link.node, link.stack)),
      line,
    );
  }

  #dynamic(value: Value, stack: Stack): Value {
    if (value.kind !== 'scalar' || typeof value.value !== 'string' || !value.value.includes('{{resolve:'))
      return value;
    return resolveDynamic(value.value, value.line, (path) =>
      this.#follow(this.#links.stored(path, stack), value.line),
    );
  }
}

const isFunction = (name: string): boolean => name === 'Ref' || name.startsWith('Fn::');
