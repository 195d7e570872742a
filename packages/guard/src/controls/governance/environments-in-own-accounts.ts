// An account is the only wall that no policy inside it can open. Two environments in one account are one mistake apart.

import { type Place, placeOf } from '../../model/place.ts';
import { property, type Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, items, text, unknownReason } from '../../read/cloudformation/value.ts';
import { control, type Finding } from '../control.ts';
import { changed, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

/** What an environment stands on: where it runs and where it keeps its data. */
const ground = [
  'AWS::EC2::VPC',
  'AWS::EC2::Instance',
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::DocDB::DBCluster',
  'AWS::RDS::DBInstance',
] as const;

export default control({
  id: 'environments-in-own-accounts',
  claim: 'Each account serves one environment, and says which.',
  because: 'The as-built account was the only one, and nothing in it told dev, qa and prod apart.',
  keeps: ['ENV3'],
  threats: ['environment-crossing'],
  needs: 'template',
  severity: 'medium',
  satisfies: ['nist-800-53r5/ac-4', 'nist-800-53r5/sc-7.21'],
  prove: ({ resources }) =>
    all(
      [...accountsIn(resources)].map(([account, found]) => judge(account, found)),
      'nothing that an environment stands on in the given templates',
    ),
  remedy: 'Give dev, qa and prod an account each, and tag everything in it with its Environment.',
  examples: [
    { name: 'one environment', given: site, verdict: 'proved' },
    {
      name: 'two in one account',
      given: changed(site, { 'Database.Properties.Tags': [{ Key: 'Environment', Value: 'other' }] }),
      verdict: 'refuted',
    },
    {
      name: 'nothing says which',
      given: changed(site, {
        'Vpc.Properties.Tags': undefined,
        'Database.Properties.Tags': undefined,
        'Hosts.Properties.Tags': undefined,
      }),
      verdict: 'refuted',
    },
    {
      name: 'a tag decided elsewhere',
      given: changed(site, { 'Vpc.Properties.Tags': { 'Fn::ImportValue': 'tags' } }),
      verdict: 'unknown',
    },
  ],
});

function accountsIn(resources: Resources): ReadonlyMap<string, readonly Resource[]> {
  const accounts = new Map<string, Resource[]>();
  for (const resource of resources.ofType(...ground)) {
    const account = resource.environment?.split('/')[2] ?? '';
    accounts.set(account, [...(accounts.get(account) ?? []), resource]);
  }
  return accounts;
}

function judge(account: string, found: readonly Resource[]): Finding {
  const named = account === '' ? 'the account of these templates' : `account ${account}`;
  const byEnvironment = new Map<string, Place>();
  const hidden: string[] = [];
  for (const resource of found) {
    const tags = property(resource, 'Tags');
    const tag = items(tags).find((it) => text(at(it, 'Key')) === 'Environment');
    const value = text(at(tag, 'Value'));
    const reason = value === undefined ? unknownReason(tags) : undefined;
    if (reason !== undefined) hidden.push(reason);
    if (value !== undefined && !byEnvironment.has(value))
      byEnvironment.set(value, placeOf(resource, 'Tags', tag));
  }
  const [first, second] = [...byEnvironment];
  if (first && second)
    return refuted(
      [second[1], first[1]],
      'setting',
      `${named} serves ${[...byEnvironment.keys()].join(' and ')}: no wall of AWS's own stands between them.`,
    );
  const [any] = found;
  const place = first?.[1] ?? (any && placeOf(any));
  const places = place ? [place] : [];
  if (hidden[0] !== undefined) return unknown(places, hidden[0]);
  if (first) return proved(places, `${named} serves ${first[0]} alone`);
  return refuted(
    places,
    'absence',
    `Nothing in ${named} says which environment it serves: dev, qa and prod are not told apart.`,
  );
}
