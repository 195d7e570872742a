// Functions that anybody calls: by a function URL, by a route of an API that asks nobody, or straight, because the
// function's policy names everyone. Whoever makes one run code of theirs has the credentials of its role.
// Source: Lambda Developer Guide, "Control access to Lambda function URLs": the policy of the function is always in
// force, and URLs made since October 2025 need lambda:InvokeFunction beside lambda:InvokeFunctionUrl,
// https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html

import { placeOf } from '../../model/place.ts';
import { hiddenIn, property, propertyText, type Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, items, text, type Value } from '../../read/cloudformation/value.ts';
import type { ActionList } from '../access/actions/action-list.ts';
import { mayAllow } from '../access/decide/named-principals.ts';
import type { Principal } from '../access/request/principal.ts';
import { type Answer, canDo } from '../access/symbolic/can-do.ts';
import type { GivenContext } from '../access/symbolic/key-facts.ts';
import { asStranger } from '../access/symbolic/who-can.ts';
import type { AccessModel } from '../accounts/access-model.ts';
import type { GuardedResource } from '../accounts/guarded-resources.ts';
import type { Step } from '../answer.ts';
import type { AccountRole } from '../escalation/account.ts';
import { type ApiRoute, apiRoutes } from './api-routes.ts';
import { type Entry, fromOutside, type Start } from './entry.ts';
import { functionNamed } from './lambda-names.ts';
import { anyAccount } from './open-roles.ts';

export function openFunctions(
  resources: Resources,
  access: AccessModel,
  actions: ActionList,
): readonly Entry[] {
  const functions = access.guarded.filter(({ type }) => type === 'AWS::Lambda::Function');
  if (functions.length === 0) return [];
  const routes = apiRoutes(resources, access.spelling);
  const listed = new Set(
    resources.ofType('AWS::Lambda::RecordedUrls').flatMap((it) => propertyText(it, 'FunctionName') ?? []),
  );
  const urls = functionUrls(resources, access);
  return functions.flatMap((it): Entry[] => {
    const ask = asking(it, access, actions);
    const isRecorded = it.resource.stack === it.resource.environment;
    const ways = [
      ...urls.filter(({ to }) => to === undefined || to === it.key).map((url) => byUrl(url, it, ask)),
      ...(isRecorded && !listed.has(it.id) ? byUntoldUrl(it, ask) : []),
      ...byApi(it, routes, ask),
      ...straight(it, ask),
      ...byOthers(it, ask),
    ];
    if (ways.length === 0) return [];
    const start: Start = { kind: 'function', name: it.id, place: it.place };
    const carrier = access.accounts.flatMap(({ carriers }) => carriers).find(({ arn }) => arn === it.arn);
    const role = roleOf(carrier?.role, access);
    return [entryOf(start, ways, role)];
  });
}

/** What was found out about the ways to one start, with the role that it runs with. */
export function entryOf(start: Start, ways: readonly Way[], role: AccountRole | undefined): Entry {
  const doubts = ways.flatMap((way) => (way.kind === 'unknown' ? [way.reason] : []));
  const open = ways.find(({ kind }) => kind === 'open');
  if (open?.kind === 'open' && role) {
    const takes = `code in the ${start.kind}`;
    const lending = `${start.name} lends the role ${role.principal.arn} to whoever has ${takes}`;
    return {
      kind: 'in',
      start,
      entrance: { kind: 'request', text: open.step.text },
      takes,
      role,
      path: [open.step, { text: lending, place: start.place }],
      place: start.place,
    };
  }
  if (open) return { kind: 'unknown', start, reasons: [`the role of ${start.name} is not in the input`] };
  if (doubts.length > 0) return { kind: 'unknown', start, reasons: doubts, role };
  return {
    kind: 'closed',
    start,
    blockers: ways.flatMap((way) => (way.kind === 'closed' ? [way.step] : [])),
  };
}

export type Way =
  | { readonly kind: 'open' | 'closed'; readonly step: Step }
  | { readonly kind: 'unknown'; readonly reason: string };

export const roleOf = (arn: string | undefined, { accounts }: AccessModel): AccountRole | undefined =>
  accounts.flatMap(({ roles }) => roles).find(({ principal }) => principal.arn === arn);

