// Random small networks. Each starts open for its question, takes one theme that makes a feature decide, and then a few
// random changes, so that open and closed stay in balance and no feature is only decoration.

import type { Random } from '../access/soak/random.ts';
import { type Feature, features } from './features.ts';
import type { Entry, NetworkCase, Route, Rule, SubnetName, Transit, TransitRoute } from './network-case.ts';

const ports = [22, 443];
const ranges = [
  [22, 22],
  [443, 443],
  [0, 65535],
  [0, 1023],
  [1024, 65535],
  [32768, 65535],
] as const;
const blocks = [
  '0.0.0.0/0',
  '128.0.0.0/1',
  '203.0.113.0/24',
  '203.0.113.128/25',
  '198.51.100.0/24',
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.1.0.0/16',
  '10.0.1.10/32',
  '::/0',
  '2001:db8::/32',
  '2001:db8:1::/48',
  '2600:1f18:0:a00::/56',
];
const destinations = blocks.filter((block) => !block.startsWith('10.0.') && !block.startsWith('2600:'));
const subnets = ['Host', 'Other', 'Far'] as const;
const ofTransit: readonly SubnetName[] = [...subnets, 'GateA', 'GateB', 'GateHub', 'Exit'];

const openRules: readonly Rule[] = ['0.0.0.0/0', '::/0'].map((cidr) => ({
  protocol: '-1',
  from: 0,
  to: 65535,
  peer: { cidr },
}));
const openEntries: readonly Entry[] = [true, false].flatMap((egress) =>
  ['0.0.0.0/0', '::/0'].map((cidr, index) => ({
    number: 30000 + index,
    egress,
    allow: true,
    protocol: -1 as const,
    from: 0,
    to: 65535,
    cidr,
  })),
);

/** Whatever is asked may leave, but replies may come to low ports alone: no port that a NAT gateway takes. */
const lowReplies: readonly Entry[] = [
  ...openEntries.filter(({ egress }) => egress),
  { number: 10, egress: false, allow: true, protocol: -1, from: 0, to: 65535, cidr: '10.0.0.0/16' },
  { number: 20, egress: false, allow: true, protocol: 6, from: 0, to: 1023, cidr: '0.0.0.0/0' },
];

/** Twice, because half of what they are given does not turn on them. */
const themes: readonly Feature[] = [...features, 'ACL order', 'prefix list', 'transit gateway'];

export function randomNetwork(random: Random): NetworkCase {
  const question = random.pick(['in', 'out', 'across'] as const);
  const theme = random.chance(0.8) ? random.pick(themes) : undefined;
  let given = themed(openNetwork(random, question), theme, random);
  const changes = random.below(4);
  for (let index = 0; index < changes; index += 1) given = changed(given, random);
  return given;
}

function openNetwork(random: Random, question: NetworkCase['question']): NetworkCase {
  const throughGateway: Route[] = ['0.0.0.0/0', '::/0'].map((to) => ({ to, target: 'gateway' }));
  return {
    question,
    port: random.pick(ports),
    server: random.pick(subnets),
    natSubnet: random.chance(0.9) ? 'Other' : 'Host',
    attached: true,
    publicAddress: random.chance(0.8),
    ipv6: random.chance(0.4),
    block: 'off',
    exclusion: 'none',
    peered: true,
    list: random.some(
      [
        '203.0.113.0/24',
        '203.0.113.128/25',
        '198.51.100.0/24',
        '2001:db8::/32',
        '10.0.0.0/16',
        '10.1.1.0/24',
      ],
      3,
    ),
    hostIngress: openRules,
    hostEgress: openRules,
    serverIngress: openRules,
    acls: {},
    routes: {
      Host: [...throughGateway, { to: '10.1.0.0/16', target: 'peering' }],
      Other: throughGateway,
      Far: [{ to: '10.0.0.0/16', target: 'peering' }],
    },
    transit: undefined,
  };
}

