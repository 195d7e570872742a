// Transit gateways as facts: what is attached to them, which table an attachment's packets are looked up in, and where
// the routes of that table lead.

import type { Block } from '../addresses.ts';
import type { Place } from './place.ts';

export interface TransitGateway {
  readonly key: string;
  readonly place: Place;
  /** Whether groups of one attached VPC may be named in the ingress rules of another. */
  readonly groupReferences: boolean;
}

export interface TransitAttachment {
  readonly key: string;
  readonly place: Place;
  readonly gateway: string;
  /** `outside`: a VPN, a Direct Connect gateway and the like, whose far side nothing here shows. */
  readonly kind: 'vpc' | 'peering' | 'outside';
  readonly vpc: string | undefined;
  /** One for each availability zone: the transit gateway has an interface in each of them. */
  readonly subnets: readonly string[];
  /** The gateway at the other end of a peering. */
  readonly peer: string | undefined;
  readonly ipv6: boolean;
  readonly groupReferences: boolean;
  /** Packets may leave by its interface in any zone, not by that of the zone they come from. */
  readonly applianceMode: boolean;
  /** Why it is not known whether the attachment works. */
  readonly uncertain: string | undefined;
}

export interface TransitRoute {
  readonly place: Place;
  /** Undefined: blocks that the input does not hold, so any block. */
  readonly destination: Block | undefined;
  /** Undefined: what the route is chosen for is dropped. */
  readonly attachment: string | undefined;
  /** Of two routes to one block the lower goes first: static, by prefix list, propagated. */
  readonly rank: number;
  readonly uncertain: string | undefined;
}

export interface TransitTable {
  readonly key: string;
  readonly place: Place;
  readonly routes: readonly TransitRoute[];
}

export interface Transit {
  readonly gateways: ReadonlyMap<string, TransitGateway>;
  readonly attachments: readonly TransitAttachment[];
  readonly tables: ReadonlyMap<string, TransitTable>;
  /** Key of the table, by `associationKey`: a peering has one at each of its gateways. */
  readonly associations: ReadonlyMap<string, string>;
  /** Why nothing that a transit gateway does is known: a property of one of its parts is not. */
  readonly hidden: string | undefined;
}

export const associationKey = (attachment: string, gateway: string): string => `${attachment} at ${gateway}`;
