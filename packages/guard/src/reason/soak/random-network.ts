// Random small networks. Each starts open for its question, takes one theme that makes a feature decide, and then a few
// random changes, so that open and closed stay in balance and no feature is only decoration.

import type { Random } from '../access/soak/random.ts';
import { type Feature, features } from './features.ts';
import type { Entry, NetworkCase, Route, Rule, SubnetName } from './network-case.ts';

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
const subnets: readonly SubnetName[] = ['Host', 'Other', 'Far'];

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
const themes: readonly Feature[] = [...features, 'ACL order', 'prefix list'];

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
  };
}

/** A network in which the feature has a good chance to decide. */
function themed(given: NetworkCase, theme: Feature | undefined, random: Random): NetworkCase {
  const { Host } = given.routes;
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

/** One random change: a filter narrowed, widened or shuffled. */
function changed(given: NetworkCase, random: Random): NetworkCase {
  const subnet = random.pick(subnets);
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
        target: random.pick(['gateway', 'gateway', 'nat', 'egress-only', 'peering'] as const),
      };
      const kept = given.routes[subnet].filter(({ to }) => JSON.stringify(to) !== JSON.stringify(more.to));
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
