// By which road a request comes: through a declared VPC endpoint, which puts its name into the request and its policy
// before it, or by any other. Invariant: the roads together are all there are, so what none of them carries nobody can.

import { readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';
import type { AccessRequest } from '../access/request/request.ts';
import type { GivenContext } from '../access/symbolic/key-facts.ts';
import type { VpcEndpoint } from './vpc-endpoints.ts';

export interface Road {
  /** Undefined: the internet, or an endpoint that the input does not declare. */
  readonly endpoint: VpcEndpoint | undefined;
  readonly context: GivenContext;
  readonly policies: readonly Policy[];
}

/** What AWS writes into a request that comes by the endpoint: its name and VPC, and no public address. */
export const roadThrough = (endpoint: VpcEndpoint): Road => ({
  endpoint,
  context: {
    'aws:SourceVpce': endpoint.name,
    ...(endpoint.vpc !== undefined && { 'aws:SourceVpc': endpoint.vpc }),
    'aws:SourceIp': null,
    'aws:VpceAccount': endpoint.account,
  },
  policies: endpoint.policies,
});

/** Every road that is none of these: such a request names neither an endpoint of theirs nor, for their service, a VPC. */
export function roadPast(endpoints: readonly VpcEndpoint[]): Road {
  const deny = (Sid: string, key: string, values: readonly string[]) =>
    values.length === 0
      ? []
      : [
          {
            Sid,
            Effect: 'Deny',
            Principal: '*',
            Action: '*',
            Resource: '*',
            Condition: { StringEquals: { [key]: values } },
          },
        ];
  const policy = readPolicy({
    name: 'any other road',
    kind: 'resource',
    document: {
      Version: '2012-10-17',
      Statement: [
        { Sid: 'road', Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
        ...deny(
          'endpoints',
          'aws:SourceVpce',
          endpoints.map(({ name }) => name),
        ),
        ...deny(
          'vpcs',
          'aws:SourceVpc',
          endpoints.flatMap(({ vpc }) => vpc ?? []),
        ),
      ],
    },
  });
  return { endpoint: undefined, context: {}, policies: [policy] };
}

/** Whether the request works because it comes by a declared endpoint, or out of its VPC. */
export function comesBy({ context }: AccessRequest, endpoints: readonly VpcEndpoint[]): boolean {
  const given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const [endpoint, vpc] = [given.get('aws:sourcevpce'), given.get('aws:sourcevpc')];
  return endpoints.some((it) => it.name === endpoint || (it.vpc !== undefined && it.vpc === vpc));
}

/** The endpoints that requests for such actions may come by; one whose service is not told may carry them. */
export function carrying(
  names: readonly string[],
  endpoints: readonly VpcEndpoint[],
): readonly VpcEndpoint[] {
  const services = new Set(names.map((name) => name.slice(0, name.indexOf(':')).toLowerCase()));
  return endpoints.filter(({ service }) => service === undefined || services.has(service));
}

export const carriedBy = (names: readonly string[], { service }: VpcEndpoint): readonly string[] =>
  service === undefined ? names : names.filter((name) => name.toLowerCase().startsWith(`${service}:`));
