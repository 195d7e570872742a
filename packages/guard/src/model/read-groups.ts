// Security groups: inline rules and rules that are resources of their own become one list per group.

import { type Block, everyIpv4, everyIpv6, parseCidr, withoutInner } from '../addresses.ts';
import type { Resource } from '../read/closed-world.ts';
import {
  at,
  hasToken,
  items,
  notWhole,
  number,
  readable,
  text,
  unknownReason,
  type Value,
} from '../read/cloudformation/value.ts';
import type { Group, GroupRule, Peer, Range, Vpc } from './network.ts';
import { everyPort, hasPorts, icmpRange, isIcmp } from './network.ts';
import { placeOf } from './place.ts';
import { hiddenIn, property, propertyText, type Resources } from './resources.ts';

const protocolNumbers: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['tcp', 6],
  ['udp', 17],
  ['icmpv6', 58],
]);

type Direction = 'ingress' | 'egress';

export function readGroups(resources: Resources, vpcs: ReadonlyMap<string, Vpc>): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const vpc of vpcs.values()) groups.set(defaultGroupKey(vpc.key), defaultGroup(vpc, resources));
  for (const group of resources.ofType('AWS::EC2::SecurityGroup'))
    groups.set(group.key, readGroup(group, resources));
  return groups;
}

/** AWS creates this group with the first VPC origin of a VPC; CloudFormation returns its id nowhere. */
const vpcOriginServiceGroup = 'CloudFront-VPCOrigins-Service-SG';

