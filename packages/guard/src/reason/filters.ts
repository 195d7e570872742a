// What one filter lets through, as a set of packets. Each is asked twice: `could` counts what the input leaves open as
// allowed, `surely` counts it as refused. Nothing is called safe on the second, nothing broken on the first.

import { type Block, contains, overlaps } from '../addresses.ts';
import type { Acl, AclEntry, Group, GroupRule } from '../model/network.ts';
import { type BoxSet, empty, intersect, subtract, union } from './boxes.ts';
import { type PacketPattern, type PacketSpace, packets } from './packet-space.ts';

export type Certainty = 'could' | 'surely';

/** How an entry of an ACL sees the packet that is asked about. `isPartial`: it may hold some of these alone. */
export type AclView = (entry: AclEntry) => PacketPattern & { readonly isPartial?: boolean };

/** The far end of a connection as a filter sees it. */
export interface Remote {
  /** Groups it is a member of; undefined for the internet, which is in none. */
  readonly groups: readonly string[] | undefined;
  /** The addresses it may have, when one of them is its address but the input does not say which. */
  readonly somewhereIn: readonly Block[] | undefined;
  /** CloudFront's interfaces: members of a group that templates look up but cannot declare. */
  readonly isService: boolean;
}

/** The groups a network knows: those it declares, and those that a template looks up as CloudFront's. */
export interface KnownGroups {
  readonly groups: ReadonlyMap<string, Group>;
  readonly serviceGroups: readonly string[];
}

/** Packets a rule set of security groups admits. `side` says which address of the packet is the remote's. */
export function groupAllows(
  space: PacketSpace,
  groups: readonly Group[],
  direction: 'ingress' | 'egress',
  remote: Remote,
  known: KnownGroups,
  certainty: Certainty,
): BoxSet {
  let allowed: BoxSet = empty;
  for (const group of groups) {
    for (const rule of group[direction]) {
      allowed = union(allowed, ruleAllows(space, rule, direction, remote, known, certainty));
    }
  }
  return allowed;
}

export function ruleAllows(
  space: PacketSpace,
  rule: GroupRule,
  direction: 'ingress' | 'egress',
  remote: Remote,
  known: KnownGroups,
  certainty: Certainty,
): BoxSet {
  if (rule.uncertain !== undefined && certainty === 'surely') return empty;
  const addresses = peerAddresses(rule, remote, known, certainty);
  if (addresses === 'none') return empty;
  const side = direction === 'ingress' ? 'source' : 'destination';
  return packets(space, {
    ...(addresses === 'all' ? {} : { [side]: addresses }),
    ...(rule.uncertain === undefined ? { protocol: rule.protocol, destinationPorts: rule.ports } : {}),
  });
}

function peerAddresses(
  rule: GroupRule,
  remote: Remote,
  known: KnownGroups,
  certainty: Certainty,
): readonly Block[] | 'all' | 'none' {
  const { peer } = rule;
  if (peer.kind === 'unknown') return 'all';
  if (peer.kind === 'block') return blockFor(peer.block, remote, certainty) ? [peer.block] : 'none';
  if (peer.kind === 'group') {
    // A group admits its members by their private addresses: nothing on the internet is ever a member.
    if (remote.isService) return isServiceGroup(peer.key, known, certainty) ? 'all' : 'none';
    return remote.groups?.includes(peer.key) ? 'all' : 'none';
  }
  if (peer.blocks) {
    const fitting = peer.blocks.filter((block) => blockFor(block, remote, certainty));
    return fitting.length > 0 ? fitting : 'none';
  }
  return certainty === 'could' ? 'all' : 'none';
}

/** A group that no template declares could be CloudFront's; one that is looked up under its name surely is. */
function isServiceGroup(key: string, { groups, serviceGroups }: KnownGroups, certainty: Certainty): boolean {
  if (serviceGroups.some((resource) => key.startsWith(resource.replace('⟧', '.')))) return true;
  return certainty === 'could' && !groups.has(key);
}

/** Whether a block applies to a remote whose own address is one of several. */
function blockFor(block: Block, remote: Remote, certainty: Certainty): boolean {
  if (remote.somewhereIn === undefined) return true;
  if (remote.somewhereIn.length === 0) return certainty === 'could';
  return remote.somewhereIn.some((own) =>
    certainty === 'could' ? overlaps(block, own) : contains(block, own),
  );
}

/** Packets that an ACL lets pass in one direction. Undefined stands for the default ACL, which lets all pass. */
export function aclAllows(
  space: PacketSpace,
  acl: Acl | undefined,
  egress: boolean,
  patternOf: AclView,
  certainty: Certainty,
): BoxSet {
  const everything = packets(space, {});
  if (acl === undefined) return everything;
  let undecided: BoxSet = everything;
  let allowed: BoxSet = empty;
  for (const entry of acl.entries) {
    if (entry.egress !== egress) continue;
    const open = entry.uncertain !== undefined || entry.block === undefined;
    const { isPartial = false, ...pattern } = patternOf(entry);
    // An entry nobody can read is left out when it would hurt the bound that is asked for, and taken whole otherwise.
    if ((open || isPartial) && entry.allow !== (certainty === 'could')) continue;
    const matched = intersect(undecided, open ? everything : packets(space, pattern));
    if (entry.allow) allowed = union(allowed, matched);
    undecided = subtract(undecided, matched);
  }
  return allowed;
}
