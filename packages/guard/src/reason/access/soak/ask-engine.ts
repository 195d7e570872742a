// A random case as the engine takes it, and what it answers.

import type { ActionForms } from '../actions/action-forms.ts';
import { publishedActions } from '../actions/action-list.ts';
import { decide } from '../decide/decide.ts';
import { type PolicySource, readPolicy } from '../policy/read-policy.ts';
import type { Policy } from '../policy/statement.ts';
import type { Principal } from '../request/principal.ts';
import type { AccessRequest, Policies, ResourceFacts } from '../request/request.ts';
import { type Answer, canDo } from '../symbolic/can-do.ts';
import type { AccessCase, CasePrincipal, Document } from './access-case.ts';

/** In the universe of the oracle every action carries every key. */
const anyForm: ActionForms = { takesNoResource: () => false, isForeignKey: () => false };

/** `inForm`: only requests that AWS is known to form work. */
export function askEngine(given: AccessCase, inForm = false): Answer {
  const { actions, resource, principal } = given;
  return canDo(
    { principal: principalOf(principal), actions, resources: [resource] },
    { policies: policiesOf(given), resource: factsOf(given) },
    inForm ? publishedActions() : { ...publishedActions(), forms: anyForm },
  );
}

export function decideByEngine(given: AccessCase, request: Omit<AccessRequest, 'principal'>): string {
  return decide(
    { ...request, principal: principalOf(given.principal) },
    {
      policies: policiesOf(given),
      resource: factsOf(given),
      resourceControlledServices: publishedActions().resourceControlled,
    },
  ).outcome;
}

const factsOf = ({ resourceAccount }: AccessCase): ResourceFacts => ({
  account: resourceAccount,
  organization: null,
  tags: 'any',
});

export function principalOf(given: CasePrincipal): Principal {
  const { kind, account, name, session, tags, serviceLinked } = given;
  const organization = { id: 'o-1', managementAccount: given.managementAccount };
  if (kind === 'anonymous') return { kind };
  if (kind === 'service') return { kind, name: 'logs.amazonaws.com' };
  if (kind === 'root') return { kind, account, organization };
  const arn = `arn:aws:iam::${account}:${kind}/${name}`;
  if (kind === 'user') return { kind, account, organization, arn, uniqueId: 'AIDAEXAMPLE', tags };
  return { kind, account, organization, arn, session, uniqueId: 'AROAEXAMPLE', tags, serviceLinked };
}

function policiesOf(given: AccessCase): Policies {
  const read = (name: string, kind: PolicySource['kind'], document: Document): readonly Policy[] => [
    readPolicy({ name, kind, document }),
  ];
  const attached = given.service === 'trust' ? 'trust' : 'resource';
  return {
    identity: read('identity', 'identity', given.identity),
    ...(given.boundary && { boundary: read('boundary', 'identity', given.boundary) }),
    ...(given.session && { session: read('session', 'identity', given.session) }),
    ...(given.resourcePolicy && { resource: read('resource', attached, given.resourcePolicy) }),
    serviceControl: given.serviceControl.map((level) => read('service control', 'identity', level)),
    resourceControl: given.resourceControl.map((level) => read('resource control', 'resource', level)),
    ...(given.endpoint && { endpoint: read('endpoint', 'resource', given.endpoint) }),
    restrictPublicBuckets: given.restrictPublicBuckets,
  };
}
