// What a parameter of a stack is worth, as far as the input decides it: given on the command line, passed by the
// stack that nests this one, or its default.

import { entry, type Node, textOf } from './node.ts';
import type { GivenParameters, Stack } from './stack.ts';

export type ParameterValue =
  | { readonly known: string }
  /** The stack that nests this one passes an expression of its own. */
  | { readonly passed: Node; readonly by: Stack }
  | { readonly unknown: string };

/** What a parameter is worth before any world is chosen. */
export function parameterValue(stack: Stack, name: string, given: GivenParameters): ParameterValue {
  const passed = passedTo(stack, name);
  if (passed !== undefined && stack.parent !== undefined) return { passed, by: stack.parent.stack };
  const value = ownValue(given, `${stack.name}.${name}`) ?? ownValue(given, name);
  if (value !== undefined) return { known: value };
  const fallback = entry(stack.parameters.get(name), 'Default');
  if (fallback?.kind === 'scalar' && fallback.value !== null) return { known: String(fallback.value) };
  return { unknown: `parameter ${name} has no default; give it with --parameters` };
}

/** The parameter that decides this one: a nested stack's parameter may be another name for its parent's. */
export function origin(stack: Stack, name: string): { readonly stack: Stack; readonly name: string } {
  const referred = textOf(entry(passedTo(stack, name), 'Ref'));
  const parent = stack.parent?.stack;
  if (referred === undefined || !parent?.parameters.has(referred)) return { stack, name };
  return origin(parent, referred);
}

export const parameterType = (stack: Stack, name: string): string =>
  textOf(entry(stack.parameters.get(name), 'Type')) ?? 'String';

/** The value of the parameter is the name of a Systems Manager parameter, whose value is taken at deployment. */
export const isStoredParameter = (type: string): boolean => type.startsWith('AWS::SSM::Parameter::Value');

export const isListParameter = (type: string): boolean =>
  type.startsWith('List<') || type === 'CommaDelimitedList' || /<(List<|CommaDelimitedList)/.test(type);

/** The expression that the stack which nests this one passes to its parameter. */
export function passedTo(stack: Stack, name: string): Node | undefined {
  return entry(entry(entry(stack.parent?.resource, 'Properties'), 'Parameters'), name);
}

function ownValue(given: GivenParameters, name: string): string | undefined {
  return Object.hasOwn(given, name) ? given[name] : undefined;
}
