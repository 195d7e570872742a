import { describe, expect, it } from 'vitest';
import { publishedActions } from '../access/actions/action-list.ts';
import { type PolicySource, readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';
import type { Account, AccountRole, AccountUser } from './account.ts';
import { escalationChains } from './closure.ts';
import { edgeFinder } from './edges.ts';
import type { CarrierKind, Need, Rule } from './rule.ts';
import { escalationRules } from './rules.ts';

const account = '111122223333';
const everything = `every right in account ${account}`;
const other = '444455556666';
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

  it('that hangs on whom a role trusts says so too', () => {
    const actor = user('attacker', policies('identity', run, passTo('ec2.amazonaws.com')));
    const target = { ...role('power', [], {}), trust: policies('trust', { unresolved: 'parameter Trust' }) };
    const world = { account, users: [actor], roles: [target], groups: [], carriers: [] };
    const [edge] = edgeFinder(world, pass, publishedActions()).edgesFrom(actor);
    expect(edge?.doubts.join()).toContain('parameter Trust');
  });

  it('by a thing whose role nobody told is possible for roles that trust the service, and for no others', () => {
    const actor = user('attacker', allows(['cloudformation:UpdateStack', '*']));
    const roles = ['cloudformation', 'lambda'].map((name) =>
      role(name, [], { Service: `${name}.amazonaws.com` }),
    );
    const stack = {
      kind: 'stack',
      arn: `arn:aws:cloudformation:*:${account}:stack/*`,
      role: undefined,
    } as const;
    const world = { account, users: [actor], roles, groups: [], carriers: [stack] };
    const edges = edgeFinder(world, escalationRules, publishedActions()).edgesFrom(actor);
    expect(edges.map(({ to, doubts }) => [to, doubts.length])).toEqual([[arn('role/cloudformation'), 1]]);
  });

  it('by a thing whose role is told elsewhere leads to a role nobody told, even where no other role is', () => {
    const actor = user('attacker', allows(['lambda:UpdateFunctionCode', '*']));
    const carriers = [{ kind: 'function', arn: carrierArn('function'), role: undefined }] as const;
    const world = { account, users: [actor], roles: [], groups: [], carriers };
    const [chain, ...others] = escalationChains(world, escalationRules, publishedActions());
    expect(others).toEqual([]);
    expect(chain?.to).toBe('a role that is not in the input');
    expect(chain?.edges[0]?.doubts).toEqual([`which role ${carrierArn('function')} runs with is not known`]);
  });

  it('needs the tags that the policy asks of the target', () => {
    const tagged = policies('identity', {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } },
    });
    const actor = user('attacker', tagged);
    const target = (name: string, tags: Readonly<Record<string, string>>) => {
      const made = role(name, [], { AWS: account });
      return { ...made, principal: { ...made.principal, tags } };
    };
    const roles = [target('ours', { team: 'a' }), target('theirs', { team: 'b' })];
    const world = { account, users: [actor], roles, groups: [], carriers: [] };
    const edges = edgeFinder(world, escalationRules, publishedActions()).edgesFrom(actor);
    expect(edges.map(({ to }) => to)).toEqual([arn('role/ours')]);
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

  it('cross into an account whose role trusts this one, and go on there', () => {
    const start = user('start', allows(['sts:AssumeRole', '*']));
    const away = (name: string) => `arn:aws:iam::${other}:role/${name}`;
    const abroad = (name: string, trusted: Json, identity: readonly Policy[]): AccountRole => {
      const made = role(name, identity, trusted);
      return { ...made, principal: { ...made.principal, account: other, arn: away(name) } };
    };
    const world = (trusted: Json, resourceControl: readonly (readonly Policy[])[] = []) => {
      const here: Account = { account, users: [start], roles: [], groups: [], carriers: [] };
      const there: Account = {
        account: other,
        users: [],
        roles: [
          abroad('reader', trusted, allows(['lambda:UpdateFunctionCode', '*'])),
          abroad('power', { Service: 'lambda.amazonaws.com' }, []),
        ],
        groups: [],
        carriers: [
          { kind: 'function', arn: `arn:aws:lambda:eu-west-1:${other}:function:f`, role: away('power') },
        ],
        resourceControl,
      };
      return escalationChains(here, escalationRules, publishedActions(), [here, there]).map(({ to }) => to);
    };
    expect(world({ AWS: account })).toEqual([away('reader'), away('power')]);
    expect(world({ AWS: other })).toEqual([]);
    const closed = policies('resource', {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Resource: '*',
    });
    expect(world({ AWS: account }, [closed])).toEqual([]);
  });

  it('give no more than the boundary of whoever writes its own policies', () => {
    const boundary = policies('identity', {
      Effect: 'Allow',
      Action: ['iam:PutUserPolicy', 'sts:AssumeRole'],
      Resource: '*',
    });
    const bounded = user('bounded', allows(['iam:PutUserPolicy', '*']), { boundary });
    const deploy = role('deploy', [], { AWS: account });
    const chains = escalationChains(
      { account, users: [bounded], roles: [deploy], groups: [], carriers: [] },
      escalationRules,
      publishedActions(),
    ).filter(({ from }) => from === arn('user/bounded'));
    expect(chains.map(({ to }) => to)).toEqual([
      `every right within the boundary of ${arn('user/bounded')}`,
      arn('role/deploy'),
    ]);
    expect(chains[0]?.becomes).toMatchObject({ boundary });
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
