// Transit gateways out of their CloudFormation spelling. Invariant: what cannot be read makes all transit gateways
// unknown (`hidden`), for one unread route may go before every other.

import { type Block, overlaps, parseCidr } from '../addresses.ts';
import type { Resource } from '../read/closed-world.ts';
import { flag, text, unknownReason } from '../read/cloudformation/value.ts';
import type { Vpc } from './network.ts';
import { placeOf } from './place.ts';
import { hiddenIn, property, propertyText, type Resources, texts } from './resources.ts';
import {
  associationKey,
  type Transit,
  type TransitAttachment,
  type TransitGateway,
  type TransitRoute,
  type TransitTable,
} from './transit.ts';

const ec2 = (name: string) => `AWS::EC2::${name}`;
const vpcAttachments = [ec2('TransitGatewayAttachment'), ec2('TransitGatewayVpcAttachment')];
const outsideTypes = [ec2('VPNConnection'), ec2('TransitGatewayConnect'), 'recorded transit attachment'];
const parts = [
  ...vpcAttachments,
  ...['', 'PeeringAttachment', 'Route', 'RouteTable', 'RouteTableAssociation', 'RouteTablePropagation'].map(
    (name) => ec2(`TransitGateway${name}`),
  ),
];
/** These join a transit gateway to networks of their own kind, whose routes come in by themselves. */
const meshTypes = [
  'AWS::NetworkManager::TransitGatewayPeering',
  'AWS::NetworkManager::TransitGatewayRouteTableAttachment',
];

/** An option is written on or off; `Options` is a map in templates and in recorded answers alike. */
const isOn = (resource: Resource, path: string, otherwise: boolean): boolean => {
  const written = propertyText(resource, path)?.toLowerCase();
  return written === undefined ? otherwise : written === 'enable';
};

export function readTransit(resources: Resources, vpcs: ReadonlyMap<string, Vpc>): Transit {
  const gateways = resources.ofType(ec2('TransitGateway'));
  const attachments = readAttachments(resources, gateways);
  return {
    gateways: new Map(gateways.map((it) => [it.key, readGateway(it)])),
    attachments,
    tables: readTables(resources, gateways, attachments, vpcs),
    associations: readAssociations(resources, gateways, attachments),
    hidden: hiddenPart(resources),
  };
}

const readGateway = (gateway: Resource): TransitGateway => ({
  key: gateway.key,
  place: placeOf(gateway),
  groupReferences: isOn(gateway, 'SecurityGroupReferencingSupport', false),
});

function hiddenPart(resources: Resources): string | undefined {
  const [mesh] = resources.ofType(...meshTypes);
  if (mesh) return `${mesh.id} joins a transit gateway to a network of Cloud WAN, which is not modelled`;
  const unread = (it: Resource) =>
    [...it.properties.entries]
      .filter(([name]) => name !== 'Tags' && name !== 'Description')
      .map(([, value]) => unknownReason(value));
  return [
    ...resources.ofType(...parts).flatMap(unread),
    ...resources.ofType(...outsideTypes).map((it) => hiddenIn(it, 'TransitGatewayId')),
  ].find((reason) => reason !== undefined);
}

