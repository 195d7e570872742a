// What a declared resource is called in questions and answers. An id is one of a kind in its stack alone: three
// environments deploy the same ids. So STACK.ID, as `--parameters` spells it, says which, and an answer tells a thing
// by its id alone only where no other stack declares that id.

import type { Resource } from '../read/closed-world.ts';
import type { Resources } from './resources.ts';

type Named = Pick<Resource, 'id' | 'key' | 'stack'>;

export const qualifiedName = ({ stack, id }: Pick<Named, 'id' | 'stack'>): string => `${stack}.${id}`;

/** Whether the word of a question means the resource: its id, STACK.ID, or one of its names at AWS. */
export const isCalled = (word: string, resource: Named, ...names: readonly (string | undefined)[]): boolean =>
  [resource.id, resource.key, qualifiedName(resource), ...names].includes(word);

/** How answers call the resources of a world. */
export function toldNames({ all }: Resources): (resource: Pick<Named, 'id' | 'stack'>) => string {
  const stacks = new Map<string, Set<string>>();
  for (const { id, stack } of all) stacks.set(id, (stacks.get(id) ?? new Set()).add(stack));
  return (resource) => ((stacks.get(resource.id)?.size ?? 0) > 1 ? qualifiedName(resource) : resource.id);
}
