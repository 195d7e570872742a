// Conditions that the input does not decide keep both branches: each way to decide them is a *world*, and every
// control is judged in all of them. A world chooses a value for each undecided parameter that a condition compares,
// so two conditions on one parameter can never contradict each other.

import { entry, type Node, textOf } from './node.ts';
import { origin, passedTo } from './parameters.ts';
import type { Stack } from './stack.ts';

export interface World {
  /** `Environment=prod`, or an empty text when there is only one world. */
  readonly name: string;
  /** Stack name + parameter → the value this world takes; undefined stands for "any value no condition mentions". */
  readonly choices: ReadonlyMap<string, string | undefined>;
}

/** More worlds than this are not judged one by one; the report then says unknown and asks for --parameters. */
export const worldLimit = 64;

/** Key of a condition that no parameter decides (a value known at deployment only): the world chooses its truth. */
export const conditionKey = (stack: Stack, condition: string) => `${stack.name}?${condition}`;

/** Key of the parameter that decides this one. */
export function choiceKey(stack: Stack, parameter: string): string {
  const decisive = origin(stack, parameter);
  return `${decisive.stack.name}.${decisive.name}`;
}

export interface Question {
  readonly key: string;
  /** The parameter or condition as the reader knows it. */
  readonly subject: string;
  readonly values: readonly (string | undefined)[];
}

/** All worlds that the questions span; `truncated` when there are more than `limit`. */
export function worldsOf(
  questions: readonly Question[],
  limit: number = worldLimit,
): { worlds: World[]; truncated: boolean } {
  const count = questions.reduce((product, question) => product * question.values.length, 1);
  if (count > 1 && count > Math.min(limit, worldLimit))
    return { worlds: [{ name: '', choices: new Map() }], truncated: true };
  let worlds: World[] = [{ name: '', choices: new Map() }];
  for (const question of questions) {
    worlds = worlds.flatMap((world) =>
      question.values.map((value) => ({
        name: [world.name, `${question.subject}=${value ?? 'any other value'}`].filter(Boolean).join(', '),
        choices: new Map([...world.choices, [question.key, value]]),
      })),
    );
  }
  return { worlds, truncated: false };
}

/**
 * The undecided parameters that conditions compare with literals; a parameter of a nested stack that is its parent's
 * under another name is one question with it.
 */
export function parameterQuestions(
  stacks: readonly Stack[],
  isDecided: (stack: Stack, name: string) => boolean,
): Question[] {
  const asked = new Map<string, { stack: Stack; name: string; literals: Set<string> }>();
  for (const stack of stacks) {
    const compared = new Map<string, Set<string>>();
    for (const condition of stack.conditions.values()) collectComparisons(condition, compared);
    for (const [parameter, literals] of compared) {
      const asking = origin(stack, parameter);
      if (!asking.stack.parameters.has(asking.name) || passedTo(asking.stack, asking.name) !== undefined)
        continue;
      if (isDecided(asking.stack, asking.name)) continue;
      const key = choiceKey(asking.stack, asking.name);
      const known = asked.get(key)?.literals ?? [];
      asked.set(key, { ...asking, literals: new Set([...known, ...literals]) });
    }
  }
  return [...asked].map(([key, { stack, name, literals }]) => {
    const allowed = entry(stack.parameters.get(name), 'AllowedValues');
    const values =
      allowed?.kind === 'list'
        ? allowed.items.flatMap((item) => (item.kind === 'scalar' ? [String(item.value)] : []))
        : [...literals, undefined];
    return { key, subject: name, values };
  });
}

/** Finds every `Fn::Equals: [{Ref: P}, literal]`, whichever side the parameter stands on. */
function collectComparisons(node: Node, compared: Map<string, Set<string>>): void {
  if (node.kind === 'scalar') return;
  const equals = entry(node, 'Fn::Equals');
  if (equals?.kind === 'list') {
    for (const side of equals.items) {
      const parameter = textOf(entry(side, 'Ref'));
      if (parameter === undefined || parameter.startsWith('AWS::')) continue;
      const literals = compared.get(parameter) ?? new Set<string>();
      for (const other of equals.items) if (other.kind === 'scalar') literals.add(String(other.value));
      compared.set(parameter, literals);
    }
  }
  const children = node.kind === 'list' ? node.items : node.entries.values();
  for (const child of children) collectComparisons(child, compared);
}