function readAttachments(resources: Resources, gateways: readonly Resource[]): TransitAttachment[] {
  const gatewayOf = (it: Resource) =>
    gateways.find(({ key }) => key === propertyText(it, 'TransitGatewayId'));
  const ofVpcs = resources.ofType(...vpcAttachments).map(
    (it): TransitAttachment => ({
      ...base(it),
      kind: 'vpc',
      vpc: propertyText(it, 'VpcId'),
      subnets: texts(property(it, 'SubnetIds')).values,
      ipv6: isOn(it, 'Options.Ipv6Support', false),
      groupReferences: isOn(it, 'Options.SecurityGroupReferencingSupport', true),
      applianceMode: isOn(it, 'Options.ApplianceModeSupport', false),
      uncertain: acceptance(it, gatewayOf(it)),
    }),
  );
  const peerings = resources.ofType(ec2('TransitGatewayPeeringAttachment')).map(
    (it): TransitAttachment => ({
      ...base(it),
      kind: 'peering',
      peer: propertyText(it, 'PeerTransitGatewayId'),
      ipv6: true,
      // Templates cannot accept a peering; a recorded one tells its state.
      uncertain:
        propertyText(it, 'State') === 'available'
          ? undefined
          : `whether the peering ${it.id} is accepted is decided outside of the given templates`,
    }),
  );
  const outside = resources.ofType(...outsideTypes).flatMap((it): TransitAttachment[] => {
    const transport = ofVpcs.find(
      ({ key }) => key === propertyText(it, 'TransportTransitGatewayAttachmentId'),
    );
    const gateway = propertyText(it, 'TransitGatewayId') ?? transport?.gateway;
    return gateway === undefined ? [] : [{ ...base(it), gateway, ipv6: true }];
  });
  // Both accounts of a shared attachment, and both regions of a peering, record it.
  return [...new Map([...ofVpcs, ...peerings, ...outside].map((it) => [it.key, it])).values()];
}

const base = (it: Resource): TransitAttachment => ({
  key: it.key,
  place: placeOf(it),
  gateway: propertyText(it, 'TransitGatewayId') ?? '',
  kind: 'outside',
  vpc: undefined,
  subnets: [],
  peer: undefined,
  ipv6: false,
  groupReferences: false,
  applianceMode: false,
  uncertain: undefined,
});

const accountOf = (it: Resource | undefined) => /^aws:\/\/([^/]*)/.exec(it?.environment ?? '')?.[1];

/** An attachment of another account waits until the gateway's account accepts it; a recorded one tells its state. */
function acceptance(it: Resource, gateway: Resource | undefined): string | undefined {
  const [own, other] = [accountOf(it), accountOf(gateway)];
  const isForeign = own !== undefined && other !== undefined && own !== other;
  if (!isForeign || !gateway || propertyText(it, 'State') === 'available') return undefined;
  if (isOn(gateway, 'AutoAcceptSharedAttachments', false)) return undefined;
  return `whether ${it.id} is accepted by the account of ${gateway.id} is decided outside of the given templates`;
}

/** The table that new attachments are associated with and propagate to, when they are. */
const defaultTable = (gateway: Resource, use: 'Association' | 'Propagation'): string | undefined =>
  isOn(gateway, `DefaultRouteTable${use}`, true)
    ? (propertyText(gateway, `${use}DefaultRouteTableId`) ?? bornTable(gateway))
    : undefined;

const bornTable = ({ key }: Resource): string => `default table of ${key}`;

function readAssociations(
  resources: Resources,
  gateways: readonly Resource[],
  attachments: readonly TransitAttachment[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const gateway of gateways) {
    const table = defaultTable(gateway, 'Association');
    for (const { key } of attachments.filter((it) => it.gateway === gateway.key))
      if (table !== undefined) found.set(associationKey(key, gateway.key), table);
  }
  for (const it of resources.ofType(ec2('TransitGatewayRouteTableAssociation'))) {
    const table = propertyText(it, 'TransitGatewayRouteTableId') ?? '';
    const attachment = propertyText(it, 'TransitGatewayAttachmentId') ?? '';
    const declared = resources.byKey.get(table);
    const own = attachments.find(({ key }) => key === attachment)?.gateway;
    const gateway = (declared && propertyText(declared, 'TransitGatewayId')) ?? own ?? '';
    found.set(associationKey(attachment, gateway), table);
  }
  return found;
}

