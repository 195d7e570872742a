// Who can do these actions to that resource: the access engine asked for every principal and stranger, at every
// resource the question reaches. Invariant: "can" is one request that works whichever way the open facts fall, and
// "cannot" holds for all parts of the question; anything between is unknown, with its reasons.

import type { Place } from '../../model/place.ts';
import type { ActionList } from '../access/actions/action-list.ts';
import { type Decision, decide } from '../access/decide/decide.ts';
import { describePrincipal, type Principal, principalArn } from '../access/request/principal.ts';
import type { AccessRequest } from '../access/request/request.ts';
import { everythingAllowed } from '../access/symbolic/strangers.ts';
import { type Access, type Target, whoCan } from '../access/symbolic/who-can.ts';
import type { AccessModel } from './access-model.ts';
import { type AskedTarget, askedTargets } from './asked-targets.ts';
import { isMadeUp, type MadeUp, mindMember, mindTarget } from './made-up-names.ts';

export interface WhoAnswer {
  readonly target: AskedTarget;
  readonly principals: readonly PrincipalAnswer[];
}

export type PrincipalAnswer = {
  readonly principal: Principal;
  readonly who: string;
  /** Not declared in the input: one of its kind. */
  readonly stranger: boolean;
  readonly place: Place | undefined;
} & (
  | { readonly verdict: 'can'; readonly request: AccessRequest; readonly decision: Decision }
  /** Decided for a plain request of the kind: what stops it. */
  | { readonly verdict: 'cannot'; readonly decision: Decision | undefined }
  | { readonly verdict: 'unknown'; readonly reasons: readonly string[] }
);

/** `names`: actions as published. Undefined: `word` names nothing that they are done to. */
export function who(
  names: readonly string[],
  word: string,
  model: AccessModel,
  actions: ActionList,
): readonly WhoAnswer[] | undefined {
  return askedTargets(names, word, model, actions)?.map((target) => ({
    target,
    principals: distinct(answersAt(target, model, actions)),
  }));
}

function answersAt(asked: AskedTarget, model: AccessModel, actions: ActionList): readonly PrincipalAnswer[] {
  const { places } = model;
  const names: MadeUp = {
    resources: asked.parts.flatMap(({ resources }) => resources.filter(isMadeUp)),
    principals: model.members.flatMap(({ principal }) => principalArn(principal) ?? []).filter(isMadeUp),
  };
  const members = model.members.map((member) => mindMember(member, names));
  const byTarget = asked.targets
    .map((target) => mindTarget(target, names))
    .map((target) => ({
      target,
      parts: asked.parts.map((question) => whoCan(question, { members, target }, actions)),
    }));
  const [first] = byTarget;
  return (first?.parts[0] ?? []).map((access, index): PrincipalAnswer => {
    const common = {
      principal: access.principal,
      who: describePrincipal(access.principal),
      stranger: access.stranger,
      place: places.get(principalArn(access.principal) ?? ''),
    };
    const answers = byTarget.map(({ parts }) => bestOf(parts.map((part) => part[index])));
    const [answer] = answers;
    if (!answer || answers.some(({ verdict }) => verdict !== answer.verdict))
      return {
        ...common,
        verdict: 'unknown',
        reasons: ['whether S3 Block Public Access restricts the bucket'],
      };
    if (answer.verdict === 'can') return { ...common, ...answer };
    if (answer.verdict === 'unknown') return { ...common, ...answer };
    return {
      ...common,
      verdict: 'cannot',
      decision: first && plainDecision(access, asked, first.target, model, actions),
    };
  });
}

/** Of several parts of one question, one that works is enough, and all must fail. */
function bestOf(parts: readonly (Access | undefined)[]): Access['answer'] {
  const answers = parts.flatMap((part) => (part ? [part.answer] : []));
  const found =
    answers.find(({ verdict }) => verdict === 'can') ?? answers.find(({ verdict }) => verdict === 'unknown');
  return found ?? answers[0] ?? { verdict: 'unknown', reasons: ['nothing was asked'] };
}

/** What AWS would say to a request of the kind that carries nothing but its name. */
function plainDecision(
  { principal }: Access,
  { parts }: AskedTarget,
  target: Target,
  { members }: AccessModel,
  actions: ActionList,
): Decision | undefined {
  const [part] = parts;
  const [action] = part?.actions ?? [];
  const resource = part?.resources[0]?.replaceAll('*', 'x').replaceAll('?', 'x');
  if (action === undefined || resource === undefined) return undefined;
  const member = members.find((it) => it.principal === principal);
  const { facts, ...standing } = target;
  // A stranger's own account may allow it anything: what stops it stands at the resource.
  const travelling = member ?? { identity: everythingAllowed, serviceControl: [] };
  const decision = decide(
    { principal, action, resource, context: {} },
    {
      resource: facts,
      policies: {
        identity: travelling.identity,
        serviceControl: travelling.serviceControl,
        ...('boundary' in travelling && travelling.boundary && { boundary: travelling.boundary }),
        ...standing,
      },
      resourceControlledServices: actions.resourceControlled,
    },
  );
  return decision.outcome === 'explicitDeny' || decision.outcome === 'implicitDeny' ? decision : undefined;
}

/** Strangers that differ in nothing a reader sees are told once. */
function distinct(answers: readonly PrincipalAnswer[]): readonly PrincipalAnswer[] {
  const seen = new Set<string>();
  return answers.filter(({ who: name, verdict, principal }) => {
    const organization = 'organization' in principal ? (principal.organization?.id ?? '') : '';
    const key = `${name} ${verdict} ${organization}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