/** A network in which the feature has a good chance to decide. */
function themed(given: NetworkCase, theme: Feature | undefined, random: Random): NetworkCase {
  const { Host = [] } = given.routes;
  const rule = (peer: Rule['peer']): Rule => ({ protocol: 'tcp', from: 0, to: 65535, peer });
  const onlyRule = (peer: Rule['peer']): NetworkCase => {
    const rules = [rule(peer)];
    if (given.question === 'in') return { ...given, hostIngress: rules };
    if (given.question === 'out') return { ...given, hostEgress: rules };
    return random.chance(0.5) ? { ...given, hostEgress: rules } : { ...given, serverIngress: rules };
  };
  switch (theme) {
    case 'ACL order': {
      const shut = openEntries.map((it) => ({
        ...it,
        allow: false,
        number: it.number - random.below(2) * 10 + 5,
      }));
      return {
        ...given,
        acls: { Host: [...openEntries, ...shut] },
        server: random.pick(['Host', 'Other'] as const),
      };
    }
    case 'return path': {
      const oneWay = openEntries.map((it) =>
        (given.question === 'in') === it.egress
          ? { ...it, protocol: 6 as const, from: 1, to: random.pick([21, 65535]), allow: random.chance(0.5) }
          : it,
      );
      if (random.chance(0.5)) return { ...given, acls: { Host: oneWay }, server: 'Other' };
      return given.question === 'in'
        ? { ...given, routes: { ...given.routes, Host: [] } }
        : { ...given, question: 'across', server: 'Far', routes: { ...given.routes, Far: [] } };
    }
    case 'IPv6':
      if (given.question === 'across') return { ...onlyRule({ cidr: '::/0' }), ipv6: true };
      return {
        ...given,
        ipv6: true,
        publicAddress: random.chance(0.3),
        routes: {
          ...given.routes,
          Host: [
            {
              to: random.pick(['::/0', '::/0', '0.0.0.0/0']),
              target: random.pick(['gateway', 'egress-only'] as const),
            },
          ],
        },
      };
    case 'NAT':
      return {
        ...given,
        question: 'out',
        ipv6: false,
        acls: random.chance(0.4) ? { Other: random.chance(0.5) ? randomEntries(random) : lowReplies } : {},
        publicAddress: random.chance(0.2),
        routes: { ...given.routes, Host: [{ to: '0.0.0.0/0', target: 'nat' }] },
      };
    case 'peering':
      return { ...given, question: 'across', server: 'Far', peered: random.chance(0.7) };
    case 'transit gateway':
      return random.chance(0.3) ? byHub(given, random) : byTransit(given, random);
    case 'prefix list':
      if (random.chance(0.7)) return onlyRule({ list: true });
      return {
        ...given,
        routes: {
          ...given.routes,
          Host: [
            { to: { list: true }, target: random.pick(['gateway', 'nat']) },
            // The same block, or one around it or inside it, named by a route of its own.
            ...random
              .some(['203.0.113.0/24', '203.0.0.0/16', '198.51.100.0/24', '203.0.113.128/26'], 3)
              .map((to): Route => ({ to, target: 'peering' })),
          ],
        },
      };
    case 'group reference':
      return {
        ...onlyRule({ group: 'Server' }),
        question: 'across',
        serverIngress: [rule({ group: 'Host' })],
      };
    case 'overlap':
      return {
        ...given,
        ipv6: false,
        question: given.question === 'across' ? 'in' : given.question,
        routes: {
          ...given.routes,
          Host: random.chance(0.5)
            ? [...Host, ...['0.0.0.0/1', '128.0.0.0/1'].map((to): Route => ({ to, target: 'peering' }))]
            : [
                { to: '0.0.0.0/0', target: 'peering' },
                { to: random.pick(destinations.filter((block) => block !== '0.0.0.0/0')), target: 'gateway' },
              ],
        },
      };
    default:
      return given;
  }
}

/** What its own hosts send may go out through the interface beside them; what comes from elsewhere no entry names. */
const ownReplies: readonly Entry[] = [
  ...openEntries.filter(({ egress }) => egress),
  { number: 10, egress: false, allow: true, protocol: -1, from: 0, to: 65535, cidr: '10.1.0.0/16' },
];

const ofA: Route = { to: '10.0.0.0/16', target: 'transit' };

