// What one stack takes from another: exports, outputs by stack name, outputs of nested stacks, parameters that a
// sibling stores in Systems Manager. Invariant: of two that could be meant none is guessed.

import { entry, type Node, textOf } from './node.ts';
import { nestedName, type Stack } from './stack.ts';
import { at, text, type Value } from './value.ts';

/** Where a linked value is written, or the reason why the input does not tell. */
export type Link = { readonly node: Node | undefined; readonly stack: Stack } | { readonly reason: string };

interface Offer {
  readonly stack: Stack;
  readonly node: Node | undefined;
}

/** The evaluator as this file needs it. */
export interface Reader {
  evaluate(node: Node | undefined, stack: Stack): Value | undefined;
  condition(name: string, stack: Stack): boolean | undefined;
}

export class Links {
  readonly #stacks: ReadonlyMap<string, Stack>;
  readonly #reader: Reader;
  readonly #exports: Offers;
  readonly #stored: Offers;

  constructor(stacks: readonly Stack[], reader: Reader) {
    this.#stacks = new Map(stacks.map((stack) => [stack.name, stack]));
    this.#reader = reader;
    this.#exports = new Offers(() =>
      this.#offers(
        (stack) => stack.outputs.values(),
        (output) => [entry(entry(output, 'Export'), 'Name'), entry(output, 'Value')],
      ),
    );
    this.#stored = new Offers(() =>
      this.#offers(
        (stack) => [...stack.resources.values()].filter(isStored),
        (it) => [entry(entry(it, 'Properties'), 'Name'), entry(entry(it, 'Properties'), 'Value')],
      ),
    );
  }

  exported(name: string, importer: Stack): Link {
    return pick(`Fn::ImportValue ${name}`, 'exports it', this.#exports.named(name), importer);
  }

  /** A parameter of Systems Manager that a given template declares. */
  stored(name: string, reader: Stack): Link {
    return pick(`Systems Manager parameter ${name}`, 'declares it', this.#stored.named(name), reader);
  }

  /** `Outputs.Name` of a nested stack. */
  nestedOutput(stack: Stack, id: string, name: string): Link {
    const nested = this.#stacks.get(nestedName(stack, id));
    if (!nested)
      return {
        reason: `Fn::GetAtt ${id}.Outputs.${name}: the template of ${id} is not among the given ones`,
      };
    return this.#output(nested, name, `Fn::GetAtt ${id}.Outputs.${name}`);
  }

  /** `Fn::GetStackOutput`, by the name or the ARN of the stack. */
  stackOutput(argument: Value | undefined): Link {
    const [stackName, outputName] = [text(at(argument, 'StackName')), text(at(argument, 'OutputName'))];
    const what = `Fn::GetStackOutput ${stackName ?? '?'}.${outputName ?? '?'}`;
    const stack = this.#stacks.get(stackName?.replace(/^arn:.*:stack\/([^/]+)\/?.*$/, '$1') ?? '');
    const region = text(at(argument, 'Region'));
    if (!stack || outputName === undefined) return { reason: `${what}: not in the given templates` };
    if (region !== undefined && stack.region !== undefined && region !== stack.region)
      return { reason: `${what}: the given template is deployed to ${stack.region}, not to ${region}` };
    return this.#output(stack, outputName, what);
  }

  #output(stack: Stack, name: string, what: string): Link {
    const output = stack.outputs.get(name);
    if (!output || !this.#isMade(output, stack)) return { reason: `${what}: not in the given templates` };
    return { stack, node: entry(output, 'Value') };
  }

  #isMade(declared: Node, stack: Stack): boolean {
    const condition = textOf(entry(declared, 'Condition'));
    return condition === undefined || this.#reader.condition(condition, stack) !== false;
  }

  #offers(
    declared: (stack: Stack) => Iterable<Node>,
    parts: (node: Node) => readonly [name: Node | undefined, value: Node | undefined],
  ): [string, Offer][] {
    const offers: [string, Offer][] = [];
    for (const stack of this.#stacks.values()) {
      for (const it of declared(stack)) {
        const [nameNode, node] = parts(it);
        if (nameNode === undefined || !this.#isMade(it, stack)) continue;
        const name = text(this.#reader.evaluate(nameNode, stack));
        if (name !== undefined) offers.push([name, { stack, node }]);
      }
    }
    return offers;
  }
}

/** What is offered under which name, collected when it is first asked for. */
class Offers {
  readonly #collect: () => [string, Offer][];
  #byName: Map<string, Offer[]> | undefined;

  constructor(collect: () => [string, Offer][]) {
    this.#collect = collect;
  }

  named(name: string): readonly Offer[] {
    if (this.#byName === undefined) {
      // A name that is itself made of an offer finds nothing: it would lead back here.
      this.#byName = new Map();
      for (const [key, offer] of this.#collect()) {
        const known = this.#byName.get(key);
        if (known) known.push(offer);
        else this.#byName.set(key, [offer]);
      }
    }
    return this.#byName.get(name) ?? [];
  }
}

const isStored = (resource: Node) => textOf(entry(resource, 'Type')) === 'AWS::SSM::Parameter';

/** Only what is deployed to the same account and region can be meant; two of one name are not guessed between. */
function pick(what: string, does: string, all: readonly Offer[], asking: Stack): Link {
  const near = all.filter(({ stack }) => stack.environment === asking.environment);
  const anywhere = all.filter(
    ({ stack }) => stack.environment === undefined || asking.environment === undefined,
  );
  const [source, second] = near.length > 0 ? near : anywhere;
  if (!source) return { reason: `${what}: none of the given templates ${does}` };
  if (second)
    return {
      reason: `${what}: ${source.stack.file} and ${second.stack.file} both ${does.replace('s it', ' it')}`,
    };
  return source;
}
