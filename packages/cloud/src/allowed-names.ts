// Every name a host may resolve, exact. Made from the endpoint list, so that a service without an endpoint has no name
// either; `*.amazonaws.com` would let a host resolve anybody's bucket, gateway or load balancer.

import { interfaceEndpoints } from './endpoint-policies.ts';
import { region } from './region.ts';

export interface NamedResources {
  /** Regional names of our buckets. */
  readonly buckets: readonly string[];
  /** The cluster's endpoint and those of its instances, which the driver learns from the cluster. */
  readonly database: readonly string[];
}

/** Names as Route 53 Resolver DNS Firewall takes them, without a final dot. */
export function allowedNames({ buckets, database }: NamedResources): readonly string[] {
  const s3 = `s3.${region.name}.amazonaws.com`;
  return [
    ...interfaceEndpoints.map(({ service }) => `${service}.${region.name}.amazonaws.com`),
    s3,
    ...region.agentBuckets.map((bucket) => `${bucket}.${s3}`),
    ...buckets,
    ...database,
    `*.${region.name}.compute.internal`, // a host's own name
  ];
}
