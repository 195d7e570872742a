// Which features decide a case: those without which the walk would end otherwise. A sample that never depends on a
// NAT gateway says nothing about NAT gateways.

import type { NetworkCase, Route, Rule } from './network-case.ts';
import { findPacket, type Omissions } from './packet-walk.ts';

type Change = (given: NetworkCase) => { readonly given?: NetworkCase; readonly omitted?: Omissions };

const withoutRules = (given: NetworkCase, dropped: (rule: Rule) => boolean): NetworkCase => {
  const keep = (rules: readonly Rule[]) => rules.filter((rule) => !dropped(rule));
  return {
    ...given,
    hostIngress: keep(given.hostIngress),
    hostEgress: keep(given.hostEgress),
    serverIngress: keep(given.serverIngress),
  };
};

const withoutRoutes = (given: NetworkCase, dropped: (route: Route) => boolean): NetworkCase => {
  const keep = (routes: readonly Route[]) => routes.filter((route) => !dropped(route));
  const kept = Object.entries(given.routes).map(([name, routes]) => [name, keep(routes)] as const);
  return { ...given, routes: Object.fromEntries(kept) };
};

const reversed = (given: NetworkCase): NetworkCase => ({
  ...given,
  acls: Object.fromEntries(
    Object.entries(given.acls).map(([name, entries]) => [
      name,
      entries.map((entry) => ({ ...entry, number: 32766 - entry.number })),
    ]),
  ),
});

const changes = {
  'ACL order': (given) => ({ given: reversed(given) }),
  'return path': () => ({ omitted: { returnPath: true } }),
  IPv6: () => ({ omitted: { ipv6: true } }),
  NAT: (given) => ({ given: withoutRoutes(given, ({ target }) => target === 'nat') }),
  peering: (given) => ({ given: { ...given, peered: !given.peered } }),
  'transit gateway': ({ transit, ...given }) => ({
    given: { ...given, transit: transit && { ...transit, attached: { A: [], B: [], Hub: [] } } },
  }),
  'prefix list': (given) => ({ given: { ...given, list: [] } }),
  'group reference': (given) => ({ given: withoutRules(given, ({ peer }) => 'group' in peer) }),
  overlap: () => ({ omitted: { shortestPrefix: true } }),
} as const satisfies Record<string, Change>;

export type Feature = keyof typeof changes;
export const features = Object.keys(changes) as readonly Feature[];

export const decidingFeatures = (given: NetworkCase, can: boolean): readonly Feature[] =>
  features.filter((feature) => {
    const change: Change = changes[feature];
    const { given: changed = given, omitted } = change(given);
    return (findPacket(changed, omitted) !== undefined) !== can;
  });
