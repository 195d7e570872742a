import { describe, expect, it } from 'vitest';
import { publishedActions } from '../access/actions/action-list.ts';
import { type PolicySource, readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';
import type { Account, AccountRole, AccountUser } from './account.ts';
import { escalationChains } from './closure.ts';
import { edgeFinder, everything } from './edges.ts';
import type { CarrierKind, Need, Rule } from './rule.ts';
import { escalationRules } from './rules.ts';

const account = '111122223333';
const arn = (path: string) => `arn:aws:iam::${account}:${path}`;
const kinds: readonly CarrierKind[] = [
  'app runner service',
  'code interpreter',
  'stack',
  'stack set',
  'build project',
  'instance',
  'launch template',
  'development endpoint',
  'glue job',
  'function',
  'notebook',
];
const carrierArn = (kind: CarrierKind) => `arn:aws:any:eu-west-1:${account}:${kind.replaceAll(' ', '-')}/1`;
const managed = arn('policy/work');
const targetPolicy = arn('policy/power');

type Json = Readonly<Record<string, unknown>>;
const policies = (kind: PolicySource['kind'], ...Statement: Json[]): readonly Policy[] => [
  readPolicy({ name: kind, kind, document: { Version: '2012-10-17', Statement } }),
];
const allows = (...needs: readonly (readonly [string, string])[]) =>
  policies('identity', ...needs.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })));
const services = [...new Set(escalationRules.flatMap(({ passesTo }) => passesTo ?? []))];

const user = (name: string, identity: readonly Policy[], more: Partial<AccountUser> = {}): AccountUser => ({
  principal: { kind: 'user', account, arn: arn(`user/${name}`), organization: null, tags: {} },
  identity,
  serviceControl: [],
  managedPolicies: [],
  groups: [],
  ...more,
});

const role = (
  name: string,
  identity: readonly Policy[],
  trusted: Json,
  more: Partial<AccountRole> = {},
): AccountRole => ({
  principal: { kind: 'role', account, arn: arn(`role/${name}`), session: 's', organization: null, tags: {} },
  identity,
  serviceControl: [],
  managedPolicies: [],
  trust: policies('trust', { Effect: 'Allow', Principal: trusted, Action: 'sts:AssumeRole' }),
  ...more,
});

/** The target trusts every service, and the account where the rule assumes it. */
function accountWith(actor: AccountUser | AccountRole, rule: Rule): Account {
  const trusted = rule.needs.some(({ action }) => action === 'sts:AssumeRole')
    ? { Service: services, AWS: account }
    : { Service: services };
  return {
    account,
    users: [...('groups' in actor ? [actor] : []), user('victim', [], { managedPolicies: [targetPolicy] })],
    roles: [
      ...('trust' in actor ? [actor] : []),
      role('power', [], trusted, { managedPolicies: [targetPolicy] }),
    ],
    groups: [{ arn: arn('group/admins'), identity: [] }],
    carriers: kinds.map((kind) => ({ kind, arn: carrierArn(kind), role: arn('role/power') })),
  };
}

function placeOf(need: Need, rule: Rule): string {
  const targets = { role: arn('role/power'), user: arn('user/victim'), group: arn('group/admins'), self: '' };
  const self = arn(rule.by === 'role' ? 'role/attacker' : 'user/attacker');
  const carrier = rule.carrier ? carrierArn(rule.carrier.kind) : '';
  return {
    target: targets[rule.target],
    self,
    'policy of self': managed,
    'policy of target': targetPolicy,
    'group of self': arn('group/own'),
    carrier,
    new: '*',
  }[need.on];
}

function edgesWith(rule: Rule, needs: readonly Need[]) {
  const identity =
    needs.length === 0 ? [] : allows(...needs.map((need) => [need.action, placeOf(need, rule)] as const));
  const actor =
    rule.by === 'role'
      ? role('attacker', identity, { AWS: account }, { managedPolicies: [managed] })
      : user('attacker', identity, { managedPolicies: [managed], groups: [arn('group/own')] });
  return edgeFinder(accountWith(actor, rule), [rule], publishedActions()).edgesFrom(actor);
}

describe('the published escalation paths', () => {
  it('are all here, each once', () => {
    const ids = escalationRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(65);
    expect(ids).toHaveLength(65);
  });

  it('need actions that AWS publishes', () => {
    const actions = publishedActions();
    const unknown = escalationRules
      .flatMap(({ needs }) => needs)
      .filter(({ action }) => actions.numberOf(action) === undefined);
    expect(unknown).toEqual([]);
  });

  it.each(escalationRules.map((rule): [string, Rule] => [rule.id, rule]))(
    '%s: the smallest policy has the edge',
    (_id, rule) => {
      const edges = edgesWith(rule, rule.needs);
      const to = rule.gains === 'everything' ? everything : placeOf({ action: '', on: 'target' }, rule);
      expect(edges.map((edge) => ({ rule: edge.rule.id, to: edge.to, doubts: edge.doubts }))).toEqual([
        { rule: rule.id, to, doubts: [] },
      ]);
      expect(edges[0]?.requests).toHaveLength(rule.needs.length);
    },
  );

  it.each(
    escalationRules.flatMap((rule) =>
      rule.needs.map((need): [string, string, Rule, Need] => [rule.id, need.action, rule, need]),
    ),
  )('%s: without %s there is none', (_id, _action, rule, need) => {
    expect(
      edgesWith(
        rule,
        rule.needs.filter((other) => other !== need),
      ),
    ).toEqual([]);
  });
});

