// Conditions that the input does not decide keep both branches: each way to decide them is a *world*, and every
// control is judged in all of them. A world chooses a value for each undecided parameter that a condition compares,
// so two conditions on one parameter can never contradict each other.

import { entry, type Node, textOf } from './node.ts';
import { type GivenParameters, parameterValue, type Stack } from './stack.ts';

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

export const choiceKey = (stack: Stack, parameter: string) => `${stack.name}.${parameter}`;

export interface Question {
  readonly key: string;
  /** The parameter or condition as the reader knows it. */
  readonly subject: string;
  readonly values: readonly (string | undefined)[];
}

/** All worlds that the questions span; `truncated` when there are more than worldLimit. */
export function worldsOf(questions: readonly Question[]): { worlds: World[]; truncated: boolean } {
  const count = questions.reduce((product, question) => product * question.values.length, 1);
  if (count > worldLimit) return { worlds: [{ name: '', choices: new Map() }], truncated: true };
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

/** The undecided parameters that conditions of the stack compare with literals. */
export function parameterQuestions(stack: Stack, given: GivenParameters): Question[] {
  const compared = new Map<string, Set<string>>();
  for (const condition of stack.conditions.values()) collectComparisons(condition, compared);
  const questions: Question[] = [];
  for (const [parameter, literals] of compared) {
    const declared = stack.parameters.get(parameter);
    if (!declared || 'known' in parameterValue(stack, parameter, given)) continue;
    const allowed = entry(declared, 'AllowedValues');
    const values =
      allowed?.kind === 'list'
        ? allowed.items.flatMap((item) => (item.kind === 'scalar' ? [String(item.value)] : []))
        : [...literals, undefined];
    questions.push({ key: choiceKey(stack, parameter), subject: parameter, values });
  }
  return questions;
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