/** Which version or alias a URL is of: its own word, the alias it refers to, or the end of an ARN. */
function qualifierOf(
  url: Resource,
  target: string | undefined,
  resources: Resources,
  spelling: AccessModel['spelling'],
): string {
  const referred = target === undefined ? undefined : resources.byKey.get(target);
  if (referred && referred.type !== 'AWS::Lambda::Function')
    return `:${propertyText(referred, 'Name') ?? '*'}`;
  if (property(url, 'Qualifier') !== undefined) return `:${propertyText(url, 'Qualifier') ?? '*'}`;
  const [, qualifier] = /:function:[^:]+:([^:]+)$/.exec(spelling.known(target) ?? '') ?? [];
  return qualifier === undefined ? '' : `:${qualifier}`;
}

interface FunctionUrl {
  readonly resource: Resource;
  /** Key of the function; undefined: not known. */
  readonly to: string | undefined;
  /** `:ALIAS`; empty: the function itself. */
  readonly of: string;
  readonly authType: string | undefined;
  readonly hidden: string | undefined;
}

function functionUrls(resources: Resources, { spelling }: AccessModel): readonly FunctionUrl[] {
  const read = (
    resource: Resource,
    target: string | undefined,
    authType: Value | undefined,
  ): FunctionUrl[] => {
    const to = functionNamed(target, resources, spelling);
    if (to === undefined) return [];
    const hidden = to === 'hidden' ? `of which function ${resource.id} is the URL` : undefined;
    return [
      {
        resource,
        to: to === 'hidden' ? undefined : to.key,
        of: qualifierOf(resource, target, resources, spelling),
        authType: text(authType),
        hidden: hidden ?? hiddenIn(resource, 'AuthType'),
      },
    ];
  };
  return [
    ...resources
      .ofType('AWS::Lambda::Url')
      .flatMap((it) => read(it, propertyText(it, 'TargetFunctionArn'), property(it, 'AuthType'))),
    ...resources
      .ofType('AWS::Lambda::RecordedUrls')
      .flatMap((it) =>
        items(property(it, 'FunctionUrlConfigs')).flatMap((url) =>
          read(it, text(at(url, 'FunctionArn')), at(url, 'AuthType')),
        ),
      ),
  ];
}

/** `of`: the function itself (nothing), or a version or alias of it, which has a policy of its own. */
type Ask = (principal: Principal, action: string, context: GivenContext, of?: string) => Answer;

function asking({ arn, account, policies }: GuardedResource, access: AccessModel, actions: ActionList): Ask {
  const { organization, resourceControl } = access.membershipOf(account);
  return (principal, action, context, of = '') => {
    const { identity, serviceControl } = asStranger(principal);
    return canDo(
      { principal, actions: [action], resources: [`${arn}${of}`], context },
      {
        policies: { identity, serviceControl, resourceControl, ...(policies && { resource: policies }) },
        resource: { account, ...(organization !== undefined && { organization }) },
      },
      actions,
    );
  };
}

/** AuthType NONE asks for no signature, AWS_IAM for one that any account can make; the policy decides on both. */
function byUrl({ resource, of, authType, hidden }: FunctionUrl, { id }: GuardedResource, ask: Ask): Way {
  if (hidden !== undefined) return { kind: 'unknown', reason: hidden };
  const isSigned = authType === 'AWS_IAM';
  const principal: Principal = isSigned ? anyAccount : { kind: 'anonymous' };
  const context = { ...fromOutside, 'lambda:FunctionUrlAuthType': isSigned ? 'AWS_IAM' : 'NONE' };
  const url = ask(principal, 'lambda:InvokeFunctionUrl', context, of);
  const place = placeOf(resource);
  if (url.verdict === 'unknown') return { kind: 'unknown', reason: url.reasons.join('; ') };
  if (url.verdict === 'cannot')
    return { kind: 'closed', step: { text: `no permission lets the public call the URL of ${id}`, place } };
  // The permission names everyone; whether the call itself is signed, the URL has already decided.
  const call = ask(
    anyAccount,
    'lambda:InvokeFunction',
    { ...fromOutside, 'lambda:InvokedViaFunctionUrl': 'true' },
    of,
  );
  const signed = isSigned ? 'signed by any account' : 'without signing in';
  if (call.verdict === 'can')
    return {
      kind: 'open',
      step: { text: `A request to the function URL of ${id}, ${signed}, is let in`, place },
    };
  const reason = `the URL of ${id} is open to the public if it was made before October 2025: a newer one needs lambda:InvokeFunction beside lambda:InvokeFunctionUrl`;
  return { kind: 'unknown', reason };
}

