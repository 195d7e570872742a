// Which packets get from X to an interface: every filter on the way, forth and back, in the order a packet meets them.
// "Open" carries the packet and its path; "closed" carries all blockers and a certificate; anything else is unknown.

import { type Block, internetRanges, ipv6Base, parseCidr } from '../addresses.ts';
import type { Interface, Network, Range, Subnet, Vpc } from '../model/network.ts';
import { type Answer, answer, type Stage } from './answer.ts';
import { blockPublicAccessStage } from './block-public-access.ts';
import { type BoxSet, union } from './boxes.ts';
import type { Remote } from './filters.ts';
import { packetSpace, packets } from './packet-space.ts';
import {
  aclStage,
  entering,
  type Ground,
  gate,
  groupStage,
  leaving,
  publicAddressStage,
  replyEntering,
  replyLeaving,
  returnRouteStage,
} from './stages.ts';

/** What is asked for; parts left out stand for every protocol and port. */
export interface Service {
  readonly protocol?: number;
  readonly ports?: Range;
}

export interface Reach {
  readonly to: Interface;
  readonly subnet: Subnet | undefined;
  readonly answer: Answer;
}

const internet: Remote = { groups: undefined, somewhereIn: undefined, isService: false };

/** Prepares a network for questions about these services. */
export function groundOf(network: Network, services: readonly Service[] = []): Ground {
  const own = network.interfaces.flatMap(({ privateAddress }) => parseCidr(privateAddress ?? '') ?? []);
  return {
    network,
    space: packetSpace(network, { blocks: own, ports: services.flatMap(({ ports }) => ports ?? []) }),
  };
}

/** From any internet address to an interface, once for each of its subnets. */
export function fromInternet(ground: Ground, to: Interface, service: Service): Reach[] {
  return placements(ground, to).map(({ subnet, vpc }) => {
    if (!subnet || !vpc)
      return {
        to,
        subnet,
        answer: hidden(ground, to, `where ${to.name} stands is not in the given templates`),
      };
    const gateway = vpc.internetGateway;
    const stages: Stage[] = [
      gate(
        ground,
        'internet-gateway',
        gateway ?? vpc.place,
        vpc.uncertain ?? gateway !== undefined,
        'an internet gateway is attached',
        `${vpc.place.id} has no internet gateway`,
      ),
      blockPublicAccessStage(ground, subnet, vpc),
      publicAddressStage(ground, to, subnet),
      aclStage(ground, subnet, 'acl-ingress', false, entering),
      groupStage(ground, to, 'ingress', internet),
      aclStage(ground, subnet, 'acl-return', true, replyLeaving),
      returnRouteStage(ground, subnet, vpc),
    ];
    return {
      to,
      subnet,
      answer: answer(ground.space, internetQuestion(ground, to, subnet, service), stages),
    };
  });
}

/** From one interface to another inside a VPC, once for each pair of subnets. */
export function between(ground: Ground, from: Interface, to: Interface, service: Service): Reach[] {
  return placements(ground, from).flatMap((source) =>
    placements(ground, to).map((target) => {
      if (!source.subnet || !target.subnet || !source.vpc || !target.vpc) {
        const lost = source.subnet && source.vpc ? to : from;
        return {
          to,
          subnet: target.subnet,
          answer: hidden(ground, to, `where ${lost.name} stands is not in the given templates`),
        };
      }
      const stages = stagesBetween(
        ground,
        { ...source, subnet: source.subnet, vpc: source.vpc },
        { ...target, subnet: target.subnet, vpc: target.vpc },
        from,
        to,
      );
      const question = packets(ground.space, {
        ...known('source', addresses(from, source.subnet)),
        ...known('destination', addresses(to, target.subnet)),
        protocol: service.protocol,
        ...(service.ports && { destinationPorts: service.ports }),
      });
      return { to, subnet: target.subnet, answer: answer(ground.space, question, stages) };
    }),
  );
}

