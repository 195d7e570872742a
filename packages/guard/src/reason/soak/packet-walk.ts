// The second opinion: one packet at a time through the rules as AWS documents them, over universes small enough to try
// every packet. Imports nothing from the engine; strings and numbers only.

import {
  clientPorts,
  type Entry,
  hostAddresses,
  type NetworkCase,
  natPorts,
  places,
  type Route,
  type Rule,
  type SubnetName,
  serverAddresses,
  strangers,
  type TransitRoute,
  type VpcName,
  vpcBlocks,
  zoneOf,
} from './network-case.ts';

type Link = 'inside' | 'peering' | 'transit';
export type Via = 'gateway' | 'nat' | 'egress-only' | 'hub' | `${Link} ${Link}`;

export interface WalkedPacket {
  readonly family: 4 | 6;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
}

/** What a walk may leave out, to see whether it decides. */
export interface Omissions {
  readonly returnPath?: boolean;
  readonly ipv6?: boolean;
  readonly shortestPrefix?: boolean;
}

/** A packet that gets through, with its way; undefined when none does. */
export function findPacket(
  given: NetworkCase,
  omitted: Omissions = {},
): { packet: WalkedPacket; via: Via } | undefined {
  for (const family of omitted.ipv6 ? ([4] as const) : ([4, 6] as const)) {
    for (const packet of packetsOf(given, family)) {
      const via = waysOf(given).find((way) => walks(given, packet, way, omitted));
      if (via) return { packet, via };
    }
  }
  return undefined;
}

export const waysOf = ({ question, server }: NetworkCase): readonly Via[] =>
  question === 'in'
    ? ['gateway']
    : question === 'out'
      ? ['gateway', 'nat', 'egress-only', 'hub']
      : server === 'Far'
        ? ['peering peering', 'transit transit', 'peering transit', 'transit peering']
        : ['inside inside'];

function* packetsOf({ question, server }: NetworkCase, family: 4 | 6): Generator<WalkedPacket> {
  const host = hostAddresses[family];
  for (const sourcePort of clientPorts) {
    if (question === 'across')
      yield { family, source: host, destination: serverAddresses[server][family], sourcePort };
    else
      for (const stranger of strangers[family])
        yield question === 'in'
          ? { family, source: stranger, destination: host, sourcePort }
          : { family, source: host, destination: stranger, sourcePort };
  }
}

/**
 * Whether the packet gets through this way, and its reply back. `sure`: by whichever of its interfaces a transit gateway
 * takes while all zones work; else by any of them.
 */
