// Where somebody from the internet begins: what lends a role, how one gets at it, and what is not known of that.

import type { Interface } from '../../model/network.ts';
import type { Place } from '../../model/place.ts';
import type { Step } from '../answer.ts';
import type { AccountRole } from '../escalation/account.ts';
import type { Packet } from '../packet-space.ts';
import type { Metadata } from './lent-role.ts';

export interface Start {
  readonly kind: 'host' | 'function' | 'container service' | 'role';
  readonly name: string;
  readonly place: Place;
}

/** What gets somebody to the start: a packet, or a request that nobody is refused. */
export type Entrance =
  | {
      readonly kind: 'packet';
      readonly host: Interface;
      readonly packet: Packet;
      readonly metadata: Metadata;
    }
  | { readonly kind: 'request'; readonly text: string };

export type Entry =
  | { readonly kind: 'closed'; readonly start: Start; readonly blockers: readonly Step[] }
  | {
      readonly kind: 'unknown';
      readonly start: Start;
      readonly reasons: readonly string[];
      /** What would be lent: a chain that ends there is closed, whatever is not known of its start. */
      readonly role?: AccountRole | undefined;
    }
  | {
      readonly kind: 'in';
      readonly start: Start;
      readonly entrance: Entrance;
      /** What it takes to act as the role from there. */
      readonly takes: string;
      readonly role: AccountRole;
      readonly path: readonly Step[];
      /** Where it stands that this role is lent. */
      readonly place: Place;
    };

/** An address of the internet, as its callers have one; by no endpoint and out of no VPC of AWS. */
export const fromOutside = {
  'aws:SourceIp': '203.0.113.9',
  'aws:SourceVpce': null,
  'aws:SourceVpc': null,
  'aws:VpcSourceIp': null,
} as const;