/** URLs that nobody recorded matter where the policy would let the public call one. */
function byUntoldUrl({ id }: GuardedResource, ask: Ask): readonly Way[] {
  const context = { ...fromOutside, 'lambda:FunctionUrlAuthType': 'NONE' };
  const isLetIn = ask({ kind: 'anonymous' }, 'lambda:InvokeFunctionUrl', context).verdict !== 'cannot';
  return isLetIn
    ? [{ kind: 'unknown', reason: `no lambda.list-function-url-configs@${id} is recorded` }]
    : [];
}

const gateway = { kind: 'service', name: 'apigateway.amazonaws.com' } as const;

function byApi(
  { id, key, place, policies }: GuardedResource,
  routes: readonly ApiRoute[],
  ask: Ask,
): readonly Way[] {
  const own = routes.filter(({ to }) => to === key);
  const isNamed = mayAllow(policies ?? [], (name) => name.kind === 'service' && name.name === gateway.name);
  if (own.length === 0 && !isNamed) return [];
  const itself = ask(gateway, 'lambda:InvokeFunction', {});
  // Which version or alias a route calls is not told apart: one that alone may be called leaves it open.
  const others: Answer =
    ask(gateway, 'lambda:InvokeFunction', {}, ':*').verdict === 'cannot'
      ? itself
      : { verdict: 'unknown', reasons: [`which version or alias of ${id} an API calls`] };
  const permitted = itself.verdict === 'cannot' ? others : itself;
  const near = [...own, ...routes.filter(({ to }) => to === undefined)];
  if (permitted.verdict === 'cannot') {
    const byOwnRole = own.find((route) => route.byOwnRole && route.asks === 'nobody');
    return byOwnRole
      ? [
          {
            kind: 'unknown',
            reason: `what ${byOwnRole.api} may call with the role that it calls ${id} with is not read`,
          },
        ]
      : [{ kind: 'closed', step: { text: `no permission lets API Gateway call ${id}`, place } }];
  }
  if (near.length === 0) return [{ kind: 'unknown', reason: `which API may call ${id} is not in the input` }];
  return near.map((route): Way => {
    const [text, doubt] = [`the API ${route.api} asks who calls`, route.doubt];
    if (route.asks === 'everybody' && doubt === undefined)
      return { kind: 'closed', step: { text, place: route.place } };
    if (doubt !== undefined) return { kind: 'unknown', reason: doubt };
    if (permitted.verdict === 'unknown') return { kind: 'unknown', reason: permitted.reasons.join('; ') };
    return {
      kind: 'open',
      step: {
        text: `A request to the API ${route.api}, without signing in, is handed to ${id}`,
        place: route.place,
      },
    };
  });
}

/** Without any URL or API: the function's policy names everyone, and who calls signs with an account of their own. */
function straight({ id, place, policies }: GuardedResource, ask: Ask): readonly Way[] {
  if (!mayAllow(policies ?? [], ({ kind }) => kind === 'everyone')) return [];
  const answer = ask(anyAccount, 'lambda:InvokeFunction', {
    ...fromOutside,
    'lambda:InvokedViaFunctionUrl': null,
  });
  if (answer.verdict === 'cannot') return [];
  if (answer.verdict === 'unknown') return [{ kind: 'unknown', reason: answer.reasons.join('; ') }];
  return [{ kind: 'open', step: { text: `A call of ${id}, signed by any account, is let in`, place } }];
}

const otherCallers = ['elasticloadbalancing.amazonaws.com', 'cloudfront.amazonaws.com'] as const;

/** What else hands requests of the internet to a function is known from the permission alone. */
const byOthers = ({ id, policies }: GuardedResource, ask: Ask): readonly Way[] =>
  otherCallers
    .filter((service) => mayAllow(policies ?? [], (name) => name.kind === 'service' && name.name === service))
    .filter((name) =>
      ['lambda:InvokeFunction', 'lambda:InvokeFunctionUrl'].some(
        (action) => ask({ kind: 'service', name }, action, {}).verdict !== 'cannot',
      ),
    )
    .map((name) => ({
      kind: 'unknown',
      reason: `whether ${name} hands requests of the internet to ${id} is not followed`,
    }));
