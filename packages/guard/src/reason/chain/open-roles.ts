// Roles that anybody takes: the trust policy lets every account of AWS in, or every user of a provider where anybody
// gets a token. Invariant: a condition that binds the caller, its address or its place at the provider keeps a role
// from being a start; one that only asks for a word keeps it unknown.
// Source: IAM User Guide, "AWS JSON policy elements: Principal" and "Create a role for OpenID Connect federation",
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html (GitHub: evaluate `sub`),
// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html (an external id is no secret),
// https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html (a pool may take guests)

import { propertyText, type Resources } from '../../model/resources.ts';
import type { ActionList } from '../access/actions/action-list.ts';
import { mayAllow } from '../access/decide/named-principals.ts';
import { readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';
import type { Principal } from '../access/request/principal.ts';
import { type Answer, canDo } from '../access/symbolic/can-do.ts';
import type { GivenContext } from '../access/symbolic/key-facts.ts';
import { asStranger } from '../access/symbolic/who-can.ts';
import type { AccessModel } from '../accounts/access-model.ts';
import { statementPlace } from '../accounts/policy-values.ts';
import type { AccountRole } from '../escalation/account.ts';
import { type Entry, fromOutside, type Start } from './entry.ts';

/** Providers of tokens with which anybody may sign up. */
const publicProviders = [
  'token.actions.githubusercontent.com',
  'gitlab.com',
  'api.bitbucket.org',
  'app.terraform.io',
  'agent.buildkite.com',
  'accounts.google.com',
  'graph.facebook.com',
  'www.amazon.com',
] as const;

/** Takes guests where a pool lets it; who the pools let in is not read. */
const identityPools = 'cognito-identity.amazonaws.com';

/** Claims that say at the provider whose token it is; what else a token claims, everybody arranges for their own. */
const claimsOfOwner = [
  'sub',
  'repository',
  'repository_owner',
  'repository_id',
  'repository_owner_id',
  'actor_id',
];

/** An account that no policy names, and that has nothing to do with the input. */
export const anyAccount: Principal = {
  kind: 'role',
  account: '000000000000',
  arn: 'arn:aws:iam::000000000000:role/anyone',
  session: 'anyone',
  organization: null,
};

export function openRoles(resources: Resources, access: AccessModel, actions: ActionList): readonly Entry[] {
  const providers = declaredProviders(resources, access);
  return access.accounts.flatMap(({ roles }) =>
    roles.flatMap((role): Entry[] => {
      const place = access.places.get(role.principal.arn);
      // What a policy names and nothing declares stands in no closed world.
      if (place?.type !== 'AWS::IAM::Role') return [];
      const start: Start = { kind: 'role', name: place.id, place };
      const ways = [
        ...fromAccounts(role, access, actions),
        ...fromProviders(role, providers, access, actions),
      ];
      const open = ways.find(({ answer }) => answer.verdict === 'can');
      if (open?.answer.verdict === 'can') {
        const [leaf] = open.answer.decision.deciding.filter(({ layer }) => layer === 'resource');
        const trusting = (leaf && statementPlace(leaf.statement)) ?? place;
        const text = `${open.who} may assume the role ${role.principal.arn}`;
        return [
          {
            kind: 'in',
            start,
            entrance: { kind: 'request', text },
            takes: open.takes,
            role,
            path: [{ text, place: trusting }],
            place,
          },
        ];
      }
      const reasons = ways.flatMap(({ answer }) => (answer.verdict === 'unknown' ? answer.reasons : []));
      if (reasons.length > 0) return [{ kind: 'unknown', start, reasons, role }];
      if (ways.length === 0) return [];
      const text = `the conditions of its trust policy keep strangers from the role ${role.principal.arn}`;
      return [{ kind: 'closed', start, blockers: [{ text, place }] }];
    }),
  );
}

interface Way {
  readonly who: string;
  readonly takes: string;
  readonly answer: Answer;
}

function fromAccounts(role: AccountRole, access: AccessModel, actions: ActionList): readonly Way[] {
  if (!mayAllow(role.trust, ({ kind }) => kind === 'everyone')) return [];
  const ask = (context: GivenContext) =>
    assume(role, anyAccount, 'sts:AssumeRole', role.trust, { ...fromOutside, ...context }, access, actions);
  const way = { who: 'anyone in any account of AWS', takes: 'an account of AWS' };
  const plain = ask({ 'sts:ExternalId': null });
  if (plain.verdict !== 'cannot' || ask({}).verdict === 'cannot') return [{ ...way, answer: plain }];
  const reason = `whoever knows the external id of ${role.principal.arn} may assume it, and AWS treats none as a secret`;
  return [{ ...way, answer: { verdict: 'unknown', reasons: [reason] } }];
}

function fromProviders(
  role: AccountRole,
  declared: ReadonlyMap<string, string | undefined>,
  access: AccessModel,
  actions: ActionList,
): readonly Way[] {
  const named = new Set<string>();
  mayAllow(role.trust, (name) => {
    if (name.kind === 'federated') named.add(name.provider);
    return false;
  });
  return [...named].flatMap((provider): Way[] => {
    const host = declared.get(provider) ?? provider.replace(/^arn:[^:]*:iam::\d*:oidc-provider\//, '');
    if (declared.has(provider) && declared.get(provider) === undefined) {
      const reason = `which provider of tokens ${provider} stands for is not known`;
      return [{ who: 'anyone', takes: 'a token', answer: { verdict: 'unknown', reasons: [reason] } }];
    }
    if (host !== identityPools && !publicProviders.some((it) => it === host)) return [];
    const trust = [...role.trust, notTheirs(host, role.trust)];
    const principal: Principal = { kind: 'federated', provider };
    const answer = assume(
      role,
      principal,
      'sts:AssumeRoleWithWebIdentity',
      trust,
      fromOutside,
      access,
      actions,
    );
    const way = { who: `anyone with a token of ${host}`, takes: `a token of ${host}, which anybody gets` };
    if (host !== identityPools || answer.verdict === 'cannot') return [{ ...way, answer }];
    const reason = `whom the identity pool in front of ${role.principal.arn} lets in is not read: it may take guests`;
    return [{ ...way, answer: { verdict: 'unknown', reasons: [reason] } }];
  });
}

function assume(
  { principal: { arn, account } }: AccountRole,
  principal: Principal,
  action: string,
  trust: readonly Policy[],
  context: GivenContext,
  access: AccessModel,
  actions: ActionList,
): Answer {
  const { organization, resourceControl } = access.membershipOf(account);
  const { identity, serviceControl } = asStranger(principal);
  return canDo(
    { principal, actions: [action], resources: [arn], context },
    {
      policies: { identity, serviceControl, resourceControl, resource: trust },
      resource: { account, ...(organization !== undefined && { organization }) },
    },
    actions,
  );
}

/** Whoever is named at the provider is somebody else than the one who comes: `repo:example-org/…` is not theirs. */
function notTheirs(host: string, trust: readonly Policy[]): Policy {
  const conditions = trust.flatMap(({ statements }) => statements.flatMap((it) => it.conditions));
  const statements = claimsOfOwner.flatMap((claim) => {
    const key = `${host}:${claim}`;
    const written = conditions
      .filter((it) => it.key === key)
      .flatMap(({ values }) => values.flatMap((it) => (it.kind === 'text' ? [it.pattern.source] : [])));
    const owned = [...new Set(written.flatMap(ownedBy))];
    return owned.length === 0
      ? []
      : [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: '*',
            Condition: { StringLike: { [key]: owned } },
          },
        ];
  });
  const none = { Effect: 'Deny', Principal: '*', Action: 'sts:GetFederationToken' };
  return readPolicy({
    name: 'what belongs to others',
    kind: 'trust',
    document: { Version: '2012-10-17', Statement: statements.length > 0 ? statements : [none] },
  });
}

/** Everything of the owner that a value names; a value that leaves the owner open names none. */
function ownedBy(value: string): readonly string[] {
  if (!/[*?]/.test(value)) return [value, ...ownerOf(value)];
  return ownerOf(value);
}

const ownerOf = (value: string): readonly string[] => {
  const owner = /^([a-z_]+:)?[^*?/:]+[/:]/.exec(value)?.[0];
  return owner === undefined || /^(repo|project_path|organization):$/.test(owner) ? [] : [`${owner}*`];
};

/** ARN of a declared provider → the host it stands for; undefined when the input does not tell. */
const declaredProviders = (
  resources: Resources,
  { spelling }: AccessModel,
): ReadonlyMap<string, string | undefined> =>
  new Map(
    resources.ofType('AWS::IAM::OIDCProvider').flatMap((it) => {
      const [arn, url] = [spelling.arnOf(it), spelling.known(propertyText(it, 'Url'))];
      return arn === undefined ? [] : [[arn, url?.replace(/^https:\/\//, '').replace(/\/$/, '')] as const];
    }),
  );