export function walks(
  given: NetworkCase,
  packet: WalkedPacket,
  via: Via,
  omitted: Omissions = {},
  sure = false,
): boolean {
  const { family, source, destination, sourcePort } = packet;
  const { port, natSubnet } = given;
  const has = family === 4 || given.ipv6;
  const acl = (subnet: SubnetName, egress: boolean, remote: string, to: number) =>
    aclPasses(given.acls[subnet], egress, remote, to);
  const back = (subnet: SubnetName, egress: boolean, remote: string, to: number) =>
    omitted.returnPath === true || acl(subnet, egress, remote, to);
  const leads = (subnet: SubnetName, address: string) =>
    routeOf(given, subnet, address, omitted.shortestPrefix === true);
  const isPublic = family === 4 ? given.publicAddress : given.ipv6;
  const group = (rules: readonly Rule[], remote: string, member: 'Host' | 'Server' | undefined) =>
    groupAdmits(given, rules, port, remote, member);
  const [forth, home] = via.split(' ');
  const { transit } = given;
  // Rules may name groups behind a transit gateway in ingress alone, and where it is switched on everywhere.
  const isMember = given.question === 'across' && forth !== 'transit';
  const named =
    forth !== 'transit' || ['gateway', 'A', 'B'].every((it) => transit?.references.includes(it as VpcName));
  const leaves = group(given.hostEgress, destination, isMember ? 'Server' : undefined);

  /** From a subnet over the transit gateway into another; `onward` says whether the subnet it comes out in leads on. */
  const crosses = (
    [from, to]: readonly [SubnetName, SubnetName],
    [self, remote]: readonly [string, string],
    port_: number,
    check: typeof acl,
    onward: (entry: SubnetName) => boolean = () => true,
  ): boolean => {
    if (!transit) return false;
    const [start, end] = [places[from].vpc, places[to].vpc];
    const exit = transit.attached[start].find((it) => zoneOf(given, it) === zoneOf(given, from));
    if (!exit || !check(exit, false, self, port_)) return false;
    if (family === 6 && ![start, end].every((vpc) => transit.ipv6.includes(vpc))) return false;
    if (transitRouteOf(given, start, remote, omitted.shortestPrefix === true) !== end) return false;
    const entries = transit.attached[end];
    const near = entries.filter((it) => zoneOf(given, it) === zoneOf(given, exit));
    const passes = (entry: SubnetName) =>
      onward(entry) && (entry === to || (check(entry, true, remote, port_) && check(to, false, self, port_)));
    if (!sure) return entries.some(passes);
    const taken = near.length > 0 && !(end === 'B' && transit.appliance) ? near : entries;
    return taken.length > 0 && taken.every(passes);
  };

  if (given.question === 'in') {
    return (
      given.attached &&
      bpaLets(given, 'two-way') &&
      isPublic &&
      acl('Host', false, source, port) &&
      group(given.hostIngress, source, undefined) &&
      back('Host', true, source, sourcePort) &&
      (omitted.returnPath === true || leads('Host', source) === 'gateway')
    );
  }
  if (given.question === 'out') {
    const own = () => acl('Host', true, destination, port) && back('Host', false, destination, sourcePort);
    if (!leaves) return false;
    if (via === 'gateway')
      return (
        given.attached &&
        bpaLets(given, 'two-way') &&
        isPublic &&
        own() &&
        leads('Host', destination) === 'gateway'
      );
    if (via === 'egress-only')
      return (
        family === 6 && isPublic && bpaLets(given, 'outward') && own() && leads('Host', destination) === via
      );
    if (via === 'hub')
      return (
        family === 4 &&
        acl('Host', true, destination, port) &&
        leads('Host', destination) === 'transit' &&
        crosses(
          ['Host', 'Exit'],
          [source, destination],
          port,
          acl,
          (entry) => routeOf(given, entry, destination, omitted.shortestPrefix === true) === 'nat',
        ) &&
        bpaLets(given, 'outward') &&
        acl('Exit', true, destination, port) &&
        leads('Exit', destination) === 'gateway' &&
        natPorts.some((chosen) => back('Exit', false, destination, chosen)) &&
        (omitted.returnPath === true ||
          (back('Exit', true, source, sourcePort) &&
            leads('Exit', source) === 'transit' &&
            crosses(['Exit', 'Host'], [destination, source], sourcePort, back)))
      );
    const apart = natSubnet !== 'Host';
    return (
      family === 4 &&
      leads('Host', destination) === 'nat' &&
      (!apart ||
        (own() && acl(natSubnet, false, source, port) && back(natSubnet, true, source, sourcePort))) &&
      given.attached &&
      bpaLets(given, 'outward') &&
      acl(natSubnet, true, destination, port) &&
      leads(natSubnet, destination) === 'gateway' &&
      natPorts.some((chosen) => back(natSubnet, false, destination, chosen))
    );
  }
  const { server } = given;
  if (!has || !leaves || !group(given.serverIngress, source, named ? 'Host' : undefined)) return false;
  if (server === 'Host') return true;
  const there =
    acl('Host', true, destination, port) &&
    (forth === 'transit'
      ? leads('Host', destination) === 'transit' &&
        crosses(['Host', server], [source, destination], port, acl)
      : acl(server, false, source, port) &&
        (forth === 'inside' || (given.peered && leads('Host', destination) === 'peering')));
  if (!there || omitted.returnPath === true) return there;
  return (
    back(server, true, source, sourcePort) &&
    (home === 'transit'
      ? leads(server, source) === 'transit' &&
        crosses([server, 'Host'], [destination, source], sourcePort, back)
      : back('Host', false, destination, sourcePort) &&
        (home === 'inside' || (given.peered && leads(server, source) === 'peering')))
  );
}

