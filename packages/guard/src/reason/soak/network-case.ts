// A small network as plain data, so that engine and oracle are handed the same thing and neither reads the other's.
// VPC A holds the subnets Host and Other, VPC B the subnet Far. A host stands in Host, a server where the case says.

export type SubnetName = 'Host' | 'Other' | 'Far';

export type RulePeer =
  | { readonly cidr: string }
  | { readonly group: 'Host' | 'Server' }
  | { readonly list: true };

export interface Rule {
  readonly protocol: 'tcp' | 'udp' | '-1';
  readonly from: number;
  readonly to: number;
  readonly peer: RulePeer;
}

export interface Entry {
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  readonly protocol: 6 | 17 | -1;
  readonly from: number;
  readonly to: number;
  readonly cidr: string;
}

export interface Route {
  /** A block, or the prefix list of the case. */
  readonly to: string | { readonly list: true };
  readonly target: 'gateway' | 'nat' | 'egress-only' | 'peering';
}

export interface NetworkCase {
  /** From the internet to the host, from the host to the internet, or from the host to the server. */
  readonly question: 'in' | 'out' | 'across';
  readonly port: number;
  readonly server: SubnetName;
  readonly natSubnet: 'Host' | 'Other';
  readonly attached: boolean;
  readonly publicAddress: boolean;
  readonly ipv6: boolean;
  readonly block: 'off' | 'block-ingress' | 'block-bidirectional';
  readonly exclusion: 'none' | 'allow-bidirectional' | 'allow-egress';
  readonly peered: boolean;
  readonly list: readonly string[];
  readonly hostIngress: readonly Rule[];
  readonly hostEgress: readonly Rule[];
  readonly serverIngress: readonly Rule[];
  readonly acls: Readonly<Partial<Record<SubnetName, readonly Entry[]>>>;
  readonly routes: Readonly<Record<SubnetName, readonly Route[]>>;
}

/** What stands where; one IPv6 address stands for all of its subnet, which no generated block cuts. */
export const places = {
  Host: { vpc: 'A', ipv4: '10.0.1.0/24', ipv6: '2600:1f18:0:a01::/64' },
  Other: { vpc: 'A', ipv4: '10.0.2.0/24', ipv6: '2600:1f18:0:a02::/64' },
  Far: { vpc: 'B', ipv4: '10.1.1.0/24', ipv6: '2600:1f18:0:b01::/64' },
} as const;

export const vpcBlocks = {
  A: ['10.0.0.0/16', '2600:1f18:0:a00::/56'],
  B: ['10.1.0.0/16', '2600:1f18:0:b00::/56'],
} as const;

export const hostAddresses = { 4: '10.0.1.10', 6: '2600:1f18:0:a01::a' } as const;

export const serverAddresses = {
  Host: { 4: '10.0.1.20', 6: '2600:1f18:0:a01::14' },
  Other: { 4: '10.0.2.10', 6: '2600:1f18:0:a02::a' },
  Far: { 4: '10.1.1.10', 6: '2600:1f18:0:b01::a' },
} as const;

/** One internet address for each class that the generated blocks tell apart. */
export const strangers = {
  4: ['1.0.0.9', '198.51.100.9', '203.0.113.9', '203.0.113.200'],
  6: ['2001:db8::9', '2001:db8:1::9', '2a00::9'],
} as const;

/** One port for each class that the generated ranges tell apart. */
export const clientPorts = [0, 1, 22, 443, 1023, 1024, 32768];
export const natPorts = [1024, 32768];
