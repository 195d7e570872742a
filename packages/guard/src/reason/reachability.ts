// Which packets get from X to an interface: every filter on the way, forth and back, in the order a packet meets them.
// "Open" carries the packet and its path; "closed" carries all blockers and a certificate; anything else is unknown.

import { internetRanges, parseCidr } from '../addresses.ts';
import { type Forwarder, hasPorts, type Interface, type Network, type Subnet } from '../model/network.ts';
import { mayForwardTo } from '../model/read-forwarders.ts';
import { type Answer, answer, type Stage } from './answer.ts';
import { blockPublicAccessStage } from './block-public-access.ts';
import type { Remote } from './filters.ts';
import { groupStage } from './group-stage.ts';
import { packetSpace, packets } from './packet-space.ts';
import { addresses, type Placement, placements, question, type Service, type Span } from './placement.ts';
import { internetGateway, routeStage } from './routes.ts';
import {
  aclStage,
  entering,
  type Ground,
  gate,
  listenerStage,
  publicAddressStage,
  remembered,
  replyLeaving,
} from './stages.ts';

export type { Service } from './placement.ts';

export interface Reach {
  /** The interface that is reached, or the one that reaches out. */
  readonly to: Interface;
  /** Where it stands. */
  readonly subnet: Subnet | undefined;
  /** How packets leave one VPC for another or for the internet; undefined inside one VPC. */
  readonly way: string | undefined;
  /** Through a load balancer that passes connections on as they are. */
  readonly byBalancer?: true;
  readonly answer: Answer;
}

/** The far end when it is the internet: in no group, with an address of its choice. */
export const internet: Remote = { groups: undefined, somewhereIn: undefined, isService: false };

export const internetName = 'internet';

/** Prepares a network for questions about these services, and about these addresses. */
export function groundOf(
  network: Network,
  services: readonly Service[] = [],
  asked: readonly Span[] = [],
): Ground {
  const own = network.interfaces.flatMap(({ privateAddress }) => parseCidr(privateAddress ?? '') ?? []);
  const ports = services.flatMap(({ ports }) => ports ?? []);
  return { network, space: packetSpace(network, { blocks: [...own, ...asked], ports }) };
}

/** From these internet addresses, or any, to an interface, once for each of its subnets. */
export function fromInternet(
  ground: Ground,
  to: Interface,
  service: Service,
  sources: readonly Span[] = internetRanges,
): Reach[] {
  const direct = placements(ground, to).map((placement): Reach => {
    if (!placement) return unplaced(ground, to, to);
    const { subnet } = placement;
    const { gateway, entry, back } = subnetStages(ground, placement);
    const stages: Stage[] = [
      ...gateway,
      publicAddressStage(ground, to, subnet),
      entry,
      groupStage(ground, to, 'ingress', internet),
      ...listenerStage(ground, to),
      ...back,
    ];
    const subject = {
      from: internetName,
      fromSubnet: undefined,
      to: to.key,
      toSubnet: subnet.key,
      via: internetGateway.via,
      protocol: service.protocol,
      ports: service.ports,
      remote: sources,
    };
    const asked = question(ground, sources, addresses(to, subnet), service);
    return { to, subnet, way: undefined, answer: answer(ground.space, asked, stages, subject) };
  });
  return [...direct, ...forwarded(ground, to, service, sources)];
}

/** By what passes connections on as they are: never closed, because which of them it passes on is not followed. */
function forwarded(
  ground: Ground,
  to: Interface,
  { protocol, ports }: Service,
  sources: readonly Span[],
): Reach[] {
  const { forwarders, subnets } = ground.network;
  const mayPass = (it: Forwarder) =>
    (protocol === undefined || hasPorts(protocol)) &&
    (it.ports === undefined ||
      ports === undefined ||
      it.ports.some((port) => ports.from <= port && port <= ports.to)) &&
    mayForwardTo(it, to, subnets);
  return forwarders.filter(mayPass).map((it): Reach => {
    const hidden = `what ${it.place.id} passes on to ${to.name} is not followed: ask for the way to it, and from it on`;
    const stage = gate(ground, 'link', it.key, it.place, hidden, '', hidden);
    const subject = {
      from: internetName,
      fromSubnet: undefined,
      to: to.key,
      toSubnet: undefined,
      via: it.key,
      protocol,
      ports,
      remote: sources,
    };
    const asked = packets(ground.space, {});
    return {
      to,
      subnet: undefined,
      way: it.place.id,
      ...(it.isBalancer && { byBalancer: true }),
      answer: answer(ground.space, asked, [stage], subject),
    };
  });
}

/** What packets from the internet meet in a subnet whoever they are for: once for all of its interfaces. */
const subnetStages = (ground: Ground, placement: Placement) =>
  remembered(ground, 'from internet', placement.subnet.key, () => {
    const { subnet, vpc } = placement;
    return {
      gateway: [attachmentStage(ground, placement), blockPublicAccessStage(ground, subnet, vpc)],
      entry: aclStage(ground, subnet, 'acl-ingress', false, entering),
      back: [
        aclStage(ground, subnet, 'acl-return-egress', true, replyLeaving),
        routeStage(ground, placement, 'return', internetGateway),
      ],
    };
  });

export function attachmentStage(ground: Ground, { vpc }: Placement): Stage {
  const gateway = vpc.internetGateway;
  return gate(
    ground,
    'internet-gateway',
    vpc.key,
    gateway ?? vpc.place,
    vpc.uncertain ?? (gateway !== undefined && (vpc.edgeRoutes ?? true)),
    'an internet gateway is attached',
    `${vpc.place.id} has no internet gateway`,
  );
}

/** The answer when one end stands nowhere that the input shows. */
export function unplaced(ground: Ground, to: Interface, lost: Interface, subnet?: Subnet): Reach {
  const reason = `where ${lost.name} stands is not in the given templates`;
  const stage = gate(ground, 'declaration', lost.key, to.place, reason, '', reason);
  const subject = {
    from: '',
    fromSubnet: undefined,
    to: to.key,
    toSubnet: undefined,
    via: undefined,
    protocol: undefined,
    ports: undefined,
    remote: undefined,
  };
  return {
    to,
    subnet,
    way: undefined,
    answer: answer(ground.space, packets(ground.space, {}), [stage], subject),
  };
}
