// A rule that AWS documents, as a sentence and a template: what the engine answers, and what the checker says to that.

import { internetRanges } from '../../addresses.ts';
import { checkNoPath } from '../../checker/network-checker.ts';
import { sourceOf } from '../../controls/examples/run-example.ts';
import { modelOf } from '../../model/model.ts';
import { type ReadWorld, readWorlds } from '../../read/closed-world.ts';
import type { Answer } from '../answer.ts';
import { between } from '../between.ts';
import { fromInternet, groundOf, type Reach, type Service } from '../reachability.ts';
import { toInternet } from '../to-internet.ts';

type Kind = Answer['kind'];

export interface Documented {
  readonly rule: string;
  readonly given: string;
  /** From the internet, to it, or from the host to another. */
  readonly ask: 'in' | 'out' | 'across';
  readonly from?: string;
  readonly to?: string;
  readonly service?: Service;
  /** The strongest of the answers by all ways: open before unknown before closed. */
  readonly expected: Kind;
}

export const ssh: Service = { protocol: 6, ports: { from: 22, to: 22 } };

/** A group that lets everything in and out. */
export const openGroup = (id: string, vpc: string): string => `  ${id}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref ${vpc}
      SecurityGroupIngress: [{ IpProtocol: -1, CidrIp: 0.0.0.0/0 }, { IpProtocol: -1, CidrIpv6: "::/0" }]
      SecurityGroupEgress: [{ IpProtocol: -1, CidrIp: 0.0.0.0/0 }, { IpProtocol: -1, CidrIpv6: "::/0" }]
`;

function worldOf(resources: string): ReadWorld {
  const [world] = readWorlds([sourceOf(`Resources:${resources}`, 'case', 'case.yaml')], {}).worlds;
  if (!world) throw new Error('no world');
  return world;
}

/** The strongest answer, all answers for a reader, and what the checker finds wrong with "no path". */
export function answered(
  site: string,
  { given, ask, from: start = 'Host', to = 'Host', service = ssh }: Documented,
): { readonly strongest: Kind | undefined; readonly told: string; readonly problems: readonly string[] } {
  const world = worldOf(site + given);
  const { network } = modelOf(world);
  const ground = groundOf(network, [service]);
  const named = (id: string) => network.interfaces.filter(({ name }) => name === id);
  const [target] = named(to);
  const [from] = named(start);
  if (!target) throw new Error(`${to} is no interface`);
  const asked = (): Reach[] => {
    if (ask === 'in') return fromInternet(ground, target, service);
    if (ask === 'out') return toInternet(ground, target, service);
    return from ? between(ground, from, target, service) : [];
  };
  const reaches = asked();
  const kinds = reaches.map(({ answer }) => answer.kind);
  const certificates = reaches.flatMap(({ answer }) => (answer.kind === 'closed' ? answer.certificate : []));
  const question = {
    from: ask === 'in' ? 'internet' : (from?.key ?? ''),
    to: ask === 'out' ? 'internet' : target.key,
    protocol: service.protocol,
    ports: service.ports,
    remote: ask === 'across' ? undefined : internetRanges,
  };
  return {
    strongest: (['open', 'unknown', 'closed'] as const).find((kind) => kinds.includes(kind)),
    told: JSON.stringify(
      reaches.map(({ way, answer }) => ({ way, answer })),
      (_, it) => (typeof it === 'bigint' ? `${it}` : it),
    ).slice(0, 1500),
    problems: checkNoPath(question, certificates, world.resources),
  };
}
