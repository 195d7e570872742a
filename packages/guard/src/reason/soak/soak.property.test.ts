// The soak at the size of a test run: a fixed seed, all three opinions, and proof that the sample is honest. Full
// counts: `npm run soak -- engines`.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomFrom } from '../access/soak/random.ts';
import { checkNetwork, reachesOf, worldOf } from './check-network.ts';
import { decidingFeatures, features } from './features.ts';
import { type NetworkCase, type Transit, type TransitRoute, vpcBlocks } from './network-case.ts';
import { findPacket, inside } from './packet-walk.ts';
import { findsPlanted, withBug } from './plant.ts';
import { plantedBugs } from './planted-bugs.ts';
import { randomNetwork } from './random-network.ts';

const seed = 20261122;
const count = 1200;
const networks: readonly NetworkCase[] = Array.from({ length: count }, (_, index) =>
  randomNetwork(randomFrom(seed + index)),
);

describe(`random networks (seed ${seed}, ${count} networks)`, () => {
  const verdicts = networks.map(checkNetwork);

  it('the engine, the walk of every packet and the checker of certificates agree', () => {
    expect(verdicts.flatMap(({ disagreement }) => disagreement ?? [])).toEqual([]);
  });

  it('less than one answer in a hundred is unknown', () => {
    expect(verdicts.filter(({ verdict }) => verdict === 'unknown').length).toBeLessThan(count / 100);
  });

  it('open and closed are in balance, and every feature decides', () => {
    const open = networks.map((given) => findPacket(given) !== undefined);
    const share = open.filter(Boolean).length / count;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.7);
    const decided = networks.flatMap((given, index) => decidingFeatures(given, open[index] === true));
    for (const feature of features)
      expect(decided.filter((it) => it === feature).length, feature).toBeGreaterThanOrEqual(0.03 * count);
  });
});

describe('transit gateways of random networks', () => {
  const joined = networks.flatMap(({ transit, ...given }) => (transit ? [{ given, transit }] : []));
  const kindsOf = (given: NetworkCase) => reachesOf(worldOf(given), given).map(({ answer }) => answer.kind);
  const opens = (given: NetworkCase) => kindsOf(given).includes('open');
  const isShut = (given: NetworkCase) => kindsOf(given).every((kind) => kind === 'closed');
  const shut = joined.filter(({ given, transit }) => isShut({ ...given, transit }));
  const dropping = (block: string) => (transit: Transit) => ({
    ...transit,
    routes: {
      One: [{ to: block, target: 'nowhere' } as const, ...transit.routes.One],
      Two: transit.routes.Two,
    },
  });

  it.each<[string, (transit: Transit) => Transit]>([
    ['a blackhole', dropping('10.1.1.10/32')],
    ['a blackhole of everything private', dropping('10.0.0.0/8')],
    ['a VPC detached', (transit) => ({ ...transit, attached: { ...transit.attached, B: [] } })],
    [
      'an association taken away',
      ({ associations: { A, ...others }, ...rest }) => ({ ...rest, associations: others }),
    ],
    ['IPv6 switched off', (transit) => ({ ...transit, ipv6: [] })],
    ['references switched off', (transit) => ({ ...transit, references: [] })],
  ])('%s never opens what was shut', (_name, change) => {
    expect(shut.length).toBeGreaterThan(30);
    for (const { given, transit } of shut) expect(opens({ ...given, transit: change(transit) })).toBe(false);
  });

  it('propagated routes written as static ones change no answer', () => {
    const plain = joined.filter(({ transit }) => !transit.defaults && transit.routes.One.length === 0);
    expect(plain.length).toBeGreaterThan(10);
    for (const { given, transit } of plain) {
      const { propagations, ipv6 } = transit;
      const written = (table: 'One' | 'Two'): readonly TransitRoute[] => [
        ...new Map(
          propagations
            .filter(([, to]) => to === table)
            .flatMap(([vpc]) =>
              vpcBlocks[vpc]
                .filter((block) => !block.includes(':') || ipv6.includes(vpc))
                .map((to): [string, TransitRoute] => [to, { to, target: vpc }]),
            ),
        ).values(),
      ];
      const routes = { One: written('One'), Two: transit.routes.Two };
      const rest = propagations.filter(([, to]) => to !== 'One');
      const rewritten = { ...transit, routes, propagations: rest };
      expect(kindsOf({ ...given, transit: rewritten })).toEqual(kindsOf({ ...given, transit }));
    }
  });
});

describe('the walk itself', () => {
  it.each([
    ['203.0.113.9', '203.0.113.0/24', true],
    ['203.0.114.9', '203.0.113.0/24', false],
    ['203.0.113.200', '203.0.113.128/25', true],
    ['2001:db8:1::9', '2001:db8::/32', true],
    ['2a00::9', '2001:db8::/32', false],
    ['10.0.0.1', '::/0', false],
  ])('%s in %s: %s', (address, block, expected) => {
    expect(inside(address, block)).toBe(expected);
  });
});

describe('planted bugs', () => {
  it.each(plantedBugs)('$name: has its place in the source', (bug) => {
    const source = readFileSync(new URL(`../../${bug.file}`, import.meta.url), 'utf8');
    expect(withBug(source, bug)).not.toBe(source);
  });

  // Each runs a copy of the engine in a process of its own, so a test run takes two; the soak takes all.
  it.each(plantedBugs.filter(({ file }) => file === 'reason/routes.ts'))('$name is found', (bug) => {
    const { found, output } = findsPlanted('reason/soak.ts', bug, 600, 1);
    expect(found, output).toBe(true);
  });
});
