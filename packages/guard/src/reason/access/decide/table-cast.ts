// The cast of the tables that re-express AWS's documentation: who asks, for what, with which policies.

import { type PolicySource, readPolicy } from '../policy/read-policy.ts';
import type { Policy } from '../policy/statement.ts';
import type { Principal, Role, User } from '../request/principal.ts';
import type { Context, Policies, ResourceFacts } from '../request/request.ts';
import { decide } from './decide.ts';

export const account = '111122223333';
export const other = '444455556666';
export const bucket = 'arn:aws:s3:::parcels/labels/1.pdf';
export const alice: User = {
  kind: 'user',
  account,
  arn: `arn:aws:iam::${account}:user/alice`,
  uniqueId: 'AIDAALICE',
  tags: {},
};
export const role: Role = {
  kind: 'role',
  account,
  arn: `arn:aws:iam::${account}:role/api`,
  session: 'i-1',
  uniqueId: 'AROAAPI',
  tags: {},
};
export const foreign: User = {
  ...alice,
  account: other,
  arn: `arn:aws:iam::${other}:user/eve`,
  kind: 'user',
};
export const service: Principal = { kind: 'service', name: 'cloudtrail.amazonaws.com' };
export const anyone: Principal = { kind: 'anonymous' };

export type Statement = Readonly<Record<string, unknown>>;
export const policy = (kind: PolicySource['kind'], ...Statement: Statement[]): readonly Policy[] => [
  readPolicy({ name: kind, kind, document: { Version: '2012-10-17', Statement } }),
];
export const allow = (rest: Statement = {}) => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: '*',
  ...rest,
});
export const deny = (rest: Statement = {}) => ({
  Effect: 'Deny',
  Action: 's3:GetObject',
  Resource: '*',
  ...rest,
});
export const identity = (...statements: Statement[]) => policy('identity', ...statements);
export const resource = (...statements: Statement[]) => policy('resource', ...statements);
export const named = (principal: unknown, rest: Statement = {}) => allow({ Principal: principal, ...rest });

export interface Case {
  readonly who?: Principal;
  readonly policies?: Partial<Policies>;
  readonly facts?: Partial<ResourceFacts>;
  readonly context?: Context;
  readonly action?: string;
  readonly on?: string;
}

export const ask = ({
  who = alice,
  policies = {},
  facts = {},
  context = {},
  action = 's3:GetObject',
  on = bucket,
}: Case) =>
  decide(
    { principal: who, action, resource: on, context },
    {
      policies: { identity: [], serviceControl: [], resourceControl: [], ...policies },
      resource: { account, ...facts },
      resourceControlledServices: new Set(['s3', 'sts', 'kms']),
    },
  );
export const outcome = (given: Case) => ask(given).outcome;
