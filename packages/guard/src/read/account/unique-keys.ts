// AWS's own ids are one of a kind everywhere; a name is one of a kind among things of its type, in its account and region.
// Where recorded things share a name (a subnet group called `default` in each region, a function called as a scaling
// group), each gets a key of its own, and what refers to it by name refers to that one. Without this the last one read
// would stand for all of them. A name that nobody shares stays the key.

import type { Resource } from '../closed-world.ts';
import { mapValue, scalarValue, text } from '../cloudformation/value.ts';

const clusters = ['AWS::DocDB::DBCluster', 'AWS::RDS::DBCluster', 'AWS::Neptune::DBCluster'] as const;
const subnetGroups = ['AWS::RDS::DBSubnetGroup', 'AWS::DocDB::DBSubnetGroup'] as const;
const launchConfiguration = 'AWS::AutoScaling::LaunchConfiguration';

/** The types that are recorded under a name. */
const namedTypes: ReadonlySet<string> = new Set([
  ...clusters,
  ...subnetGroups,
  launchConfiguration,
  'AWS::RDS::DBInstance',
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::Lambda::Function',
]);

/** Type → its properties that name another resource → the types of that. */
const inSubnetGroup = { DBSubnetGroupName: subnetGroups };
const references: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ...Object.fromEntries(clusters.map((type) => [type, inSubnetGroup])),
  'AWS::RDS::DBInstance': { ...inSubnetGroup, DBClusterIdentifier: clusters },
  'AWS::AutoScaling::AutoScalingGroup': { LaunchConfigurationName: [launchConfiguration] },
};

/** The same resources; what is declared in templates is left alone, for its keys hold the stack. */
export function withUniqueKeys(all: readonly Resource[]): readonly Resource[] {
  const owners = new Map<string, Set<string>>();
  for (const it of all) owners.set(it.key, (owners.get(it.key) ?? new Set()).add(ownerOf(it)));
  const isShared = (it: Resource) =>
    isRecorded(it) && namedTypes.has(it.type) && (owners.get(it.key)?.size ?? 0) > 1;
  const keys = new Map(all.filter(isShared).map((it) => [`${ownerOf(it)} ${it.key}`, ownKey(it)]));
  if (keys.size === 0) return all;
  const keyNear = (it: Resource, types: readonly string[], name: string): string | undefined =>
    types.flatMap((type) => keys.get(`${it.environment} ${type} ${name}`) ?? [])[0];
  return all.map((it) => {
    if (!isRecorded(it)) return it;
    const entries = new Map(it.properties.entries);
    for (const [name, types] of Object.entries(references[it.type] ?? {})) {
      const said = entries.get(name);
      const key = keyNear(it, types, text(said) ?? '');
      if (said !== undefined && key !== undefined) entries.set(name, scalarValue(key, said.line));
    }
    return {
      ...it,
      key: isShared(it) ? ownKey(it) : it.key,
      properties: mapValue(entries, it.properties.line),
    };
  });
}

const isRecorded = ({ environment }: Resource): boolean => environment?.startsWith('aws://') ?? false;
const ownerOf = ({ environment, type }: Resource): string => `${environment} ${type}`;
const ownKey = (it: Resource): string => `${ownerOf(it)} ${it.key}`;