export function readServiceGroups(resources: Resources): string[] {
  // In a recorded account the group itself is there, under the name that AWS gives to no other.
  const recorded = resources
    .ofType('AWS::EC2::SecurityGroup')
    .filter((it) => !hasToken(it.key) && propertyText(it, 'GroupName') === vpcOriginServiceGroup);
  const lookedUp = resources.all
    .filter(({ type }) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource')
    .filter(({ properties }) =>
      [...properties.entries.values()].some((value) => text(value) === vpcOriginServiceGroup),
    );
  return [...recorded, ...lookedUp].map(({ key }) => key);
}

/** `Fn::GetAtt Vpc.DefaultSecurityGroup` evaluates to this. */
export const defaultGroupKey = (vpc: string) => vpc.replace('⟧', '.DefaultSecurityGroup⟧');

function readGroup(group: Resource, resources: Resources): Group {
  const egress = rules(group, 'SecurityGroupEgress', 'egress', resources);
  const separate = separateRules(group.key, resources, propertyText(group, 'GroupName'));
  return {
    key: group.key,
    name: propertyText(group, 'GroupName') ?? group.id,
    place: placeOf(group),
    vpc: propertyText(group, 'VpcId'),
    ingress: [...rules(group, 'SecurityGroupIngress', 'ingress', resources), ...separate.ingress],
    egress: [...defaultEgress(group, separate.egress.length > 0), ...egress, ...separate.egress],
    isDefault: group.key.endsWith('.DefaultSecurityGroup⟧'),
  };
}

function defaultGroup(vpc: Vpc, resources: Resources): Group {
  const key = defaultGroupKey(vpc.key);
  const separate = separateRules(key, resources);
  const any = { place: vpc.place, protocol: undefined, ports: everyPort, uncertain: undefined };
  return {
    key,
    name: `default group of ${vpc.place.id}`,
    place: vpc.place,
    vpc: vpc.key,
    ingress: [{ ...any, peer: { kind: 'group', key } }, ...separate.ingress],
    egress: [everyIpv4, everyIpv6].map((block) => ({ ...any, peer: { kind: 'block', block } })),
    isDefault: true,
  };
}

/**
 * A group that is created without egress rules lets everything out. Whether an empty list counts as none, and whether a
 * rule that is a resource of its own takes the default away, AWS does not document. Recorded rules are all there are.
 */
function defaultEgress(group: Resource, hasSeparate: boolean): GroupRule[] {
  const inline = property(group, 'SecurityGroupEgress');
  if (inline !== undefined && (items(inline).length > 0 || !hasToken(group.key))) return [];
  const uncertain =
    inline !== undefined
      ? `whether the empty egress of ${group.id} leaves the default rule is not documented`
      : hasSeparate
        ? `whether the egress rules beside ${group.id} leave the default rule is not documented`
        : undefined;
  return [everyIpv4, everyIpv6].map((block) => ({
    place: placeOf(group, 'SecurityGroupEgress', inline),
    protocol: undefined,
    ports: everyPort,
    peer: { kind: 'block', block },
    uncertain,
  }));
}

function rules(group: Resource, path: string, direction: Direction, resources: Resources): GroupRule[] {
  return items(property(group, path)).map((rule, index) =>
    readRule(rule, group, `${path}.${index}`, direction, resources),
  );
}

function separateRules(key: string, resources: Resources, name?: string): Record<Direction, GroupRule[]> {
  // In the default VPC a rule may name its group by its name.
  const named = (rule: Resource) => propertyText(rule, 'GroupId') ?? propertyText(rule, 'GroupName');
  const of = (type: string, direction: Direction) =>
    resources
      .ofType(type)
      .filter(
        (rule) =>
          [key, name].includes(named(rule) ?? '') || hiddenIn(rule, 'GroupId', 'GroupName') !== undefined,
      )
      .map((rule) => readRule(rule.properties, rule, '', direction, resources));
  return {
    ingress: of('AWS::EC2::SecurityGroupIngress', 'ingress'),
    egress: of('AWS::EC2::SecurityGroupEgress', 'egress'),
  };
}

function readRule(
  rule: Value,
  owner: Resource,
  path: string,
  direction: Direction,
  resources: Resources,
): GroupRule {
  const prefix = direction === 'ingress' ? 'Source' : 'Destination';
  const peerValue = (name: string) => at(rule, name);
  const cidr = peerValue('CidrIp') ?? peerValue('CidrIpv6');
  const group = peerValue(`${prefix}SecurityGroupId`) ?? peerValue(`${prefix}SecurityGroupName`);
  const list = peerValue(`${prefix}PrefixListId`);
  const protocolText = text(at(rule, 'IpProtocol'));
  const named =
    protocolText === '-1'
      ? undefined
      : (protocolNumbers.get(protocolText ?? '') ?? number(at(rule, 'IpProtocol')));
  const uncertain =
    unknownReason(rule) ??
    (protocolText === '-1' || named !== undefined
      ? undefined
      : notWhole('protocol', at(rule, 'IpProtocol'))) ??
    notWhole('port', at(rule, 'FromPort')) ??
    notWhole('port', at(rule, 'ToPort'));
  const peer = readPeer(text(cidr), text(group), text(list), resources);
  const written = cidr ?? group ?? list;
  // A reader looks for the line of the peer: `0.0.0.0/0` is what is wrong, not the first line of the rule.
  const place = placeOf(owner, path, written ?? (path === '' ? undefined : rule));
  if (peer.kind === 'unknown' && uncertain === undefined) {
    return {
      place,
      protocol: named,
      ports: everyPort,
      peer,
      uncertain: 'the rule names no source that could be read',
    };
  }
  return { place, protocol: named, ports: portsOf(rule, named), peer, uncertain };
}

function readPeer(
  cidr: string | undefined,
  group: string | undefined,
  list: string | undefined,
  resources: Resources,
): Peer {
  const block = parseCidr(cidr ?? '');
  if (block) return { kind: 'block', block };
  if (group !== undefined) return { kind: 'group', key: groupNamed(group, resources) };
  if (list === undefined) return { kind: 'unknown' };
  const blocks = blocksOfList(list, resources);
  // One list may name a block twice, or one inside another: sets of packets are built from disjoint blocks.
  return { kind: 'prefix-list', key: readable(list), blocks: blocks && withoutInner(blocks) };
}

/** In the default VPC a peer may be named by its name. */
function groupNamed(text: string, resources: Resources): string {
  if (resources.byKey.has(text) || hasToken(text)) return text;
  const named = resources.ofType('AWS::EC2::SecurityGroup');
  return named.find((it) => propertyText(it, 'GroupName') === text)?.key ?? text;
}

/** The blocks of a prefix list; undefined when the input does not hold them, as with the lists that AWS keeps. */
export function prefixListBlocks(list: Value, resources: Resources): readonly Block[] | undefined {
  return blocksOfList(text(list) ?? '', resources);
}

function blocksOfList(key: string, resources: Resources): readonly Block[] | undefined {
  const declared = resources.byKey.get(key);
  if (declared?.type !== 'AWS::EC2::PrefixList') return undefined;
  const entries = items(property(declared, 'Entries'));
  const blocks = entries.map((it) => parseCidr(text(at(it, 'Cidr')) ?? ''));
  const readable = blocks.flatMap((block) => block ?? []);
  if (hiddenIn(declared, 'Entries') !== undefined || readable.length < blocks.length) return undefined;
  return readable;
}

function portsOf(rule: Value, protocol: number | undefined): Range {
  const from = number(at(rule, 'FromPort'));
  const to = number(at(rule, 'ToPort'));
  if (isIcmp(protocol)) return icmpRange(from, to);
  // Only TCP and UDP have ports; "all protocols" ignores what stands beside it.
  if (!hasPorts(protocol)) return everyPort;
  return from === undefined || to === undefined || from === -1 ? everyPort : { from, to };
}
