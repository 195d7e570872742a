// The given templates as the stacks that would be deployed: loops expanded, nested stacks in place below the stack
// that nests them. Invariant: a template that another given one nests is deployed as its child and not by itself, and
// a nested stack whose template is not given is named as out of sight.

import type { Budget } from './cloudformation/budget.ts';
import { Evaluator } from './cloudformation/evaluate.ts';
import { expandLoops } from './cloudformation/loops.ts';
import { templateReferences } from './cloudformation/nested-templates.ts';
import { entry, textOf } from './cloudformation/node.ts';
import {
  type GivenParameters,
  nestedName,
  type ParentStack,
  type Stack,
  stackOf,
} from './cloudformation/stack.ts';
import type { TemplateSource } from './sources.ts';
import { UnreadableInput } from './unreadable.ts';

/** AWS takes 2,000 stacks in an account; a template that nests more than this explodes. */
const nestedLimit = 500;

interface Deployment {
  readonly byFile: ReadonlyMap<string, TemplateSource>;
  readonly given: GivenParameters;
  readonly budget: Budget;
  readonly stacks: Stack[];
}

/** Every stack, parents before their children. Throws UnreadableInput when templates nest each other in a circle. */
export function deployedStacks(
  sources: readonly TemplateSource[],
  given: GivenParameters,
  budget: Budget,
): readonly Stack[] {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const nested = new Set(sources.flatMap(({ nests }) => [...(nests?.values() ?? [])]));
  const deployment: Deployment = { byFile, given, budget, stacks: [] };
  for (const source of distinctNames(sources.filter(({ file }) => !nested.has(file))))
    deploy(source, undefined, deployment);
  // What is nested but not reached from any root nests itself; deploying it says so.
  for (const source of sources) {
    if (!deployment.stacks.some(({ file }) => file === source.file)) deploy(source, undefined, deployment);
  }
  return deployment.stacks;
}

function deploy(source: TemplateSource, parent: ParentStack | undefined, deployment: Deployment): void {
  const { stacks, given, budget, byFile } = deployment;
  const outline = stackOf(source, parent);
  const noWorld = { name: '', choices: new Map() };
  let undecided: Evaluator | undefined;
  const root = expandLoops(source.file, source.root, (node) => {
    undecided ??= new Evaluator([...stacks, outline], noWorld, given, budget);
    return undecided.evaluate(node, outline);
  });
  const expanded = stackOf({ ...source, root }, parent);
  const children = [...expanded.resources].filter(([, it]) => textOf(entry(it, 'Type')) === nestedType);
  const found = children.map(([id, resource]) => {
    const reference = templateReferences(resource).find((it) => source.nests?.has(it));
    const template = byFile.get(source.nests?.get(reference ?? '') ?? '');
    return { id, resource, template };
  });
  const missing = found
    .filter(({ template }) => template === undefined)
    .map(
      ({ id }) => `${id} in ${source.file} (${nestedType}) stands for resources: its template is not given`,
    );
  const stack: Stack = { ...expanded, unread: [...expanded.unread, ...missing] };
  stacks.push(stack);
  if (stacks.length > nestedLimit + byFile.size)
    throw new UnreadableInput(
      `${source.file}: more than ${nestedLimit} nested stacks; AWS does not deploy this many`,
    );
  for (const { id, resource, template } of found) {
    if (template === undefined) continue;
    refuseCircle(stack, template, resource.line);
    deploy({ ...template, stackName: nestedName(stack, id) }, { stack, resource }, deployment);
  }
}

const nestedType = 'AWS::CloudFormation::Stack';

function refuseCircle(stack: Stack, template: TemplateSource, line: number): void {
  for (let above: Stack | undefined = stack; above !== undefined; above = above.parent?.stack) {
    if (above.file !== template.file) continue;
    throw new UnreadableInput(
      `${stack.file}:${line}: this stack nests ${template.file}, which nests it in turn; no deployment of it would end`,
    );
  }
}

/** Two templates of one name are two stacks: the file tells them apart. */
function distinctNames(sources: readonly TemplateSource[]): TemplateSource[] {
  const seen = new Set<string>();
  return sources.map((source) => {
    const name = seen.has(source.stackName) ? `${source.stackName} (${source.file})` : source.stackName;
    seen.add(source.stackName);
    return { ...source, stackName: name };
  });
}
