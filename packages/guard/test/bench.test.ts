// What the bench measures must be worth measuring: mixed answers, none unknown, and right ones.

import { describe, expect, it } from 'vitest';
import { measureBucket } from '../bench/measure-bucket.ts';
import { measureInternet } from '../bench/measure-internet.ts';
import { largeNetwork } from '../bench/network-template.ts';
import { measurements } from '../bench/sizes.ts';
import { checkNetworkCertificate } from '../src/checker/network-checker.ts';
import { sourceOf } from '../src/controls/examples/run-example.ts';
import { modelOf } from '../src/model/model.ts';
import { readWorlds } from '../src/read/closed-world.ts';
import { randomFrom } from '../src/reason/access/soak/random.ts';
import { fromInternet, groundOf } from '../src/reason/reachability.ts';

describe('the bench of the engines', () => {
  it('measures every question over at least four sizes', () => {
    for (const { sizes } of Object.values(measurements)) expect(sizes.length).toBeGreaterThanOrEqual(4);
  });

  it.each([
    ['internet', measureInternet(300)],
    ['bucket', measureBucket(60)],
  ])('asks about %s where both answers are common and none is unknown', (_name, { can, cannot, unknown }) => {
    expect(can / (can + cannot)).toBeGreaterThan(0.1);
    expect(cannot / (can + cannot)).toBeGreaterThan(0.1);
    expect(unknown).toBe(0);
  });

  it('answers what the independent checker confirms', () => {
    const { template } = largeNetwork(200, randomFrom(200));
    const [world] = readWorlds([sourceOf(JSON.stringify({ Resources: template }))], {}).worlds;
    if (!world) throw new Error('broken invariant: a template has at least one world');
    const { network } = modelOf(world);
    const ground = groundOf(network);
    const closed = network.interfaces.flatMap((to) =>
      fromInternet(ground, to, {}).flatMap(({ answer }) =>
        answer.kind === 'closed' ? answer.certificate : [],
      ),
    );
    expect(closed.length).toBeGreaterThan(100);
    expect(closed.flatMap((certificate) => checkNetworkCertificate(certificate, world.resources))).toEqual(
      [],
    );
  });
});