function readTables(
  resources: Resources,
  gateways: readonly Resource[],
  attachments: readonly TransitAttachment[],
  vpcs: ReadonlyMap<string, Vpc>,
): ReadonlyMap<string, TransitTable> {
  const routes = new Map<string, TransitRoute[]>();
  const add = (table: string, ...more: readonly TransitRoute[]) =>
    routes.set(table, [...(routes.get(table) ?? []), ...more]);
  for (const it of resources.ofType(ec2('TransitGatewayRoute')))
    add(propertyText(it, 'TransitGatewayRouteTableId') ?? '', readRoute(it));
  const propagating = new Map<string, Set<TransitAttachment>>();
  const propagate = (table: string | undefined, attachment: TransitAttachment | undefined) => {
    if (table === undefined || attachment === undefined) return;
    propagating.set(table, (propagating.get(table) ?? new Set()).add(attachment));
  };
  for (const gateway of gateways)
    for (const attachment of attachments.filter((it) => it.gateway === gateway.key))
      propagate(defaultTable(gateway, 'Propagation'), attachment);
  for (const it of resources.ofType(ec2('TransitGatewayRouteTablePropagation')))
    propagate(
      propertyText(it, 'TransitGatewayRouteTableId'),
      attachments.find(({ key }) => key === propertyText(it, 'TransitGatewayAttachmentId')) ?? {
        ...base(it),
        key: propertyText(it, 'TransitGatewayAttachmentId') ?? '',
      },
    );
  for (const [table, members] of propagating)
    add(table, ...withOverlaps([...members].flatMap((it) => propagated(it, vpcs))));
  // A table that is named and not declared may hold any routes: it is none of these.
  const born = gateways.map((it) => ({ key: bornTable(it), owner: it }));
  const declared = resources
    .ofType(ec2('TransitGatewayRouteTable'))
    .map((it) => ({ key: it.key, owner: it }));
  return new Map(
    [...born, ...declared].map(({ key, owner }) => [
      key,
      { key, place: placeOf(owner), routes: routes.get(key) ?? [] },
    ]),
  );
}

function readRoute(route: Resource): TransitRoute {
  const destination = property(route, 'DestinationCidrBlock');
  const isDropped =
    flag(property(route, 'Blackhole')) === true || propertyText(route, 'State') === 'blackhole';
  const recordedRank = propertyText(route, 'Type') === 'propagated' ? 2 : 0;
  return {
    place: placeOf(route, 'DestinationCidrBlock', destination),
    destination: parseCidr(text(destination) ?? ''),
    attachment: isDropped ? undefined : propertyText(route, 'TransitGatewayAttachmentId'),
    rank: property(route, 'PrefixListId') ? 1 : recordedRank,
    uncertain: unknownReason(route.properties),
  };
}

/** A VPC propagates its blocks, a VPN what its other side tells; over a peering nothing is propagated. */
function propagated(attachment: TransitAttachment, vpcs: ReadonlyMap<string, Vpc>): TransitRoute[] {
  const { key, kind, place, ipv6, vpc } = attachment;
  if (kind === 'peering') return [];
  const route = (destination: Block | undefined, uncertain: string | undefined): TransitRoute => ({
    place,
    destination,
    attachment: key,
    rank: 2,
    uncertain,
  });
  const owner = kind === 'vpc' ? vpcs.get(vpc ?? '') : undefined;
  if (!owner) return [route(undefined, `which routes ${place.id} propagates is not in the given templates`)];
  const isCarried = ({ family }: Block) => family === 4 || ipv6;
  const hidden = `a block of ${owner.place.id} is chosen by a pool or by AWS`;
  return [
    ...owner.blocks.filter(isCarried).map((block) => route(block, undefined)),
    ...owner.hiddenBlocks.filter(isCarried).map(() => route(undefined, hidden)),
  ];
}

/** Of two VPCs whose blocks overlap, AWS propagates those of the one that was attached first: no template says which. */
const withOverlaps = (routes: readonly TransitRoute[]): TransitRoute[] =>
  routes.map((route) => {
    const rival = routes.find(
      ({ attachment, destination }) =>
        attachment !== route.attachment &&
        destination &&
        route.destination &&
        overlaps(destination, route.destination),
    );
    return rival
      ? {
          ...route,
          uncertain: `${route.place.id} and ${rival.place.id} propagate blocks that overlap: one of them is left out`,
        }
      : route;
  });
