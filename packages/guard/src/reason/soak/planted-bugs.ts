// Bugs to plant in a copy of the engine, each one a mistake somebody could make. The soak must find every one of them,
// or its silence about the real engine means nothing.

import type { PlantedBug } from './plant.ts';

const bug = (name: string, file: string, from: string, to: string): PlantedBug => ({ name, file, from, to });

export const plantedBugs: readonly PlantedBug[] = [
  bug(
    'the last matching entry of a network ACL decides',
    'model/read-segments.ts',
    'all.toSorted((a, b) => a.number - b.number)',
    'all.toSorted((a, b) => b.number - a.number)',
  ),
  bug(
    'a network ACL allows what no entry names',
    'reason/filters.ts',
    'undecided = subtract(undecided, matched); } return allowed;',
    'undecided = subtract(undecided, matched); } return union(allowed, undecided);',
  ),
  bug(
    'the reply to a server is not filtered on its way out',
    'reason/reachability.ts',
    "aclStage(ground, subnet, 'acl-return-egress', true, replyLeaving),",
    '',
  ),
  bug(
    'the reply goes to the port that was asked for',
    'reason/stages.ts',
    ': { protocol, sourcePorts: ports };',
    ': { protocol, destinationPorts: ports };',
  ),
  bug(
    'the shortest prefix decides',
    'reason/routes.ts',
    'b.destination.prefix - a.destination.prefix',
    'a.destination.prefix - b.destination.prefix',
  ),
  bug(
    'a prefix list goes before the route that names its block',
    'reason/routes.ts',
    'Number(a.route.byList) - Number(b.route.byList)',
    'Number(b.route.byList) - Number(a.route.byList)',
  ),
  bug(
    'of a prefix list only the outer blocks are routed',
    'model/read-segments.ts',
    'return blocks.map((block) => ({ ...read, place, byList: true, destination: block }));',
    'return blocks.filter((block) => !blocks.some((it) => it.prefix < block.prefix)).map((block) => ({ ...read, place, byList: true, destination: block }));',
  ),
  bug(
    'a less specific route shadows nothing',
    'reason/routes.ts',
    'undecided = subtract(undecided, matched); }',
    '}',
  ),
  bug(
    'an egress-only gateway carries IPv4',
    'reason/to-internet.ts',
    'const ipv6 = family(ground, true);',
    'const ipv6 = union(family(ground, true), family(ground, false));',
  ),
  bug(
    'IPv6 needs a public IPv4 address',
    'reason/stages.ts',
    'isDualStack : (owner.hasIpv6 ?? subnet.assignsIpv6);',
    'isDualStack : ((owner.hasIpv6 ?? subnet.assignsIpv6) && owner.hasPublicAddress);',
  ),
  bug(
    'the subnet of a NAT gateway needs no route',
    'reason/to-internet.ts',
    "routeStage(ground, at, 'forward', internetGateway),",
    '',
  ),
  bug(
    'replies through a NAT gateway come to the port of the host',
    'reason/to-internet.ts',
    "toSomeNatPort(ground, aclStage(ground, at.subnet, 'acl-nat-return', false, replyEntering)),",
    "aclStage(ground, at.subnet, 'acl-nat-return', false, replyEntering),",
  ),
  bug(
    'a packet to a NAT gateway passes no ACL on its way in',
    'reason/to-internet.ts',
    "...(sameSubnet ? [] : [aclStage(ground, natSubnet, 'acl-ingress', false, entering)]),",
    '',
  ),
  bug(
    'one route is enough for a peering connection',
    'reason/between.ts',
    "back: [replyOut, routeStage(ground, target, 'return', way), replyIn],",
    'back: [replyOut, replyIn],',
  ),
  bug(
    'no peering connection joins anything',
    'reason/between.ts',
    'const fits = ends.every((end) => joins.includes(end));',
    'const fits = false;',
  ),
  bug(
    'the first block of a prefix list stands for all',
    'model/read-groups.ts',
    'blocks: blocks && withoutInner(blocks) };',
    'blocks: blocks && withoutInner(blocks).slice(0, 1) };',
  ),
  bug(
    'a group reference admits everybody',
    'reason/filters.ts',
    "return remote.groups?.includes(peer.key) ? 'all' : 'none';",
    "return 'all';",
  ),
  bug(
    'a group reference admits nobody',
    'reason/filters.ts',
    "return remote.groups?.includes(peer.key) ? 'all' : 'none';",
    "return 'none';",
  ),
  bug(
    'an ACL stands between two hosts of one subnet',
    'reason/between.ts',
    'const crosses = source.subnet.key !== target.subnet.key;',
    'const crosses = true;',
  ),
  bug(
    'Block Public Access never minds a client behind the gateway',
    'reason/block-public-access.ts',
    "use: GatewayUse = 'two-way'",
    "use: GatewayUse = 'outward'",
  ),
  bug(
    'an exclusion for egress lets connections in',
    'reason/block-public-access.ts',
    "(mode === 'allow-egress' && use === 'outward')",
    "mode === 'allow-egress'",
  ),
  bug(
    'a NAT gateway that a route names is no way out',
    'reason/to-internet.ts',
    "if (target !== 'nat-gateway' && target !== 'egress-only-gateway') return [];",
    "if (target !== 'egress-only-gateway') return [];",
  ),
  bug(
    'an unattached gateway works',
    'reason/reachability.ts',
    'vpc.uncertain ?? (gateway !== undefined && (vpc.edgeRoutes ?? true)),',
    'true,',
  ),
  bug(
    'protocol -1 of a group keeps to the ports beside it',
    'model/read-groups.ts',
    'if (!hasPorts(protocol)) return everyPort;',
    '',
  ),
  bug(
    'a transit gateway takes a propagated route before a static one',
    'reason/transit.ts',
    'a.route.rank - b.route.rank',
    'b.route.rank - a.route.rank',
  ),
  bug(
    'a longer prefix of a transit gateway, or a blackhole, shadows nothing',
    'reason/transit.ts',
    'undecided = subtract(undecided, matched); }',
    '}',
  ),
  bug(
    'a host gets to a transit gateway from any zone',
    'reason/transit.ts',
    'return { could: from.subnets.filter((key) => near(key) === undefined), surely: [] };',
    'return { could: from.subnets, surely: from.subnets };',
  ),
  bug(
    'an ACL judges what the interface of a transit gateway hands to its own subnet',
    'reason/transit.ts',
    'if (key === target.subnet.key) return further;',
    '',
  ),
  bug(
    'no ACL stands before the interface of a transit gateway',
    'reason/transit.ts',
    'departureStage(ground, crossing, from, direction, leave),',
    '',
  ),
  bug(
    'an attachment carries IPv6 without being told to',
    'reason/transit.ts',
    'if (from.ipv6 && to.ipv6) return stage;',
    'return stage;',
  ),
  bug(
    'groups behind a transit gateway are known without being switched on',
    'reason/transit.ts',
    'groupReferences: [gateway, start, end].every((it) => it?.groupReferences),',
    'groupReferences: true,',
  ),
  bug(
    'one table of a transit gateway is enough for both directions',
    'reason/between.ts',
    "...crossingStages(ground, back, [target, source], 'return'),",
    '',
  ),
  bug(
    'a NAT gateway behind a transit gateway needs no route back',
    'reason/to-internet.ts',
    "routeStage(ground, at, 'return', wayThrough(back.gateway, back.name)),",
    '',
  ),
  bug(
    'where packets come out of a transit gateway no route has to lead on',
    'reason/to-internet.ts',
    "[placement, at], 'forward', onward)",
    "[placement, at], 'forward')",
  ),
  bug(
    'every attachment is associated with the table it is born with',
    'model/read-transit.ts',
    'found.set(associationKey(attachment, gateway), table);',
    '',
  ),
];
