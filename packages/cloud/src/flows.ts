// Every connection the architecture needs, once. Security groups and network ACLs are both made from this table,
// so they cannot contradict each other; what is not in it is not reachable.

import { ports } from '@cool/contract/runtime';
import type { Tier } from './addressing.ts';

export type Party =
  | 'cloudfront'
  | 'load-balancer'
  | 'backend'
  | 'database-access'
  | 'database'
  | 'endpoints'
  | 's3';

export interface Flow {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
  /** Becomes the description of the rules, so it keeps to the characters EC2 allows there. */
  readonly why: string;
}

export const databasePort = 27017;

export const flows: readonly Flow[] = [
  { from: 'cloudfront', to: 'load-balancer', port: 443, why: 'HTTPS from the VPC origin of CloudFront' },
  { from: 'load-balancer', to: 'backend', port: ports.api, why: 'HTTPS from the load balancer to the API' },
  { from: 'backend', to: 'database', port: databasePort, why: 'MongoDB protocol over TLS to the cluster' },
  {
    from: 'database-access',
    to: 'database',
    port: databasePort,
    why: 'The task that makes the users of the database',
  },
  {
    from: 'database-access',
    to: 'endpoints',
    port: 443,
    why: 'The task reads and writes its secrets',
  },
  { from: 'backend', to: 'endpoints', port: 443, why: 'HTTPS to AWS services through interface endpoints' },
  { from: 'backend', to: 's3', port: 443, why: 'HTTPS to S3 through the gateway endpoint' },
];

/** Where a party's network interfaces lie. S3 lies outside: its gateway endpoint is a route, not an interface. */
export const tierOf: Readonly<Record<Party, Tier | 'outside'>> = {
  cloudfront: 'edge', // the interfaces of a VPC origin are made in the load balancer's subnets
  'load-balancer': 'edge',
  backend: 'private',
  'database-access': 'secured', // beside what it works on: no rule of the private tier is widened for it
  database: 'secured',
  endpoints: 'secured',
  s3: 'outside',
};

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** The ports a party's own connections start from, so the ports its answers come back to. */
export function ephemeralPorts(party: Party): readonly PortRange[] {
  // Our hosts run Linux with its default net.ipv4.ip_local_port_range. The narrower range keeps the API's own
  // port out of the one rule that must admit foreign addresses (answers of S3).
  if (party === 'backend') return [{ from: 32_768, to: 60_999 }];
  // AWS's nodes, Lambda's among them, use all of 1024-65535 (VPC user guide, "Ephemeral ports"). 3389 is left out: an ACL that admits
  // remote desktop is a finding everywhere, and one lost source port in 64,512 is retried.
  return [
    { from: 1_024, to: 3_388 },
    { from: 3_390, to: 65_535 },
  ];
}
