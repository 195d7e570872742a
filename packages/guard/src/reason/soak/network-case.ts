// A small network as plain data, so that engine and oracle are handed the same thing and neither reads the other's.
// VPC A holds the subnets Host and Other, VPC B the subnet Far. A host stands in Host, a server where the case says.
// With a transit gateway there are subnets for its interfaces, and a VPC Hub with a NAT gateway in its subnet Exit.

export type SubnetName = 'Host' | 'Other' | 'Far' | 'GateA' | 'GateB' | 'GateHub' | 'Exit';
/** Where a server may stand. */
export type ServerName = 'Host' | 'Other' | 'Far';
export type VpcName = 'A' | 'B' | 'Hub';
export type TransitTable = 'One' | 'Two';

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
  readonly target: 'gateway' | 'nat' | 'egress-only' | 'peering' | 'transit';
}

export interface TransitRoute {
  readonly to: string;
  /** The VPC to whose attachment it leads; `nowhere`: what it is chosen for is dropped. */
  readonly target: VpcName | 'nowhere';
}

export interface Transit {
  /** The subnets with an interface of the gateway, one for each zone; a VPC without any is not attached. */
  readonly attached: Readonly<Record<VpcName, readonly SubnetName[]>>;
  /** Packets for B may come out of the gateway in any zone. */
  readonly appliance: boolean;
  /** Attachments that carry IPv6. */
  readonly ipv6: readonly VpcName[];
  /** Where references to groups of another VPC are switched on. */
  readonly references: readonly ('gateway' | VpcName)[];
  /** One table for all: everything is associated with it and propagates to it. */
  readonly defaults: boolean;
  readonly associations: Readonly<Partial<Record<VpcName, TransitTable>>>;
  readonly propagations: readonly (readonly [VpcName, TransitTable])[];
  readonly routes: Readonly<Record<TransitTable, readonly TransitRoute[]>>;
  readonly farZone: 'a' | 'b';
}

export interface NetworkCase {
  /** From the internet to the host, from the host to the internet, or from the host to the server. */
  readonly question: 'in' | 'out' | 'across';
  readonly port: number;
  readonly server: ServerName;
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
  readonly routes: Readonly<Partial<Record<SubnetName, readonly Route[]>>>;
  readonly transit: Transit | undefined;
}

/** What stands where; one IPv6 address stands for all of its subnet, which no generated block cuts. */
export const places = {
  Host: { vpc: 'A', ipv4: '10.0.1.0/24', ipv6: '2600:1f18:0:a01::/64' },
  Other: { vpc: 'A', ipv4: '10.0.2.0/24', ipv6: '2600:1f18:0:a02::/64' },
  Far: { vpc: 'B', ipv4: '10.1.1.0/24', ipv6: '2600:1f18:0:b01::/64' },
  GateA: { vpc: 'A', ipv4: '10.0.3.0/28', ipv6: '2600:1f18:0:a03::/64' },
  GateB: { vpc: 'B', ipv4: '10.1.3.0/28', ipv6: '2600:1f18:0:b03::/64' },
  GateHub: { vpc: 'Hub', ipv4: '10.2.3.0/28', ipv6: '2600:1f18:0:c03::/64' },
  Exit: { vpc: 'Hub', ipv4: '10.2.1.0/24', ipv6: '2600:1f18:0:c01::/64' },
} as const;

/** Every other subnet stands in zone a. */
export const zoneOf = ({ transit }: NetworkCase, subnet: SubnetName): 'a' | 'b' =>
  subnet === 'Other' ? 'b' : subnet === 'Far' ? (transit?.farZone ?? 'a') : 'a';

export const vpcBlocks = {
  A: ['10.0.0.0/16', '2600:1f18:0:a00::/56'],
  B: ['10.1.0.0/16', '2600:1f18:0:b00::/56'],
  Hub: ['10.2.0.0/16', '2600:1f18:0:c00::/56'],
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
