// Where a route table sends packets: the longest prefix decides, and what stays inside the VPC is never routed out.

import { type Block, withoutInner } from '../addresses.ts';
import type { Network, Route, RouteTable, Subnet, Vpc } from '../model/network.ts';
import { readable } from '../read/cloudformation/value.ts';
import { firstHolding, type Stage } from './answer.ts';
import { type BoxSet, empty, intersect, subtract, union } from './boxes.ts';
import type { Certainty } from './filters.ts';
import { type PacketSpace, packets } from './packet-space.ts';
import { type Ground, gate, remembered } from './stages.ts';

/** One way out of a VPC, as routes name it. */
export interface Way {
  /** `internet-gateway`, `elsewhere`, or the key of a NAT gateway, egress-only gateway or peering connection. */
  readonly via: string;
  readonly name: string;
  leadsBy(route: Route): boolean;
}

export const internetGateway: Way = {
  via: 'internet-gateway',
  name: 'an internet gateway',
  leadsBy: ({ target }) => target === 'internet-gateway',
};

/** Transit gateways, private networks and everything else whose own tables no template shows. */
export const elsewhere: Way = {
  via: 'elsewhere',
  name: 'a transit gateway or private network',
  leadsBy: ({ target }) => target === 'transit-gateway' || target === 'other',
};

export const wayThrough = (key: string, name: string): Way => ({
  via: key,
  name,
  leadsBy: ({ via }) => via === key,
});

/** The table of a subnet; undefined when the input names one that it does not declare. */
export function tableOf({ network }: Ground, subnet: Subnet): RouteTable | undefined {
  if (subnet.routeTable !== undefined) return network.routeTables.get(subnet.routeTable);
  return mainTable(network, subnet);
}

/** The main table holds local routes, and any route whose table cannot be read. */
const mainTable = ({ strayRoutes }: Network, { place }: Subnet): RouteTable => ({
  key: '',
  place,
  routes: strayRoutes,
});

/** `forward`: the packet leaves the subnet by this way. `return`: the reply does, to where the packet came from. */
export const routeStage = (
  ground: Ground,
  placement: Placed,
  direction: 'forward' | 'return',
  way: Way,
): Stage =>
  remembered(ground, `route-${direction} ${placement.subnet.key} ${way.via}`, () =>
    readRouteStage(ground, placement, direction, way),
  );

interface Placed {
  readonly subnet: Subnet;
  readonly vpc: Vpc;
}

function readRouteStage(
  ground: Ground,
  { subnet, vpc }: Placed,
  direction: 'forward' | 'return',
  way: Way,
): Stage {
  const { space } = ground;
  const kind = `route-${direction}` as const;
  const table = tableOf(ground, subnet);
  if (table === undefined) {
    const hidden = `route table ${readable(subnet.routeTable ?? '')} of ${subnet.place.id} is not in the given templates`;
    return gate(ground, kind, subnet.key, subnet.place, hidden, 'a route leads there', hidden);
  }
  const turn = direction === 'return' ? mirrored : (set: BoxSet) => set;
  const surely = turn(routed(space, table, vpc.blocks, way, 'surely'));
  const leading = table.routes.filter((route) => way.leadsBy(route));
  const text = `${subnet.place.id} routes ${direction === 'return' ? 'the reply ' : ''}to ${way.name}`;
  const side = direction === 'return' ? 'source' : 'destination';
  return {
    kind,
    at: subnet.key,
    place: leading[0]?.place ?? table.place,
    could: turn(routed(space, table, vpc.blocks, way, 'could')),
    surely,
    uncertain: table.routes.find(({ uncertain }) => uncertain)?.uncertain,
    closed: `${subnet.place.id} has no route to ${way.name}${direction === 'return' ? ' for the reply' : ''}`,
    explain: (point) =>
      firstHolding(
        leading.map((route) => ({
          set: route.destination ? intersect(surely, packets(space, { [side]: [route.destination] })) : empty,
          step: { text, place: route.place },
        })),
        point,
        { text, place: table.place },
      ),
  };
}

/** Destinations that a table sends this way. */
function routed(
  space: PacketSpace,
  table: RouteTable,
  local: readonly Block[],
  way: Way,
  certainty: Certainty,
): BoxSet {
  let undecided = subtract(packets(space, {}), packets(space, { destination: withoutInner(local) }));
  let found: BoxSet = empty;
  // A route that cannot be read could be more specific than any other, so it is weighed before them all.
  for (const route of table.routes.filter(({ uncertain }) => uncertain !== undefined)) {
    const could = way.leadsBy(route) || route.via === undefined;
    if (certainty === 'could' && could) found = undecided;
    if (certainty === 'surely' && (route.via === undefined || !way.leadsBy(route))) undecided = empty;
  }
  const readable = table.routes.flatMap((route) =>
    route.destination && route.uncertain === undefined ? { route, destination: route.destination } : [],
  );
  for (const { route, destination } of readable.sort((a, b) => b.destination.prefix - a.destination.prefix)) {
    const matched = intersect(undecided, packets(space, { destination: [destination] }));
    if (way.leadsBy(route)) found = union(found, matched);
    undecided = subtract(undecided, matched);
  }
  return found;
}

/** Routes speak of destinations; the reply's destination is the packet's source. */
function mirrored(set: BoxSet): BoxSet {
  return set.map(([sourceLow = 0, sourceHigh = 0, low = 0, high = 0, ...rest]) => [
    low,
    high,
    sourceLow,
    sourceHigh,
    ...rest,
  ]);
}
