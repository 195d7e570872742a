// One network, three opinions: the engine's answer, the walk of every packet, and the checker of its certificates.

import { formatAddress, internetRanges } from '../../addresses.ts';
import { type Asked, checkNoPath } from '../../checker/network-checker.ts';
import { modelOf } from '../../model/model.ts';
import type { ReadWorld } from '../../read/closed-world.ts';
import { readWorlds } from '../../read/closed-world.ts';
import { parseJson } from '../../read/cloudformation/parse-json.ts';
import { between } from '../between.ts';
import { fromInternet, groundOf, type Reach } from '../reachability.ts';
import { toInternet } from '../to-internet.ts';
import { templateOf } from './case-template.ts';
import type { NetworkCase } from './network-case.ts';
import { findPacket, walks, waysOf } from './packet-walk.ts';
import type { Opinion } from './run-soak.ts';

export function checkNetwork(given: NetworkCase): Opinion {
  const world = worldOf(given);
  const reaches = reachesOf(world, given);
  const open = reaches.flatMap(({ answer }) => (answer.kind === 'open' ? answer.packet : []));
  const [packet] = open;
  if (packet) {
    const walked = {
      family: packet.source < 1n << 32n ? (4 as const) : (6 as const),
      source: formatAddress(packet.source),
      destination: formatAddress(packet.destination),
      sourcePort: packet.sourcePort,
    };
    const passes = waysOf(given).some((via) => walks(given, walked, via, {}, true));
    return { verdict: 'can', disagreement: passes ? undefined : `a false "can": ${JSON.stringify(walked)}` };
  }
  if (reaches.length === 0 || reaches.some(({ answer }) => answer.kind === 'unknown'))
    return { verdict: 'unknown', disagreement: undefined };
  const found = findPacket(given);
  if (found) return { verdict: 'cannot', disagreement: `a false "cannot": ${JSON.stringify(found)}` };
  const certificates = reaches.flatMap(({ answer }) => (answer.kind === 'closed' ? answer.certificate : []));
  const problems = checkNoPath(askedBy(given), certificates, world.resources);
  return {
    verdict: 'cannot',
    disagreement: problems.length === 0 ? undefined : `a certificate is refused: ${problems[0]}`,
  };
}

/** The question of a case, as the checker is asked it. */
export function askedBy({ question, port }: NetworkCase): Asked {
  const [host, server] = ['HostMachine', 'ServerMachine'].map((id) => `⟦case|${id}⟧`);
  const [from = '', to = ''] =
    question === 'in' ? ['internet', host] : [host, question === 'out' ? 'internet' : server];
  const remote = question === 'across' ? undefined : internetRanges;
  return { from, to, protocol: 6, ports: { from: port, to: port }, remote };
}

export function worldOf(given: NetworkCase): ReadWorld {
  const text = JSON.stringify({ Resources: templateOf(given) });
  const root = parseJson('case.json', text);
  const source = { file: 'case.json', text, root, stackName: 'case', environment: undefined };
  const [world] = readWorlds([source], {}).worlds;
  if (!world) throw new Error('broken invariant: a template has at least one world');
  return world;
}

/** The engine's answers to the question of a case. */
export function reachesOf(world: ReadWorld, given: NetworkCase): Reach[] {
  const { network } = modelOf(world);
  const service = { protocol: 6, ports: { from: given.port, to: given.port } };
  const ground = groundOf(network, [service]);
  const named = (id: string) => network.interfaces.filter(({ name }) => name === id);
  return named('HostMachine').flatMap((host) => {
    if (given.question === 'in') return fromInternet(ground, host, service);
    if (given.question === 'out') return toInternet(ground, host, service);
    return named('ServerMachine').flatMap((server) => between(ground, host, server, service));
  });
}
