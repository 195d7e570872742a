// A second opinion on concrete requests by an evaluator that others wrote. Left out: what it answers by choice where
// AWS documents otherwise (sessions named by a resource policy) or not at all (NotPrincipal that spares in part).

import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, it } from 'vitest';
import { principalArn, sessionArn } from '../request/principal.ts';
import { type AccessCase, type Document, keyUniverse, resourcePrefix, shortTexts } from './access-case.ts';
import { decideByEngine, principalOf } from './ask-engine.ts';
import type { OracleRequest } from './brute-force.ts';
import { type Random, randomFrom } from './random.ts';
import { randomCase } from './random-case.ts';

const seed = 20_261_122;
const count = 800;

const outcomes = {
  allow: 'Allowed',
  explicitDeny: 'ExplicitlyDenied',
  implicitDeny: 'ImplicitlyDenied',
} as const;

describe('concrete decisions', () => {
  it(`agree with an independent simulator (seed ${seed})`, async () => {
    const seen = { allow: 0, explicitDeny: 0, implicitDeny: 0 };
    const disagreements: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const random = randomFrom(seed + index);
      const given = inBucket(covered(randomCase(random)));
      const request = randomRequest(random, given);
      const ours = decideByEngine(given, request);
      if (ours === 'unknown') continue;
      const theirs = await simulate(given, request);
      if (theirs === undefined) continue;
      seen[ours as keyof typeof seen] += 1;
      if (outcomes[ours as keyof typeof outcomes] !== theirs) {
        disagreements.push(`${ours}, theirs ${theirs}: ${JSON.stringify({ request, given })}`);
      }
    }
    expect(disagreements.slice(0, 3)).toEqual([]);
    // A sample in which nothing is ever allowed would agree with everything.
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(count / 20);
  });
});

/** Object ARNs have a bucket in front: the simulator takes no others for these actions. */
function inBucket(given: AccessCase): AccessCase {
  return JSON.parse(JSON.stringify(given).replaceAll(resourcePrefix.s3, `${resourcePrefix.s3}parcels/`));
}

/** As AWS accepts them: everything allowed by AWS's own policy, and denies that name their actions. */
function isDenyList({ Statement: [first, ...rest] }: Document): boolean {
  const open =
    first?.['Effect'] === 'Allow' &&
    first['Action'] === '*' &&
    first['Resource'] === '*' &&
    first['Principal'] === '*';
  return (
    open &&
    rest.length > 0 &&
    rest.every((statement) => ![statement['Action']].flat().includes('*') && statement['Principal'] === '*')
  );
}

const deniesOf = (document: Document): Document => ({ ...document, Statement: document.Statement.slice(1) });

/** The case without what the simulator does not model or answers by choice: both sides see the same rest. */
function covered({ session, endpoint, ...given }: AccessCase): AccessCase {
  const sparing = JSON.stringify(given).includes('NotPrincipal');
  const { kind, serviceLinked, account, managementAccount } = given.principal;
  const inside = kind === 'user' || kind === 'role' || kind === 'root';
  const governed = inside && !serviceLinked && account !== managementAccount;
  return {
    ...given,
    // The published list knows no RunInstances on an object.
    actions: given.actions.map((action) => (action.startsWith('ec2') ? 's3:GetObject' : action)),
    principal: { ...given.principal, kind: kind === 'root' ? 'user' : kind, serviceLinked: false },
    ...(sparing && { resourcePolicy: { Version: '2012-10-17', Statement: [] } }),
    resourceControl: given.resourceControl.filter(isDenyList),
    serviceControl: governed ? given.serviceControl : [],
    restrictPublicBuckets: false,
  };
}

function randomRequest(random: Random, { service, actions: asked, ...given }: AccessCase): OracleRequest {
  const written = JSON.stringify(given).toLowerCase();
  const context: Record<string, string | readonly string[]> = {};
  for (const [key, values] of Object.entries(keyUniverse)) {
    // The simulator calls an IPv6 address neither inside nor outside an IPv4 block.
    const fitting = values.filter((value) => key !== 'aws:sourceip' || !value?.includes(':'));
    const value = written.includes(key) ? random.pick(fitting) : undefined;
    if (value !== undefined) context[key] = value;
  }
  if (given.principal.kind === 'anonymous') delete context['aws:multifactorauthpresent'];
  const resource =
    service === 'trust'
      ? resourcePrefix.trust
      : `${resourcePrefix[service]}${service === 's3' ? 'parcels/' : ''}${random.pick(shortTexts)}`;
  return { action: random.pick(asked), resource, context };
}

/** Undefined: the simulator does not take the request, because the action knows no such key or resource. */
async function simulate(
  given: AccessCase,
  { action, resource, context }: OracleRequest,
): Promise<string | undefined> {
  const principal = principalOf(given.principal);
  const signed = principal.kind === 'user' || principal.kind === 'role';
  const name =
    principal.kind === 'role'
      ? sessionArn(principal)
      : principal.kind === 'service'
        ? principal.name
        : principalArn(principal);
  const lists = Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );
  const limited = !action.startsWith('ec2');
  const level = (document: unknown, index: number) => ({
    orgIdentifier: `level-${index}`,
    policies: [{ name: `p${index}`, policy: document }],
  });
  const simulated = await runSimulation(
    {
      request: {
        principal: name ?? anonymousPrincipal,
        action,
        resource: { resource, accountId: given.resourceAccount },
        contextVariables: {
          ...lists,
          ...(principal.kind === 'service' || name === undefined
            ? {}
            : { 'aws:PrincipalArn': principalArn(principal) ?? '' }),
          ...(principal.kind === 'user' && { 'aws:username': given.principal.name }),
          ...(signed &&
            given.principal.tags['team'] !== undefined && {
              'aws:PrincipalTag/team': given.principal.tags['team'],
            }),
        },
      },
      identityPolicies:
        name === undefined || principal.kind === 'service'
          ? []
          : [{ name: 'identity', policy: given.identity }],
      serviceControlPolicies: given.serviceControl.map(level),
      resourceControlPolicies: limited ? given.resourceControl.map(deniesOf).map(level) : [],
      resourcePolicy: given.resourcePolicy,
      ...(given.boundary &&
        signed && { permissionBoundaryPolicies: [{ name: 'boundary', policy: given.boundary }] }),
    },
    {},
  );
  if (simulated.resultType !== 'single' || (simulated.result.ignoredContextKeys ?? []).length > 0)
    return undefined;
  return simulated.overallResult;
}
