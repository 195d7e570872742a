// Transit gateways as the checker reads them: which attachment a table may choose, in which subnets packets get in and
// out, and what is lost to sight behind them.

import { type Block, everyIpv6, ipv6Base, overlaps } from '../../addresses.ts';
import type { Resource } from '../../read/closed-world.ts';
import { flag, items, text } from '../../read/cloudformation/value.ts';
import {
  blocksAt,
  byKey,
  ec2,
  get,
  hidesBlock,
  isTransitHidden,
  textAt,
  type World,
} from './network-facts.ts';
import {
  aclFilter,
  boxOf,
  type Filter,
  families,
  gate,
  isLost,
  isOutOfSight,
  routeFilter,
  routesOf,
  vpcBlocks,
} from './network-rules.ts';

/** Ways that packets may take, each with all filters on it: what no way lets pass is refused. */
export type Choice = readonly (readonly Filter[])[];
export type Direction = 'forward' | 'return';
type Side = 'source' | 'destination';

const attachments = (world: World) =>
  world.filter((it) =>
    /::(TransitGateway(|Vpc|Peering)Attachment|TransitGatewayConnect|VPNConnection)$|^recorded transit attachment$/.test(
      it.type,
    ),
  );
const gatewayOf = (it: Resource, world: World) =>
  textAt(it, 'TransitGatewayId') ??
  textAt(byKey(world, textAt(it, 'TransportTransitGatewayAttachmentId')), 'TransitGatewayId');
const isOn = (it: Resource | undefined, path: string, otherwise: boolean) =>
  textAt(it, path) === undefined ? otherwise : textAt(it, path)?.toLowerCase() === 'enable';
const isVpc = (it: Resource) => /Gateway(Vpc)?Attachment$/.test(it.type);
const keysIn = (it: Resource) => items(get(it, 'SubnetIds')).flatMap((one) => text(one) ?? []);

export interface Crossing {
  readonly gateway: string;
  readonly from: Resource;
  readonly to: Resource;
  readonly hops: readonly (readonly [at: Resource, gateway: string, to: string])[];
}

/** From the one VPC to the other by a transit gateway, or by a peering of two. */
export function crossing(
  via: string | undefined,
  [from, to]: readonly (string | undefined)[],
  world: World,
): Crossing | undefined {
  const through = byKey(world, via);
  if (!through || !/::TransitGateway(PeeringAttachment)?$/.test(through.type) || isTransitHidden(world))
    return undefined;
  const sides = ['TransitGatewayId', 'PeerTransitGatewayId'].map((path) => textAt(through, path));
  const isPeering = isPeer(through);
  const at = (vpc: string | undefined, gateways: readonly (string | undefined)[]) =>
    attachments(world).find(
      (it) => isVpc(it) && vpc && textAt(it, 'VpcId') === vpc && gateways.includes(gatewayOf(it, world)),
    );
  const start = at(from, isPeering ? sides : [via]);
  const own = start && gatewayOf(start, world);
  const other = isPeering ? sides.find((it) => it !== own) : via;
  const end = at(to, [other]);
  if (
    !start ||
    !end ||
    !own ||
    !other ||
    [own, other].some((it) => byKey(world, it)?.type !== 'AWS::EC2::TransitGateway')
  )
    return undefined;
  const hops = isPeering
    ? ([
        [start, own, through.key],
        [through, other, end.key],
      ] as const)
    : ([[start, own, end.key]] as const);
  return { gateway: own, from: start, to: end, hops };
}
const isPeer = (it: Resource) => it.type.endsWith('PeeringAttachment');

export const crossingVias = (vpcs: readonly (string | undefined)[], world: World): readonly string[] =>
  [...ec2(world, 'TransitGateway'), ...ec2(world, 'TransitGatewayPeeringAttachment')]
    .map(({ key }) => key)
    .filter((via) => crossing(via, vpcs, world));

/** Whether ingress rules may name groups of the other VPC, or could. */
export const namesGroups = ({ gateway, from, to, hops }: Crossing, world: World): boolean =>
  hops.length === 1 &&
  isOn(byKey(world, gateway), 'SecurityGroupReferencingSupport', false) &&
  [from, to].every((it) => isOn(it, 'Options.SecurityGroupReferencingSupport', true));

export const takes = ({ from, to }: Crossing, subnet: string, world: World): Choice => [
  [
    gate(departures(from, subnet, world).length > 0),
    families(
      true,
      [from, to].every((it) => isOn(it, 'Options.Ipv6Support', false)),
    ),
  ],
];

