// What no template shows: private networks, firewalls, appliances, and whatever a transit gateway hands to one of them.
// Packets that may get there are lost to our sight: a question about them is never closed by what stands behind.

import type { Route, Subnet } from '../model/network.ts';
import type { TransitAttachment } from '../model/transit.ts';
import { readable } from '../read/cloudformation/value.ts';
import type { Stage } from './answer.ts';
import { type BoxSet, empty, intersect, union, unionAll } from './boxes.ts';
import { mirrored, type Placed, routed, tableOf } from './routes.ts';
import { everything, family, type Ground, gate, remembered } from './stages.ts';
import { isModelled, tableOfAttachment, transitRouted } from './transit.ts';

export const elsewhere = { via: 'elsewhere', name: 'a firewall, private network or appliance' } as const;

type Leads = (route: Route) => boolean;

const isOutOfSight =
  ({ network }: Ground): Leads =>
  ({ target, via }) =>
    target === 'appliance' ||
    target === 'other' ||
    (target === 'transit-gateway' && !isModelled(network, via));

const isTransit: Leads = ({ target }) => target === 'transit-gateway';
/** Beyond an interface of a transit gateway: back to one, its packets are followed no further. */
const isLost =
  (ground: Ground): Leads =>
  (route) =>
    isTransit(route) || isOutOfSight(ground)(route);

/** Whether packets may leave the subnet for what no template shows: a route says so, or its table is not given. */
export const leadsElsewhere = (ground: Ground, subnet: Subnet): boolean =>
  tableOf(ground, subnet)?.routes.some(
    (route) => isLost(ground)(route) || (route.target === 'nat-gateway' && isRelay(ground, route.via)),
  ) ?? true;

/** A NAT gateway before such a thing: its own subnet leads there, or is not given. */
function isRelay(ground: Ground, nat: string | undefined): boolean {
  const subnet = ground.network.subnets.get(ground.network.natGateways.get(nat ?? '')?.subnet ?? '');
  return (subnet && tableOf(ground, subnet)?.routes.some(isLost(ground))) ?? true;
}

/** Whether some NAT gateway may give packets another source before they come back from elsewhere. */
export const isTranslated = (ground: Ground): boolean =>
  remembered(ground, 'translated', '', () =>
    [...ground.network.natGateways.keys()].some((nat) => isRelay(ground, nat)),
  );

/** Packets that leave the subnet for elsewhere; `return`: replies that do, to wherever the packet came from. */
export function elsewhereStage(ground: Ground, placement: Placed, direction: 'forward' | 'return'): Stage {
  const { subnet } = placement;
  const kind = `route-${direction}` as const;
  const table = tableOf(ground, subnet);
  if (table === undefined) {
    const hidden = `route table ${readable(subnet.routeTable ?? '')} of ${subnet.place.id} is not in the given templates`;
    return gate(ground, kind, subnet.key, subnet.place, hidden, 'a route leads there', hidden);
  }
  const leading = table.routes.filter(isLost(ground));
  const [first] = leading;
  const set = remembered(ground, 'elsewhere', subnet.key, () => lost(ground, placement));
  const could = direction === 'return' ? mirrored(set) : set;
  const text = `${subnet.place.id} routes ${direction === 'return' ? 'the reply ' : ''}to ${elsewhere.name}`;
  return {
    kind,
    at: subnet.key,
    place: first?.place ?? table.place,
    could,
    surely: empty,
    uncertain:
      ground.network.transit.hidden ??
      table.routes.find(({ uncertain }) => uncertain)?.uncertain ??
      `where ${first?.place.id ?? `a NAT gateway of ${table.place.id}`} leads in the end is decided outside of the given templates`,
    closed: `${subnet.place.id} has no route to ${elsewhere.name}${direction === 'return' ? ' for the reply' : ''}`,
    explain: () => ({ text, place: first?.place ?? table.place }),
  };
}

/** Packets that the table of a subnet sends to such routes, or could. */
function led(ground: Ground, { subnet, vpc }: Placed, leadsBy: Leads): BoxSet {
  const table = tableOf(ground, subnet);
  return table ? routed(ground.space, table, vpc.blocks, { leadsBy }, 'could') : everything(ground);
}

