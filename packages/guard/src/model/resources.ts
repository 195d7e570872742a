// The declared resources, indexed, and the few questions that every part of the model asks about a property.

import type { Resource } from '../read/closed-world.ts';
import { at, items, text, unknownReason, type Value } from '../read/cloudformation/value.ts';

export interface Resources {
  readonly all: readonly Resource[];
  readonly byKey: ReadonlyMap<string, Resource>;
  ofType(...types: readonly string[]): readonly Resource[];
}

export function indexResources(all: readonly Resource[]): Resources {
  const byType = groupByType(all);
  return {
    all,
    byKey: new Map(all.map((resource) => [resource.key, resource])),
    ofType: (...types) => types.flatMap((type) => byType.get(type) ?? []),
  };
}

function groupByType(all: readonly Resource[]): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of all) {
    const group = groups.get(resource.type);
    if (group) group.push(resource);
    else groups.set(resource.type, [resource]);
  }
  return groups;
}

export const property = (resource: Resource, path: string): Value | undefined =>
  at(resource.properties, path);

export const propertyText = (resource: Resource, path: string): string | undefined =>
  text(property(resource, path));

/** The reason why one of the properties is not known; undefined when all are known or absent. */
export function hiddenIn(resource: Resource, ...paths: readonly string[]): string | undefined {
  return paths.map((path) => unknownReason(property(resource, path))).find((reason) => reason !== undefined);
}

/** The key a property refers to; one that cannot be read is the key of nothing, so that nothing is taken for absent. */
export function keyOf(resource: Resource, path: string): string | undefined {
  const value = property(resource, path);
  return value === undefined ? undefined : (text(value) ?? '⟦not known⟧');
}

/** Texts of a list property; `uncertain` names the reason when the list or one of its items is not known. */
export function texts(value: Value | undefined): { values: string[]; uncertain: string | undefined } {
  return {
    values: items(value).flatMap((item) => text(item) ?? []),
    uncertain: unknownReason(value),
  };
}