/** Subnets with an interface in the zone of this one, or in one that could be it. */
function departures(at: Resource, subnet: string, world: World): readonly string[] {
  const own = keysIn(at);
  if (own.includes(subnet)) return [subnet];
  const near = (key: string) => sameZone(byKey(world, subnet), byKey(world, key));
  const sure = own.find((key) => near(key) === true);
  return sure === undefined ? own.filter((key) => near(key) === undefined) : [sure];
}

function sameZone(a: Resource | undefined, b: Resource | undefined): boolean | undefined {
  for (const path of ['AvailabilityZone', 'AvailabilityZoneId']) {
    const [one, other] = [textAt(a, path), textAt(b, path)];
    if (one === undefined || other === undefined) continue;
    const isPlain =
      [one, other].every((it) => !it.endsWith('⟧')) &&
      one.replace(/[^⟧]*$/, '') === other.replace(/[^⟧]*$/, '');
    return one === other || (isPlain ? false : undefined);
  }
  return undefined;
}

const ends = {
  forward: ['source', 'destinationPort', 'destination'],
  return: ['destination', 'sourcePort', 'source'],
} as const;

export const leaves = ({ from }: Crossing, subnet: string, way: Direction, world: World): Choice =>
  departures(from, subnet, world).map((exit) => [aclFilter(exit, false, ends[way][0], ends[way][1], world)]);

/** Out of an interface of the other VPC: inside one subnet no ACL is asked. */
export const arrives = (
  { to }: Crossing,
  subnet: string,
  way: Direction,
  nat: string | undefined,
  world: World,
): Choice =>
  keysIn(to).map((entry) => [
    ...(nat && way === 'forward' ? [routeFilter(entry, 'destination', nat, world)] : []),
    ...(entry === subnet
      ? []
      : [
          aclFilter(entry, true, ends[way][2], ends[way][1], world),
          aclFilter(subnet, false, ends[way][0], ends[way][1], world),
        ]),
  ]);

export const routes = ({ hops }: Crossing, way: Direction, world: World): Choice => [
  hops.map(([at, gateway, to]) => tableFilter(at, gateway, to, ends[way][2], world)),
];

const defaultOf = (gateway: Resource | undefined, use: 'Association' | 'Propagation') =>
  isOn(gateway, `DefaultRouteTable${use}`, true) && gateway
    ? (textAt(gateway, `${use}DefaultRouteTableId`) ?? `default ${gateway.key}`)
    : undefined;

/** The table that packets of an attachment are looked up in. */
function tableAt({ key }: Resource, gateway: string, world: World): string | undefined {
  const explicit = ec2(world, 'TransitGatewayRouteTableAssociation').find((it) => {
    const of = textAt(byKey(world, textAt(it, 'TransitGatewayRouteTableId')), 'TransitGatewayId');
    return textAt(it, 'TransitGatewayAttachmentId') === key && (of ?? gateway) === gateway;
  });
  return explicit
    ? textAt(explicit, 'TransitGatewayRouteTableId')
    : defaultOf(byKey(world, gateway), 'Association');
}

const isShownTable = (table: string, world: World) =>
  table.startsWith('default ') || byKey(world, table) !== undefined;

interface Entry {
  readonly block: Block | undefined;
  readonly to: string | undefined;
  readonly rank: number;
  readonly isSure: boolean;
}

function entriesOf(table: string, world: World): readonly Entry[] {
  const own = ec2(world, 'TransitGatewayRoute').filter(
    (it) => textAt(it, 'TransitGatewayRouteTableId') === table,
  );
  const written = own.map((it): Entry => {
    const [block] = blocksAt(it, 'DestinationCidrBlock');
    const isDropped = flag(get(it, 'Blackhole')) === true || textAt(it, 'State') === 'blackhole';
    const rank = get(it, 'PrefixListId') ? 1 : textAt(it, 'Type') === 'propagated' ? 2 : 0;
    return {
      block,
      to: isDropped ? undefined : textAt(it, 'TransitGatewayAttachmentId'),
      rank,
      isSure: block !== undefined,
    };
  });
  const spoken = ec2(world, 'TransitGatewayRouteTablePropagation').filter(
    (it) => textAt(it, 'TransitGatewayRouteTableId') === table,
  );
  const keys = new Set([
    ...spoken.map((it) => textAt(it, 'TransitGatewayAttachmentId')),
    ...attachments(world)
      .filter((it) => defaultOf(byKey(world, gatewayOf(it, world)), 'Propagation') === table)
      .map((it) => it.key),
  ]);
  const propagated = [...keys].flatMap((key): Entry[] => {
    const at = byKey(world, key);
    const vpc = at && isVpc(at) ? byKey(world, textAt(at, 'VpcId')) : undefined;
    if (at && isPeer(at)) return [];
    if (!at || !vpc) return [{ block: undefined, to: key, rank: 2, isSure: false }];
    const ipv6 = isOn(at, 'Options.Ipv6Support', false);
    const told = vpcBlocks(vpc.key, world).filter(({ family }) => family === 4 || ipv6);
    const isHidden = hidesBlock(vpc, 4, world) || (ipv6 && hidesBlock(vpc, 6, world));
    return [
      ...told.map((block) => ({ block, to: key, rank: 2, isSure: true })),
      ...(isHidden ? [{ block: undefined, to: key, rank: 2, isSure: false }] : []),
    ];
  });
  const rival = (one: Entry) =>
    propagated.some(({ to, block }) => to !== one.to && block && one.block && overlaps(block, one.block));
  return [...written, ...propagated.map((it) => (rival(it) ? { ...it, isSure: false } : it))];
}