describe('an edge', () => {
  const pass = escalationRules.filter(({ id }) => id === 'ec2-001');
  const starts = (identity: readonly Policy[], trusted: Json) => {
    const actor = user('attacker', identity);
    const target = role('power', [], trusted);
    return edgeFinder(
      { account, users: [actor], roles: [target], groups: [], carriers: [] },
      pass,
      publishedActions(),
    ).edgesFrom(actor).length;
  };
  const run = { Effect: 'Allow', Action: 'ec2:RunInstances', Resource: '*' };
  const passTo = (service: string) => ({
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: '*',
    Condition: { StringEquals: { 'iam:PassedToService': service } },
  });

  it('needs a role that trusts the service', () => {
    expect(
      starts(policies('identity', run, passTo('ec2.amazonaws.com')), { Service: 'ec2.amazonaws.com' }),
    ).toBe(1);
    expect(
      starts(policies('identity', run, passTo('ec2.amazonaws.com')), { Service: 'lambda.amazonaws.com' }),
    ).toBe(0);
  });

  it('needs the right to pass the role to this service', () => {
    expect(
      starts(policies('identity', run, passTo('lambda.amazonaws.com')), { Service: 'ec2.amazonaws.com' }),
    ).toBe(0);
  });

  it('that hangs on a value nobody knows is there, and says so', () => {
    const hidden = { Effect: 'Allow', Action: 'iam:PassRole', Resource: { unresolved: 'parameter RoleArn' } };
    const actor = user('attacker', policies('identity', run, hidden));
    const target = role('power', [], { Service: 'ec2.amazonaws.com' });
    const world = { account, users: [actor], roles: [target], groups: [], carriers: [] };
    const [edge] = edgeFinder(world, pass, publishedActions()).edgesFrom(actor);
    expect(edge?.doubts).toEqual(['identity, statement #2: Resource: parameter RoleArn']);
  });

  it('is closed by a boundary and by service control', () => {
    const identity = policies('identity', run, passTo('ec2.amazonaws.com'));
    const target = role('power', [], { Service: 'ec2.amazonaws.com' });
    const closed = policies('identity', { Effect: 'Allow', NotAction: 'iam:PassRole', Resource: '*' });
    for (const more of [{ boundary: closed }, { serviceControl: [closed] }]) {
      const actor = user('attacker', identity, more);
      const found = edgeFinder(
        { account, users: [actor], roles: [target], groups: [], carriers: [] },
        pass,
        publishedActions(),
      );
      expect(found.edgesFrom(actor)).toEqual([]);
    }
  });
});

describe('chains', () => {
  it('lead over roles to every right in the account', () => {
    const start = user('start', allows(['sts:AssumeRole', arn('role/deploy')]));
    const deploy = role('deploy', allows(['lambda:UpdateFunctionCode', carrierArn('function')]), {
      AWS: account,
    });
    const power = role('power', allows(['iam:PutRolePolicy', '*']), { Service: 'lambda.amazonaws.com' });
    const carriers = [{ kind: 'function', arn: carrierArn('function'), role: arn('role/power') }] as const;
    const chains = escalationChains(
      { account, users: [start], roles: [deploy, power], groups: [], carriers },
      escalationRules,
      publishedActions(),
    );
    const chain = chains.find(({ from, to }) => from === arn('user/start') && to === everything);
    expect(chain?.edges.map(({ rule }) => rule.id)).toEqual(['sts-001', 'lambda-003', 'iam-005']);
  });

  it('pass through a group that is joined', () => {
    const start = user('start', allows(['iam:AddUserToGroup', '*']));
    const groups = [{ arn: arn('group/admins'), identity: allows(['iam:AttachUserPolicy', '*']) }];
    const chains = escalationChains(
      { account, users: [start], roles: [], groups, carriers: [] },
      escalationRules,
      publishedActions(),
    );
    expect(chains.map(({ to }) => to)).toEqual([arn('group/admins'), everything]);
  });

  it('end where nothing more is gained', () => {
    const start = user('start', allows(['s3:GetObject', '*']));
    expect(
      escalationChains(
        { account, users: [start], roles: [], groups: [], carriers: [] },
        escalationRules,
        publishedActions(),
      ),
    ).toEqual([]);
  });
});