/** The VPCs of host and server joined by a transit gateway, and now and then by a peering connection as well. */
function byTransit(given: NetworkCase, random: Random): NetworkCase {
  const farZone = random.chance(0.75) ? 'a' : 'b';
  const both = ['A', 'B'] as const;
  // Written down, they lead also where an attachment does not propagate its IPv6.
  const onlyIpv6 = random.chance(0.15);
  const transit: Transit = {
    attached: {
      A: random.pick([['GateA'], ['GateA'], ['Host'], ['Host', 'Other'], ['GateA', 'Other'], ['Other']]),
      B: random.pick([['GateB'], ['GateB'], ['Far'], farZone === 'b' ? ['GateB', 'Far'] : ['GateB']]),
      Hub: random.chance(0.2) ? ['GateHub'] : [],
    },
    appliance: random.chance(0.1),
    ipv6: random.chance(0.6) ? both : random.some(both, 2),
    references: random.chance(0.6) ? ['gateway', ...both] : random.some(['gateway', ...both], 3),
    defaults: random.chance(0.3),
    associations: random.chance(0.85)
      ? { A: 'One', B: random.pick(['One', 'Two']), Hub: 'Two' }
      : { A: 'One' },
    propagations: [
      ['B', 'One'],
      ['A', random.chance(0.6) ? 'Two' : 'One'],
      ['Hub', 'One'],
      ...(random.chance(0.6) ? ([['A', 'One']] as const) : []),
    ],
    routes: onlyIpv6
      ? { One: ipv6Routes, Two: ipv6Routes }
      : { One: randomTransitRoutes(random), Two: randomTransitRoutes(random) },
    farZone,
  };
  const peered = random.chance(0.15);
  const ipv6: Route[] = [{ to: '2600:1f18:0:b00::/56', target: 'transit' }];
  const open = {
    ...given,
    question: 'across' as const,
    server: 'Far' as const,
    peered,
    ipv6: onlyIpv6 || random.chance(0.3),
    transit,
    routes: {
      ...given.routes,
      Host: [
        ...(onlyIpv6 || random.chance(0.2) ? ipv6 : []),
        ...(onlyIpv6
          ? []
          : [{ to: '10.1.0.0/16', target: peered && random.chance(0.5) ? 'peering' : 'transit' } as const]),
      ],
      Far: [ofA, ...ipv6.map((it) => ({ ...it, to: '2600:1f18:0:a00::/56' }))],
    },
  };
  if (random.chance(0.2))
    return { ...open, serverIngress: [{ protocol: 'tcp', from: 0, to: 65535, peer: { group: 'Host' } }] };
  const gate = random.pick(['GateA', 'GateB', 'Far', 'Host'] as const);
  if (!random.chance(0.3)) return open;
  const isBeside = transit.attached.B.length === 1 && transit.attached.B[0] === 'Far';
  return { ...open, acls: isBeside ? { Far: ownReplies } : { [gate]: randomEntries(random) } };
}

const ipv6Routes: readonly TransitRoute[] = [
  { to: '2600:1f18:0:a00::/56', target: 'A' },
  { to: '2600:1f18:0:b00::/56', target: 'B' },
];

const randomTransitRoutes = (random: Random): readonly TransitRoute[] =>
  ['10.1.0.0/16', '10.1.1.0/24', '10.0.0.0/16', '10.0.1.10/32', '2600:1f18:0:b00::/56']
    .filter(() => random.chance(0.2))
    .map((to) => ({ to, target: random.pick(['A', 'B', 'B', 'nowhere'] as const) }));

