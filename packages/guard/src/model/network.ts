// The network as facts that no vendor's spelling shows through: what stands where, what filters it, how it is routed.
// Invariant: `uncertain` on a fact means that the input does not determine it; reasoning then takes it as present
// when it asks "could this be open" and as absent when it asks "is this surely open".

import type { Block } from '../addresses.ts';
import type { Place } from './place.ts';
import type { Transit } from './transit.ts';

export interface Vpc {
  readonly key: string;
  readonly place: Place;
  /** Account and region as far as the assembly says. */
  readonly environment: string | undefined;
  readonly stack: string;
  readonly blocks: readonly Block[];
  /** Where a block of a family cannot be read, because a pool or AWS itself chooses it: all addresses of the family. */
  readonly hiddenBlocks: readonly Block[];
  readonly internetGateway: Place | undefined;
  /** Why it is not known whether a gateway is attached. */
  readonly uncertain: string | undefined;
  /** Why it is not known where packets go that enter by the gateway: it has a route table of its own. */
  readonly edgeRoutes: string | undefined;
}

export interface Subnet {
  readonly key: string;
  readonly place: Place;
  readonly vpc: string | undefined;
  /** Availability zone as the input spells it; undefined when it does not. */
  readonly zone: string | undefined;
  readonly blocks: readonly Block[];
  /** As of a VPC. */
  readonly hiddenBlocks: readonly Block[];
  readonly hasIpv6: boolean;
  /** Instances get a public address unless they say otherwise. */
  readonly mapsPublicAddress: boolean;
  readonly assignsIpv6: boolean;
  /** Undefined: the VPC's main table, which holds local routes only. */
  readonly routeTable: string | undefined;
  /** Undefined: the VPC's default ACL, which allows everything that no entry added to it denies. */
  readonly acl: string | undefined;
  /** Why it is not known whether instances here get public addresses. */
  readonly uncertain: string | undefined;
}

export type RouteTarget =
  | 'internet-gateway'
  | 'egress-only-gateway'
  | 'nat-gateway'
  | 'peering'
  | 'transit-gateway'
  /** A firewall or machine that packets pass on their way: what it does with them no template tells. */
  | 'appliance'
  /** AWS drops what such a route is chosen for. */
  | 'nowhere'
  | 'other';

export interface Route {
  readonly place: Place;
  /** Undefined: a prefix list, or a destination the input does not determine. */
  readonly destination: Block | undefined;
  readonly target: RouteTarget;
  /** Key of the gateway or connection it leads to, when the input says which. */
  readonly via: string | undefined;
  /** It stands for a prefix list: of two routes to one block the other one goes before it. */
  readonly byList: boolean;
  readonly uncertain: string | undefined;
}

export interface RouteTable {
  readonly key: string;
  readonly place: Place;
  readonly routes: readonly Route[];
}

/** A closed range of integers. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const everyPort: Range = { from: 0, to: 65535 };

export const hasPorts = (protocol: number | undefined): boolean => protocol === 6 || protocol === 17;
export const isIcmp = (protocol: number | undefined): boolean => protocol === 1 || protocol === 58;

/** ICMP has no ports: types and codes take their place, as type × 256 + code; −1 stands for all. */
export function icmpRange(type = -1, code = -1): Range {
  if (type < 0 || type > 255) return everyPort;
  return code < 0 || code > 255
    ? { from: type * 256, to: type * 256 + 255 }
    : { from: type * 256 + code, to: type * 256 + code };
}

export interface AclEntry {
  readonly place: Place;
  readonly number: number;
  readonly egress: boolean;
  readonly allow: boolean;
  /** Protocol number; undefined: all. */
  readonly protocol: number | undefined;
  /** Of ICMP: the types and codes, as type × 256 + code. */
  readonly ports: Range;
  readonly block: Block | undefined;
  readonly uncertain: string | undefined;
}

export interface Acl {
  readonly key: string;
  readonly place: Place;
  /** Ascending by number: the first match decides, and a packet that none matches is denied. */
  readonly entries: readonly AclEntry[];
}

export type Peer =
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'group'; readonly key: string }
  | { readonly kind: 'prefix-list'; readonly key: string; readonly blocks: readonly Block[] | undefined }
  | { readonly kind: 'unknown' };

export interface GroupRule {
  readonly place: Place;
  /** Protocol number; undefined: all protocols and all ports. */
  readonly protocol: number | undefined;
  /** Of ICMP: the types and codes, as type × 256 + code. */
  readonly ports: Range;
  readonly peer: Peer;
  readonly uncertain: string | undefined;
}

export interface Group {
  readonly key: string;
  readonly name: string;
  readonly place: Place;
  readonly vpc: string | undefined;
  readonly ingress: readonly GroupRule[];
  readonly egress: readonly GroupRule[];
  /** The group every VPC is born with. */
  readonly isDefault: boolean;
}