/** Where the table of a VPC's attachment sends an address: the longest prefix, of one block the static route. */
function transitRouteOf(
  { transit }: NetworkCase,
  from: VpcName,
  address: string,
  shortest: boolean,
): VpcName | 'nowhere' | undefined {
  if (!transit) return undefined;
  const table = transit.associations[from];
  if (!transit.defaults && table === undefined) return undefined;
  const isAttached = (vpc: VpcName) => transit.attached[vpc].length > 0;
  const propagating = (['A', 'B', 'Hub'] as const).filter(
    (vpc) =>
      isAttached(vpc) &&
      (transit.defaults || transit.propagations.some(([one, to]) => one === vpc && to === table)),
  );
  const written = transit.defaults || !table ? [] : transit.routes[table];
  const fitting = [
    ...written.filter(({ target }) => target === 'nowhere' || isAttached(target)),
    ...propagating.flatMap((vpc) =>
      vpcBlocks[vpc]
        .filter((block) => !block.includes(':') || transit.ipv6.includes(vpc))
        .map((to): TransitRoute => ({ to, target: vpc })),
    ),
  ].filter(({ to }) => inside(address, to));
  const length = ({ to }: TransitRoute) => Number(to.split('/')[1]);
  // Static routes stand first, and sorting keeps what is equal in its order.
  return fitting.toSorted((a, b) => (shortest ? length(a) - length(b) : length(b) - length(a)))[0]?.target;
}

function bpaLets({ block, exclusion }: NetworkCase, use: 'two-way' | 'outward'): boolean {
  if (block === 'off' || exclusion === 'allow-bidirectional') return true;
  return use === 'outward' && (block === 'block-ingress' || exclusion === 'allow-egress');
}

function groupAdmits(
  { list }: NetworkCase,
  rules: readonly Rule[],
  port: number,
  remote: string,
  member: string | undefined,
): boolean {
  return rules.some(({ protocol, from, to, peer }) => {
    if (protocol === 'udp' || (protocol === 'tcp' && (port < from || port > to))) return false;
    if ('group' in peer) return peer.group === member;
    return ('list' in peer ? list : [peer.cidr]).some((block) => inside(remote, block));
  });
}

function aclPasses(
  entries: readonly Entry[] | undefined,
  egress: boolean,
  remote: string,
  port: number,
): boolean {
  if (!entries) return true;
  const ordered = entries.filter((it) => it.egress === egress).sort((a, b) => a.number - b.number);
  const first = ordered.find(
    ({ protocol, from, to, cidr }) =>
      (protocol === -1 || (protocol === 6 && port >= from && port <= to)) && inside(remote, cidr),
  );
  return first?.allow ?? false;
}

function routeOf(
  given: NetworkCase,
  subnet: SubnetName,
  address: string,
  shortest: boolean,
): Route['target'] | 'local' | undefined {
  if (vpcBlocks[places[subnet].vpc].some((block) => inside(address, block))) return 'local';
  const all = (given.routes[subnet] ?? []).flatMap(({ to, target }) =>
    (typeof to === 'string' ? [to] : given.list).map((block) => ({
      block,
      target,
      listed: typeof to !== 'string',
    })),
  );
  const fitting = all.filter(({ block }) => inside(address, block));
  const length = (block: string) => Number(block.split('/')[1]);
  // Of one block: the route that names it goes before the one that names a list.
  fitting.sort(
    (a, b) =>
      (shortest ? length(a.block) - length(b.block) : length(b.block) - length(a.block)) ||
      Number(a.listed) - Number(b.listed),
  );
  return fitting[0]?.target;
}

export function inside(address: string, block: string): boolean {
  return address.includes(':') === block.includes(':') && bitsOf(address).startsWith(firstBitsOf(block));
}

/** The universes are small: a walk asks for the same few texts again and again, and spelling their bits was most of it. */
function remembered(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text) ?? work(text);
    known.set(text, found);
    return found;
  };
}

const bitsOf = remembered((address) => (address.includes(':') ? ipv6Bits(address) : ipv4Bits(address)));

const firstBitsOf = remembered((block) => {
  const [base = '', length = ''] = block.split('/');
  return bitsOf(base).slice(0, Number(length));
});

const ipv4Bits = (text: string) =>
  text
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');

function ipv6Bits(text: string): string {
  const [head = '', tail = ''] = text.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const middle = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...middle, ...after]
    .map((part) => Number.parseInt(part, 16).toString(2).padStart(16, '0'))
    .join('');
}