/** Out by the NAT gateway of a VPC that all share. */
function byHub(given: NetworkCase, random: Random): NetworkCase {
  const attached = random.chance(0.9) ? (['GateHub'] as const) : (['Exit'] as const);
  const anywhere = '0.0.0.0/0';
  const sparse = random.chance(0.15);
  const hub: Route[] = [{ to: anywhere, target: random.chance(0.9) ? 'nat' : 'gateway' }];
  return {
    ...given,
    question: 'out',
    ipv6: false,
    publicAddress: random.chance(0.2),
    transit: {
      attached: { A: random.pick([['GateA'], ['Host'], ['Host', 'Other']]), B: [], Hub: attached },
      appliance: false,
      ipv6: [],
      references: [],
      defaults: false,
      associations: { A: 'One', Hub: 'Two' },
      propagations: sparse ? [] : [['A', 'Two']],
      routes: {
        One: [
          { to: random.pick([anywhere, anywhere, '203.0.113.0/24']), target: 'Hub' } as const,
          ...(random.chance(0.2) ? [{ to: '203.0.113.0/24', target: 'nowhere' } as const] : []),
        ].filter(({ to }, index, all) => all.findIndex((it) => it.to === to) === index),
        Two: sparse ? random.some([{ to: '10.0.1.0/24', target: 'A' } as const], 1) : [],
      },
      farZone: 'a',
    },
    acls: random.chance(0.3)
      ? {
          [random.pick(['GateHub', 'Exit', 'GateA'] as const)]: random.chance(0.5)
            ? randomEntries(random)
            : lowReplies,
        }
      : {},
    routes: {
      ...given.routes,
      Host: [{ to: random.pick([anywhere, '203.0.113.0/24']), target: 'transit' }],
      GateHub: hub,
      Exit: [
        ...(attached[0] === 'Exit' && random.chance(0.7)
          ? hub
          : [{ to: anywhere, target: 'gateway' } as const]),
        ...(random.chance(0.9) ? [{ to: '10.0.0.0/8', target: 'transit' } as const] : []),
      ],
    },
  };
}

/** One random change: a filter narrowed, widened or shuffled. */
function changed(given: NetworkCase, random: Random): NetworkCase {
  const subnet: SubnetName = random.pick(given.transit ? ofTransit : subnets);
  switch (random.below(11)) {
    case 0:
      return { ...given, hostIngress: randomRules(random) };
    case 1:
      return { ...given, hostEgress: randomRules(random) };
    case 2:
      return { ...given, serverIngress: randomRules(random) };
    case 3:
    case 4:
      return { ...given, acls: { ...given.acls, [subnet]: randomEntries(random) } };
    case 5:
    case 6: {
      const more: Route = {
        to: random.chance(0.2) ? { list: true } : random.pick(destinations),
        target: random.pick([
          ...(['gateway', 'gateway', 'nat', 'egress-only', 'peering'] as const),
          ...(given.transit ? (['transit'] as const) : []),
        ]),
      };
      const kept = (given.routes[subnet] ?? []).filter(
        ({ to }) => JSON.stringify(to) !== JSON.stringify(more.to),
      );
      return { ...given, routes: { ...given.routes, [subnet]: [...kept, more] } };
    }
    case 7:
      return {
        ...given,
        block: random.pick(['block-ingress', 'block-bidirectional'] as const),
        exclusion: random.pick(['none', 'allow-bidirectional', 'allow-egress'] as const),
      };
    case 8:
      return { ...given, attached: random.chance(0.6) };
    case 9:
      return { ...given, ipv6: !given.ipv6 };
    default:
      return { ...given, hostIngress: [...openRules, ...given.hostIngress], server: random.pick(subnets) };
  }
}

const randomRules = (random: Random): readonly Rule[] =>
  Array.from({ length: 1 + random.below(4) }, (): Rule => {
    const [from, to] = random.pick(ranges);
    const peer: Rule['peer'] = random.chance(0.65)
      ? { cidr: random.pick(blocks) }
      : random.chance(0.4)
        ? { list: true }
        : { group: random.pick(['Host', 'Server'] as const) };
    return { protocol: random.pick(['tcp', 'tcp', '-1', 'udp'] as const), from, to, peer };
  });

function randomEntries(random: Random): readonly Entry[] {
  const entries = Array.from({ length: 1 + random.below(5) }, (_, index): Entry => {
    const [from, to] = random.pick(ranges);
    return {
      number: 10 * random.below(90) + index + 1,
      egress: random.chance(0.5),
      allow: random.chance(0.5),
      protocol: random.pick([6, 6, 17, -1] as const),
      from,
      to,
      cidr: random.pick(blocks),
    };
  });
  return random.chance(0.8) ? [...entries, ...openEntries] : entries;
}