interface Placement {
  readonly subnet: Subnet;
  readonly vpc: Vpc;
}

function stagesBetween(
  ground: Ground,
  source: Placement,
  target: Placement,
  from: Interface,
  to: Interface,
): Stage[] {
  const isService = from.kind === 'vpc-origin';
  const asSource: Remote = { groups: from.groups, somewhereIn: addresses(from, source.subnet), isService };
  const asTarget: Remote = { groups: to.groups, somewhereIn: addresses(to, target.subnet), isService: false };
  const sameSubnet = source.subnet.key === target.subnet.key;
  const linked =
    source.vpc.key === target.vpc.key ||
    (ground.network.links.length > 0 ? 'links between VPCs are not followed' : false);
  return [
    ...(isService ? serviceEntry(ground, source) : [groupStage(ground, from, 'egress', asTarget)]),
    gate(
      ground,
      'link',
      source.vpc.place,
      linked,
      `both stand in ${target.vpc.place.id}`,
      `no link joins ${source.vpc.place.id} and ${target.vpc.place.id}`,
    ),
    ...(sameSubnet
      ? []
      : [
          aclStage(ground, source.subnet, 'acl-egress', true, leaving),
          aclStage(ground, target.subnet, 'acl-ingress', false, entering),
        ]),
    groupStage(ground, to, 'ingress', asSource),
    ...(sameSubnet
      ? []
      : [
          aclStage(ground, target.subnet, 'acl-return', true, replyLeaving),
          aclStage(ground, source.subnet, 'acl-return', false, replyEntering),
        ]),
  ];
}

/** CloudFront's interfaces work only while the VPC has a gateway attached and Block Public Access lets them. */
function serviceEntry(ground: Ground, { subnet, vpc }: Placement): Stage[] {
  const gateway = vpc.internetGateway;
  return [
    gate(
      ground,
      'internet-gateway',
      gateway ?? vpc.place,
      vpc.uncertain ?? gateway !== undefined,
      'an internet gateway is attached, as VPC origins need',
      `${vpc.place.id} has no internet gateway, which VPC origins need`,
    ),
    blockPublicAccessStage(ground, subnet, vpc),
  ];
}

function placements(
  { network }: Ground,
  owner: Interface,
): { subnet: Subnet | undefined; vpc: Vpc | undefined }[] {
  if (owner.subnets.length === 0) return [{ subnet: undefined, vpc: undefined }];
  const known = owner.subnets.map((key) => {
    const subnet = network.subnets.get(key);
    return { subnet, vpc: network.vpcs.get(subnet?.vpc ?? '') };
  });
  return owner.hasHiddenSubnets ? [...known, { subnet: undefined, vpc: undefined }] : known;
}

function hidden(ground: Ground, to: Interface, reason: string): Answer {
  const stage = gate(ground, 'declaration', to.place, reason, '', reason);
  return answer(ground.space, packets(ground.space, {}), [stage]);
}

/** The addresses an interface may have in a subnet; empty when the input does not say. */
function addresses(owner: Interface, subnet: Subnet): readonly Block[] {
  const own = parseCidr(owner.privateAddress ?? '');
  return own ? [own] : subnet.blocks;
}

function known(side: 'source' | 'destination', blocks: readonly Block[]) {
  return blocks.length === 0 ? {} : { [side]: blocks };
}

/** Families do not mix: an IPv4 packet has two IPv4 addresses. */
function internetQuestion(ground: Ground, to: Interface, subnet: Subnet, service: Service): BoxSet {
  const own = addresses(to, subnet);
  const family = (isIpv6: boolean): BoxSet => {
    const targets = own.filter(({ first }) => first >= ipv6Base === isIpv6);
    return packets(ground.space, {
      source: internetRanges.filter(({ first }) => first >= ipv6Base === isIpv6),
      ...known('destination', targets),
      protocol: service.protocol,
      ...(service.ports && { destinationPorts: service.ports }),
    });
  };
  return union(family(false), family(true));
}