/** Passes what the table of an attachment sends to the other one, or could. */
function tableFilter(
  at: Resource,
  gateway: string,
  to: string,
  side: 'source' | 'destination',
  world: World,
): Filter {
  const table = tableAt(at, gateway, world);
  if (table === undefined) return gate(false);
  if (!isShownTable(table, world)) return gate(true);
  return entriesOf(table, world)
    .filter((it) => it.isSure || it.to === to)
    .sort(
      (a, b) =>
        Number(a.isSure) - Number(b.isSure) ||
        (b.block?.prefix ?? 0) - (a.block?.prefix ?? 0) ||
        a.rank - b.rank,
    )
    .map((it) => ({ passes: it.to === to, box: boxOf({ [side]: it.block }) }));
}

/** What a subnet may send to where nothing is declared, by each way that leads there. */
export function lost(subnet: string, side: Side, world: World): Choice {
  const vpc = textAt(byKey(world, subnet), 'VpcId');
  const named = [...new Set(routesOf(subnet, world)?.flatMap((it) => textAt(it, 'TransitGatewayId') ?? []))];
  return [
    [routeFilter(subnet, side, isOutOfSight, world)],
    ...throughNats(subnet, side, world),
    ...attachments(world)
      .filter(
        (it) =>
          isVpc(it) && textAt(it, 'VpcId') === vpc && named.includes(textAt(it, 'TransitGatewayId') ?? ''),
      )
      .flatMap((at) => {
        const gateway = textAt(at, 'TransitGatewayId') ?? '';
        const there = routeFilter(subnet, side, gateway, world);
        return beyond(at, gateway, side, world, (it) => lostInside(it, side, world)).map((filters) => [
          there,
          ...filters,
        ]);
      }),
  ];
}

/** The next attachments of an attachment, each with the filter that leads there and those of what gets lost behind. */
function beyond(
  at: Resource,
  gateway: string,
  side: Side,
  world: World,
  behind: (subnet: string) => Choice,
  isPeered = false,
): Choice {
  const table = tableAt(at, gateway, world);
  if (table !== undefined && !isShownTable(table, world)) return [[]];
  const targets = new Set(table === undefined ? [] : entriesOf(table, world).flatMap(({ to }) => to ?? []));
  return [...targets].flatMap((key): Choice => {
    const there = tableFilter(at, gateway, key, side, world);
    const next = byKey(world, key);
    const other =
      next &&
      [textAt(next, 'TransitGatewayId'), textAt(next, 'PeerTransitGatewayId')].find((it) => it !== gateway);
    const isShown = next && isVpc(next) && byKey(world, textAt(next, 'VpcId')) && keysIn(next).length > 0;
    const further = isShown
      ? keysIn(next).flatMap(behind)
      : !isPeered && next && isPeer(next) && byKey(world, other)
        ? beyond(
            next,
            other ?? '',
            side,
            world,
            (subnet) => [[routeFilter(subnet, side, () => true, world)]],
            true,
          )
        : [[]];
    return further.map((filters) => [there, ...filters]);
  });
}

/** What is lost of that which comes out of a transit gateway; whether IPv6 may pass a gateway is not documented. */
const lostInside = (subnet: string, side: Side, world: World): Choice => [
  [routeFilter(subnet, side, isLost, world)],
  ...throughNats(subnet, side, world),
  [
    routeFilter(
      subnet,
      side,
      (it) => ['GatewayId', 'EgressOnlyInternetGatewayId'].some((name) => get(it, name)),
      world,
    ),
    [{ passes: true, box: boxOf({ source: { ...everyIpv6, first: ipv6Base } }) }],
  ],
];

const throughNats = (subnet: string, side: Side, world: World): Choice =>
  [...new Set(routesOf(subnet, world)?.flatMap((it) => textAt(it, 'NatGatewayId') ?? []))].map((nat) => {
    const at = textAt(byKey(world, nat), 'SubnetId') ?? '';
    const there = routeFilter(subnet, side, nat, world);
    return byKey(world, at) ? [there, routeFilter(at, side, isLost, world)] : [there];
  });
