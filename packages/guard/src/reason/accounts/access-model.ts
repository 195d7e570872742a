// One world of the input, joined with the access engine: principals with their policies, resources with theirs.

import { toldNames } from '../../model/names.ts';
import type { Place } from '../../model/place.ts';
import type { Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import type { Member } from '../access/symbolic/who-can.ts';
import type { Account } from '../escalation/account.ts';
import { carriersIn } from './carriers.ts';
import { type GuardedResource, guardedResources } from './guarded-resources.ts';
import { homeOf } from './home.ts';
import { type Membership, readIdentities } from './identities.ts';
import { membershipIn } from './organization.ts';
import { type Spelling, spellingOf } from './spelling.ts';
import { type VpcEndpoint, vpcEndpointsIn } from './vpc-endpoints.ts';

export interface AccessModel {
  /** Users, roles and the root user of every account. */
  readonly members: readonly Member[];
  readonly accounts: readonly Account[];
  readonly guarded: readonly GuardedResource[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly membershipOf: (account: string) => Membership;
  readonly spelling: Spelling;
  /** ARN of a principal → where it is declared. */
  readonly places: ReadonlyMap<string, Place>;
  /** How answers call a declared resource. */
  readonly toldName: (resource: Resource) => string;
  /** What makes principals or hands out rights in a way that is not read; whoever stands there is in no answer. */
  readonly outOfSight: readonly string[];
}

const unread: Readonly<Record<string, string>> = {
  'AWS::SSO::PermissionSet': 'makes roles in the accounts it is assigned to',
  'AWS::S3::AccessPoint': 'is another way to a bucket, with a policy of its own',
};

const inOrganization = ({ organization, resourceControl }: Membership) => ({
  ...(organization !== undefined && { organization }),
  resourceControl,
});

export function accessModelOf(resources: Resources): AccessModel {
  const spelling = spellingOf(resources);
  const membershipOf = membershipIn(resources, spelling);
  const { users, roles, groups, places } = readIdentities(resources, spelling, membershipOf);
  const carriers = carriersIn(resources, spelling);
  const numbers = [...new Set(resources.all.map((resource) => homeOf(resource).account))];
  const roots = numbers.map((account): Member => {
    const { organization, serviceControl } = membershipOf(account);
    return {
      principal: { kind: 'root', account, ...(organization !== undefined && { organization }) },
      identity: [],
      serviceControl,
    };
  });
  const within = <T extends { readonly account: string }>(list: readonly T[], account: string) =>
    list.filter((it) => it.account === account);
  return {
    members: [...users, ...roles, ...roots],
    accounts: numbers.map((account) => ({
      account,
      ...inOrganization(membershipOf(account)),
      users: users.filter(({ principal }) => principal.account === account),
      roles: roles.filter(({ principal }) => principal.account === account),
      groups: within(groups, account),
      carriers: within(carriers, account),
    })),
    guarded: guardedResources(resources, spelling),
    endpoints: vpcEndpointsIn(resources, spelling),
    membershipOf,
    spelling,
    places,
    toldName: toldNames(resources),
    outOfSight: resources
      .ofType(...Object.keys(unread))
      .map(({ id, type, file, line }) => `${id} (${type}, ${file}:${line}) ${unread[type]}`),
  };
}
