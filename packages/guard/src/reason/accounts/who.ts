// Who can do these actions to that resource: the access engine asked for every principal and stranger, at every
// resource the question reaches. Invariant: "can" is one request that works whichever way the open facts fall, and
// "cannot" holds for all parts of the question; anything between is unknown, with its reasons.

import type { Place } from '../../model/place.ts';
import type { ActionList } from '../access/actions/action-list.ts';
import { type Decision, decide } from '../access/decide/decide.ts';
import { describePrincipal, type Principal, principalArn } from '../access/request/principal.ts';
import type { AccessRequest } from '../access/request/request.ts';
import { everythingAllowed } from '../access/symbolic/strangers.ts';
import {
  type Access,
  asStranger,
  canMember,
  type Member,
  type Target,
  whoCan,
} from '../access/symbolic/who-can.ts';
import type { AccessModel } from './access-model.ts';
import { type AskedTarget, askedTargets } from './asked-targets.ts';
import { isMadeUp, type MadeUp, mindMember, mindTarget } from './made-up-names.ts';
import { carriedBy, carrying, comesBy, type Road, roadPast, roadThrough } from './roads.ts';
import type { VpcEndpoint } from './vpc-endpoints.ts';

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
  | {
      readonly verdict: 'can';
      readonly request: AccessRequest;
      readonly decision: Decision;
      /** The endpoint the request has to come by; undefined: it may come by another road. */
      readonly through: VpcEndpoint | undefined;
    }
  /** Decided for a plain request of the kind: what stops it. */
  | { readonly verdict: 'cannot'; readonly decision: Decision | undefined }
  | { readonly verdict: 'unknown'; readonly reasons: readonly string[] }
);

/**
 * `names`: actions as published; `through`: the one endpoint that requests come by. Undefined: `word` names nothing
 * that they are done to.
 */
export function who(
  names: readonly string[],
  word: string,
  model: AccessModel,
  actions: ActionList,
  through?: VpcEndpoint,
): readonly WhoAnswer[] | undefined {
  return askedTargets(names, word, model, actions)?.map((target) => ({
    target,
    principals: distinct(answersAt(target, model, actions, through)),
  }));
}

function answersAt(
  asked: AskedTarget,
  model: AccessModel,
  actions: ActionList,
  through: VpcEndpoint | undefined,
): readonly PrincipalAnswer[] {
  const { places, endpoints } = model;
  const road = through && roadThrough(through);
  const names: MadeUp = {
    resources: asked.parts.flatMap(({ resources }) => resources.filter(isMadeUp)),
    principals: model.members.flatMap(({ principal }) => principalArn(principal) ?? []).filter(isMadeUp),
    networks: endpoints
      .flatMap(({ name, vpc }) => [name, ...(vpc === undefined ? [] : [vpc])])
      .filter(isMadeUp),
  };
  const members = model.members.map((member) => mindMember(member, names));
  const byTarget = asked.targets
    .map((target) => mindTarget(road ? { ...target, endpoint: road.policies } : target, names))
    .map((target) => ({
      target,
      parts: asked.parts.map((question) => {
        const found = whoCan(
          road ? { ...question, context: road.context } : question,
          { members, target },
          actions,
        );
        const near = through ? [] : carrying(question.actions, endpoints);
        return found.map((access) => onRoads(access, question, near, { members, target, names }, actions));
      }),
    }));
  const [first] = byTarget;
  return (first?.parts[0] ?? []).flatMap((access, index): PrincipalAnswer[] => {
    // The services of AWS call each other inside, by nobody's endpoint.
    return through && access.principal.kind === 'service' ? [] : [answerAt(access, index)];
  });

  function answerAt(access: Access, index: number): PrincipalAnswer {
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
    if (answer.verdict === 'can')
      return { ...common, ...answer, through: through ?? endpointOf(answer.request, endpoints) };
    if (answer.verdict === 'unknown') return { ...common, ...answer };
    return {
      ...common,
      verdict: 'cannot',
      decision: first && plainDecision(access, asked, first.target, model, actions, road),
    };
  }
}

const endpointOf = ({ context }: AccessRequest, endpoints: readonly VpcEndpoint[]): VpcEndpoint | undefined =>
  endpoints.find(({ name }) => context['aws:SourceVpce'] === name);

interface Around {
  readonly members: readonly Member[];
  readonly target: Target;
  readonly names: MadeUp;
}

/**
 * A request that works without an endpoint's policy stays an answer, because another road is always there; one that
 * works only as it comes by a declared endpoint has to pass that endpoint's policy as well.
 */
function onRoads(
  access: Access,
  question: AskedTarget['parts'][number],
  near: readonly VpcEndpoint[],
  { members, target, names }: Around,
  actions: ActionList,
): Access {
  if (access.answer.verdict !== 'can' || !comesBy(access.answer.request, near)) return access;
  const member =
    members.find(({ principal }) => principal === access.principal) ?? asStranger(access.principal);
  const by = ({ context, policies }: Road, names_: readonly string[]) =>
    canMember(
      { ...question, actions: names_, context },
      member,
      mindTarget({ ...target, endpoint: policies }, names),
      actions,
    );
  const past = by(roadPast(near), question.actions);
  if (past.verdict === 'can' || access.principal.kind === 'service') return { ...access, answer: past };
  const answers = near.map((endpoint) => by(roadThrough(endpoint), carriedBy(question.actions, endpoint)));
  return { ...access, answer: best([past, ...answers]) };
}

/** Of several parts of one question, one that works is enough, and all must fail. */
const bestOf = (parts: readonly (Access | undefined)[]): Access['answer'] =>
  best(parts.flatMap((part) => (part ? [part.answer] : [])));

function best(answers: readonly Access['answer'][]): Access['answer'] {
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
  road: Road | undefined,
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
    { principal, action, resource, context: road ? carriedContext(road) : {} },
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

const carriedContext = ({ context }: Road): AccessRequest['context'] =>
  Object.fromEntries(
    Object.entries(context).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
  );

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
