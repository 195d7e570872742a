// Takes out of a template what an emulator does not know, so that the rest can be deployed. What pointed at something
// taken out, or at a stack of another region, points at a placeholder: the shape stays, and no promise is read from it.

import type { Resource, Template } from '../../src/golden-assembly.ts';

export interface Pruned {
  readonly template: Template;
  /** One for each resource that was taken out. */
  readonly takenOut: readonly TakenOut[];
}

export interface TakenOut {
  readonly type: string;
  readonly because: string;
}

export const placeholder = 'not-exercised';

/** `cannotTake` gives the reason why a resource is left out; undefined keeps it. */
export function prune(template: Template, cannotTake: (resource: Resource) => string | undefined): Pruned {
  const entries = Object.entries(template.Resources);
  const reasons = new Map(
    entries.flatMap(([id, resource]) => {
      const because = cannotTake(resource);
      return because === undefined ? [] : [[id, { type: resource.Type, because }] as const];
    }),
  );
  const out = new Set(reasons.keys());
  const kept = entries
    .filter(([id]) => !out.has(id))
    .map(([id, resource]) => [id, withoutDependencies(resource, out)] as const);
  const pruned: Template = { ...template, Resources: Object.fromEntries(kept) };
  return {
    template: JSON.parse(JSON.stringify(pruned), (_key, value) => replaced(value, out)),
    takenOut: [...reasons.values()],
  };
}

function withoutDependencies(resource: Resource, out: ReadonlySet<string>): Resource {
  const needed = [resource['DependsOn'] ?? []].flat().filter((id) => !out.has(String(id)));
  const { DependsOn: _all, ...rest } = resource as Resource & { DependsOn?: unknown };
  return needed.length === 0 ? rest : { ...rest, DependsOn: needed };
}

function replaced(value: unknown, out: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
  if (others.length > 0) return value;
  if (name === 'Fn::GetStackOutput') return placeholder;
  const target = name === 'Ref' ? argument : name === 'Fn::GetAtt' ? [argument].flat()[0] : undefined;
  return typeof target === 'string' && out.has(target) ? placeholder : value;
}
