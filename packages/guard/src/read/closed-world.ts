// Everything given to one run forms one closed world: references are resolved across all templates, and what none of
// them declares is absent. Where conditions stay open, the world is read once for each way to decide them.

import { Budget, countNodes, valuesInAllWorlds } from './cloudformation/budget.ts';
import { Evaluator } from './cloudformation/evaluate.ts';
import { entry, type MapNode, map, type Node, scalar, textOf } from './cloudformation/node.ts';
import type { GivenParameters, Stack } from './cloudformation/stack.ts';
import { type MapValue, mapValue, text, token, type Value } from './cloudformation/value.ts';
import {
  conditionKey,
  parameterQuestions,
  type Question,
  type World,
  worldLimit,
  worldsOf,
} from './cloudformation/worlds.ts';
import { deployedStacks } from './deployed-stacks.ts';
import type { TemplateSource } from './sources.ts';

/** A declared resource, its properties free of intrinsic functions. */
export interface Resource {
  /** The token that references to this resource evaluate to. */
  readonly key: string;
  readonly id: string;
  readonly type: string;
  readonly file: string;
  readonly line: number;
  readonly stack: string;
  readonly environment: string | undefined;
  readonly properties: MapValue;
}

export interface ReadWorld {
  /** How open conditions are decided, `Environment=prod`; empty when nothing was open. */
  readonly name: string;
  readonly resources: readonly Resource[];
}

export interface ReadInput {
  readonly worlds: readonly ReadWorld[];
  readonly undecided: string | undefined;
  /** What the templates declare out of sight. While there is such a thing, nothing may be called absent. */
  readonly unread: readonly string[];
}

/** Reads all worlds. `undecided` tells why the worlds could not be told apart, when there are too many. */
export function readWorlds(sources: readonly TemplateSource[], given: GivenParameters): ReadInput {
  const declared = sources.reduce((sum, { root }) => sum + countNodes(root), 0);
  const budget = () => new Budget(declared);
  const stacks = deployedStacks(sources, given, budget());
  const read = (world: World) => new Evaluator(stacks, world, given, budget());
  const undecided = read({ name: '', choices: new Map() });
  const isDecided = (stack: Stack, name: string) =>
    text(undecided.evaluate(map(new Map([['Ref', scalar(name, 0)]]), 0), stack)) !== undefined;
  const fromParameters = parameterQuestions(stacks, isDecided);
  const questions = [...fromParameters, ...conditionQuestions(stacks, fromParameters, read)];
  const expanded = stacks.reduce((sum, { resources }) => sum + countAll(resources.values()), 0);
  // Every world holds all values once: many worlds of a large template do not fit into memory.
  const mostWorlds = Math.min(worldLimit, Math.max(1, Math.floor(valuesInAllWorlds / Math.max(expanded, 1))));
  const { worlds, truncated } = worldsOf(questions, mostWorlds);
  const readings = worlds.map((world) => readWorld(stacks, world, read(world)));
  return {
    worlds: readings.map(({ world }) => world),
    unread: [
      ...new Set([...stacks.flatMap((stack) => stack.unread), ...readings.flatMap(({ unread }) => unread)]),
    ],
    undecided: truncated
      ? `the conditions leave more than ${mostWorlds} cases open (${questions.map(({ subject }) => subject).join(', ')}); decide some with --parameters`
      : undefined,
  };
}

const countAll = (nodes: Iterable<Node>) => [...nodes].reduce((sum, node) => sum + countNodes(node), 0);

/** Conditions that stay open although every parameter is chosen. */
function conditionQuestions(
  stacks: readonly Stack[],
  chosen: readonly Question[],
  read: (world: World) => Evaluator,
): Question[] {
  const evaluators = worldsOf(chosen).worlds.map(read);
  return stacks.flatMap((stack) =>
    [...stack.conditions.keys()]
      .filter((name) => evaluators.some((evaluator) => evaluator.condition(name, stack) === undefined))
      .map((name) => ({ key: conditionKey(stack, name), subject: name, values: ['true', 'false'] })),
  );
}

function readWorld(
  stacks: readonly Stack[],
  { name }: World,
  evaluator: Evaluator,
): { world: ReadWorld; unread: string[] } {
  const resources: Resource[] = [];
  const unread: string[] = [];
  for (const stack of stacks) {
    if (!isDeployed(stack, evaluator)) continue;
    for (const [id, node] of stack.resources) {
      if (!isMade(node, stack, evaluator)) continue;
      const properties = evaluator.evaluate(entry(node, 'Properties'), stack);
      const hidden = unknownOf(properties);
      if (hidden !== undefined)
        unread.push(`the properties of ${id} in ${stack.file} are not known (${hidden})`);
      resources.push({
        key: token(stack.name, id),
        id,
        type: textOf(entry(node, 'Type')) ?? '',
        file: stack.file,
        line: node.line,
        stack: stack.name,
        environment: stack.environment,
        properties: properties?.kind === 'map' ? properties : mapValue(new Map(), node.line),
      });
    }
  }
  return { world: { name, resources }, unread };
}

const isMade = (node: MapNode, stack: Stack, evaluator: Evaluator): boolean => {
  const condition = textOf(entry(node, 'Condition'));
  return condition === undefined || evaluator.condition(condition, stack) !== false;
};

/** A nested stack is there only where the resource that stands for it is. */
function isDeployed({ parent }: Stack, evaluator: Evaluator): boolean {
  if (parent === undefined) return true;
  return isMade(parent.resource, parent.stack, evaluator) && isDeployed(parent.stack, evaluator);
}

function unknownOf(properties: Value | undefined): string | undefined {
  if (properties === undefined || properties.kind === 'map') return undefined;
  return properties.kind === 'unknown' ? properties.reason : 'they are no map';
}
