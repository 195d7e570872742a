// "What can the internet reach": every interface of a large network, on every protocol and port.

import { modelOf } from '../src/model/model.ts';
import { readWorlds } from '../src/read/closed-world.ts';
import { parseJson } from '../src/read/cloudformation/parse-json.ts';
import { randomFrom } from '../src/reason/access/soak/random.ts';
import { fromInternet, groundOf } from '../src/reason/reachability.ts';
import { measured, timed } from './clock.ts';
import { largeNetwork } from './network-template.ts';
import type { Measured } from './sizes.ts';

export function measureInternet(interfaces: number): Measured {
  const { template, subnets, groups } = largeNetwork(interfaces, randomFrom(interfaces));
  const text = JSON.stringify({ Resources: template });
  const [network, loadSeconds] = timed(() => {
    const root = parseJson('large.json', text);
    const source = { file: 'large.json', text, root, stackName: 'large', environment: undefined };
    const [world] = readWorlds([source], {}).worlds;
    if (!world) throw new Error('broken invariant: a template has at least one world');
    return modelOf(world).network;
  });
  const [verdicts, answerSeconds] = timed(() => {
    const ground = groundOf(network);
    return network.interfaces.map((to) => {
      const kinds = fromInternet(ground, to, {}).map(({ answer }) => answer.kind);
      return (['open', 'unknown'] as const).find((kind) => kinds.includes(kind)) ?? 'closed';
    });
  });
  const count = (kind: string) => verdicts.filter((verdict) => verdict === kind).length;
  return measured({
    loadSeconds,
    answerSeconds,
    can: count('open'),
    cannot: count('closed'),
    unknown: count('unknown'),
    given: `${subnets} subnets, ${groups} groups`,
  });
}