export type InterfaceKind = 'host' | 'load-balancer' | 'database' | 'endpoint' | 'function' | 'vpc-origin';

/** Something with an address in a subnet: one instance, or all members of an Auto Scaling group as one. */
export interface Interface {
  readonly key: string;
  readonly name: string;
  readonly kind: InterfaceKind;
  readonly place: Place;
  readonly subnets: readonly string[];
  readonly groups: readonly string[];
  readonly hasPublicAddress: boolean;
  /** Its public addresses are of IPv6 alone. */
  readonly isPublicByIpv6Alone: boolean;
  /** Whether it asks for an IPv6 address; undefined: it has one where the subnet gives one. */
  readonly hasIpv6: boolean | undefined;
  readonly privateAddress: string | undefined;
  /** No security group guards it: network load balancers may be created without one. */
  readonly unfiltered: boolean;
  /** It may stand in more subnets than these. */
  readonly hasHiddenSubnets: boolean;
  /** Why subnets, groups or the public address are not fully known. */
  readonly uncertain: string | undefined;
  /** Where it listens, when its declaration says so (databases). */
  readonly port: number | undefined;
}

export interface LoadBalancer {
  readonly key: string;
  readonly kind: 'application' | 'network' | 'gateway' | undefined;
  readonly place: Place;
  readonly internetFacing: boolean;
  readonly listeners: readonly Listener[];
  /** Why it is not known which listeners it has. */
  readonly hiddenListener: string | undefined;
}

export interface Listener {
  readonly place: Place;
  readonly port: number;
  readonly protocol: string;
  readonly targetGroups: readonly string[];
}

export interface TargetGroup {
  readonly key: string;
  readonly place: Place;
  readonly port: number | undefined;
  /** Keys of the interfaces registered with it. */
  readonly targets: readonly string[];
}

/** Passes connections from the internet on as they are. */
export interface Forwarder {
  readonly key: string;
  readonly place: Place;
  /** A load balancer, and no accelerator. */
  readonly isBalancer: boolean;
  /** Keys or addresses of what it passes them on to. */
  readonly targets: readonly string[];
  /** It passes some on to what cannot be read. */
  readonly hidesTargets: boolean;
  /** Ports of the targets; undefined: any. */
  readonly ports: readonly number[] | undefined;
}

/** Two VPCs whose route tables may send packets to each other. */
export interface Peering {
  readonly key: string;
  readonly place: Place;
  /** Undefined: a VPC that the input does not name; it is none of the declared ones. */
  readonly requester: string | undefined;
  readonly accepter: string | undefined;
  readonly uncertain: string | undefined;
}

export interface NatGateway {
  readonly key: string;
  readonly place: Place;
  readonly subnet: string | undefined;
  /** A private NAT gateway has no public address and leads to no internet. */
  readonly isPublic: boolean;
  readonly uncertain: string | undefined;
}

export interface EgressOnlyGateway {
  readonly key: string;
  readonly place: Place;
  readonly vpc: string | undefined;
  readonly uncertain: string | undefined;
}

export type BlockPublicAccessMode = 'off' | 'block-ingress' | 'block-bidirectional';

export interface BlockPublicAccess {
  readonly place: Place;
  readonly environment: string | undefined;
  readonly stack: string;
  readonly mode: BlockPublicAccessMode | undefined;
}

export interface BlockPublicAccessExclusion {
  readonly place: Place;
  /** Key of the subnet or VPC that is left out; undefined when the input does not determine it. */
  readonly target: string | undefined;
  readonly mode: 'allow-bidirectional' | 'allow-egress' | undefined;
}

export interface Network {
  readonly vpcs: ReadonlyMap<string, Vpc>;
  readonly subnets: ReadonlyMap<string, Subnet>;
  readonly routeTables: ReadonlyMap<string, RouteTable>;
  /** Routes of a table that the input does not name: any table may hold them, the VPC's main table as well. */
  readonly strayRoutes: readonly Route[];
  readonly acls: ReadonlyMap<string, Acl>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Custom resources that look up the group of CloudFront's VPC origins; their attributes are taken for its id. */
  readonly serviceGroups: readonly string[];
  readonly interfaces: readonly Interface[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
  readonly forwarders: readonly Forwarder[];
  readonly blockPublicAccess: readonly BlockPublicAccess[];
  readonly exclusions: readonly BlockPublicAccessExclusion[];
  readonly peerings: ReadonlyMap<string, Peering>;
  readonly natGateways: ReadonlyMap<string, NatGateway>;
  readonly egressOnlyGateways: ReadonlyMap<string, EgressOnlyGateway>;
  readonly transit: Transit;
  /** Private networks and the like: where they lead is decided outside of any template. */
  readonly links: readonly Place[];
}