/** The gateways of one kind that the table of a subnet names. */
const named = (ground: Ground, { subnet }: Placed, target: Route['target']): string[] => [
  ...new Set(
    tableOf(ground, subnet)?.routes.flatMap((route) => (route.target === target ? (route.via ?? []) : [])),
  ),
];

function lost(ground: Ground, from: Placed): BoxSet {
  const { transit } = ground.network;
  const attached = (gateway: string) =>
    transit.attachments.filter((it) => it.vpc === from.vpc.key && it.gateway === gateway);
  return unionAll([
    led(ground, from, isOutOfSight(ground)),
    ...throughNat(ground, from),
    ...named(ground, from, 'transit-gateway')
      .filter((gateway) => isModelled(ground.network, gateway))
      .flatMap((gateway) =>
        attached(gateway).map((start) =>
          intersect(
            led(ground, from, ({ via }) => via === gateway),
            beyond(ground, start, gateway, (to) => behind(ground, to, gateway)),
          ),
        ),
      ),
  ]);
}

/** What a NAT gateway hands on to elsewhere. */
const throughNat = (ground: Ground, from: Placed): BoxSet[] =>
  named(ground, from, 'nat-gateway').map((nat) => {
    const { natGateways, subnets, vpcs } = ground.network;
    const subnet = subnets.get(natGateways.get(nat)?.subnet ?? '');
    const vpc = vpcs.get(subnet?.vpc ?? '');
    const to = led(ground, from, ({ via }) => via === nat);
    return subnet && vpc ? intersect(to, led(ground, { subnet, vpc }, isLost(ground))) : to;
  });

/** What the table of an attachment sends to each other attachment, and what gets lost behind that. */
function beyond(
  ground: Ground,
  start: TransitAttachment,
  gateway: string,
  past: (attachment: TransitAttachment | undefined) => BoxSet,
): BoxSet {
  const { network, space } = ground;
  const asked = tableOfAttachment(network, start.key, gateway);
  if (asked === undefined) return empty;
  const { table } = asked;
  if (table === undefined) return everything(ground);
  const targets = new Set(table.routes.flatMap(({ attachment }) => attachment ?? []));
  return unionAll(
    [...targets].map((key) =>
      intersect(
        transitRouted(space, table, (attachment) => attachment === key, 'could'),
        past(network.transit.attachments.find((it) => it.key === key)),
      ),
    ),
  );
}

function behind(ground: Ground, to: TransitAttachment | undefined, gateway: string): BoxSet {
  const { network } = ground;
  if (to === undefined || to.kind === 'outside') return everything(ground);
  if (to.kind === 'vpc') return ofSubnets(ground, to, (entry) => lostInside(ground, entry));
  const other = to.gateway === gateway ? to.peer : to.gateway;
  if (!network.transit.gateways.has(other ?? '')) return everything(ground);
  // Behind a peering no way to the internet is followed: what a VPC there does not keep is lost.
  return beyond(ground, to, other ?? '', (end) =>
    end?.kind === 'vpc'
      ? ofSubnets(ground, end, (entry) => led(ground, entry, () => true))
      : everything(ground),
  );
}

function ofSubnets(
  ground: Ground,
  { vpc, subnets }: TransitAttachment,
  of: (entry: Placed) => BoxSet,
): BoxSet {
  const place = ground.network.vpcs.get(vpc ?? '');
  if (!place || subnets.length === 0) return everything(ground);
  return unionAll(
    subnets.map((key) => {
      const subnet = ground.network.subnets.get(key);
      return subnet ? of({ subnet, vpc: place }) : everything(ground);
    }),
  );
}

/** What comes out of a transit gateway's interface and is lost there. Whether IPv6 may pass a gateway is not documented. */
function lostInside(ground: Ground, entry: Placed): BoxSet {
  const isOutward: Leads = ({ target }) => target === 'internet-gateway' || target === 'egress-only-gateway';
  return union(
    unionAll([led(ground, entry, isLost(ground)), ...throughNat(ground, entry)]),
    intersect(led(ground, entry, isOutward), family(ground, true)),
  );
}
