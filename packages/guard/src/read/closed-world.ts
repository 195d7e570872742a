// Everything given to one run forms one closed world: references are resolved across all templates, and what none of
// them declares is absent. Where conditions stay open, the world is read once for each way to decide them.

import { Evaluator } from './cloudformation/evaluate.ts';
import { entry, textOf } from './cloudformation/node.ts';
import { type GivenParameters, type Stack, stackOf } from './cloudformation/stack.ts';
import { type MapValue, mapValue, token } from './cloudformation/value.ts';
import {
  conditionKey,
  parameterQuestions,
  type Question,
  worldLimit,
  worldsOf,
} from './cloudformation/worlds.ts';
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
  const stacks = distinctNames(sources.map(stackOf));
  const fromParameters = stacks.flatMap((stack) => parameterQuestions(stack, given));
  const questions = [...fromParameters, ...conditionQuestions(stacks, fromParameters, given)];
  const { worlds, truncated } = worldsOf(questions);
  return {
    worlds: worlds.map((world) => ({
      name: world.name,
      resources: resourcesOf(stacks, new Evaluator(stacks, world, given)),
    })),
    unread: stacks.flatMap((stack) => stack.unread),
    undecided: truncated
      ? `the conditions leave more than ${worldLimit} cases open (${questions.map(({ subject }) => subject).join(', ')}); decide some with --parameters`
      : undefined,
  };
}

/** Conditions that stay open although every parameter is chosen. */
function conditionQuestions(
  stacks: readonly Stack[],
  chosen: readonly Question[],
  given: GivenParameters,
): Question[] {
  const evaluators = worldsOf(chosen).worlds.map((world) => new Evaluator(stacks, world, given));
  return stacks.flatMap((stack) =>
    [...stack.conditions.keys()]
      .filter((name) => evaluators.some((evaluator) => evaluator.condition(name, stack) === undefined))
      .map((name) => ({ key: conditionKey(stack, name), subject: name, values: ['true', 'false'] })),
  );
}

function resourcesOf(stacks: readonly Stack[], evaluator: Evaluator): Resource[] {
  const resources: Resource[] = [];
  for (const stack of stacks) {
    for (const [id, node] of stack.resources) {
      const condition = textOf(entry(node, 'Condition'));
      if (condition !== undefined && evaluator.condition(condition, stack) === false) continue;
      const properties = evaluator.evaluate(entry(node, 'Properties'), stack);
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
  return resources;
}

/** Two templates of one name are two stacks: the file tells them apart. */
function distinctNames(stacks: readonly Stack[]): Stack[] {
  const seen = new Set<string>();
  return stacks.map((stack) => {
    const name = seen.has(stack.name) ? `${stack.name} (${stack.file})` : stack.name;
    seen.add(stack.name);
    return { ...stack, name };
  });
}
