// The network ACL entries a tier needs, derived from the flow table. ACLs are stateless: each flow needs its answer's
// way back as well. DNS, instance metadata and time need no entry: AWS does not filter them with ACLs or groups.

import { type Tier, tierCidr } from './addressing.ts';
import { ephemeralPorts, type Flow, flows, type Party, type PortRange, tierOf } from './flows.ts';

export interface AclRule {
  readonly direction: 'ingress' | 'egress';
  readonly cidr: string;
  readonly ports: PortRange;
}

/** Entries of the tier's ACL, each once, in the order of the flow table. */
export function aclRules(tier: Tier, vpcCidr: string, table: readonly Flow[] = flows): readonly AclRule[] {
  const wanted = table.flatMap((flow) => [
    ...(tierOf[flow.from] === tier ? outgoing(flow, vpcCidr) : []),
    ...(tierOf[flow.to] === tier ? incoming(flow, vpcCidr) : []),
  ]);
  const seen = new Set<string>();
  return wanted.filter((rule) => {
    const key = JSON.stringify(rule);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function outgoing(flow: Flow, vpcCidr: string): readonly AclRule[] {
  const cidr = addresses(flow.to, vpcCidr);
  return [
    { direction: 'egress', cidr, ports: { from: flow.port, to: flow.port } },
    ...ephemeralPorts(flow.from).map((ports) => ({ direction: 'ingress' as const, cidr, ports })),
  ];
}

function incoming(flow: Flow, vpcCidr: string): readonly AclRule[] {
  const cidr = addresses(flow.from, vpcCidr);
  return [
    { direction: 'ingress', cidr, ports: { from: flow.port, to: flow.port } },
    ...ephemeralPorts(flow.from).map((ports) => ({ direction: 'egress' as const, cidr, ports })),
  ];
}

// An ACL cannot name a prefix list, and the addresses of S3 change. The route table decides here: its only way out
// is the gateway endpoint, so "anywhere" is S3.
function addresses(party: Party, vpcCidr: string): string {
  const tier = tierOf[party];
  return tier === 'outside' ? '0.0.0.0/0' : tierCidr(vpcCidr, tier);
}
