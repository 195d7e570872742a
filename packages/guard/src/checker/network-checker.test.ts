import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../controls/examples/run-example.ts';
import { exposedHost, fromEverywhere, type SiteResources } from '../controls/examples/site.ts';
import { judgement } from '../index.ts';
import { certificatesOf } from '../judge.ts';
import { modelOf } from '../model/model.ts';
import { type ReadWorld, readWorlds } from '../read/closed-world.ts';
import { readSources } from '../read/sources.ts';
import type { Certificate } from '../reason/answer.ts';
import { fromInternet, groundOf } from '../reason/reachability.ts';
import { checkNetworkCertificate } from './network-checker.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

function worldOf(resources: SiteResources): ReadWorld {
  const [world] = readWorlds([sourceOf(JSON.stringify({ Resources: resources }))], {}).worlds;
  if (!world) throw new Error('no world');
  return world;
}

/** The certificate that no packet gets from the internet to the host of a site. */
function certified(resources: SiteResources, port = 22): { world: ReadWorld; certificate: Certificate } {
  const world = worldOf(resources);
  const { network } = modelOf(world);
  const service = { protocol: 6, ports: { from: port, to: port } };
  const host = network.interfaces.find(({ kind }) => kind === 'host');
  const [reach] = host ? fromInternet(groundOf(network, [service]), host, service) : [];
  if (reach?.answer.kind !== 'closed') throw new Error(`not closed: ${reach?.answer.kind}`);
  return { world, certificate: reach.answer.certificate };
}

const open443 = certified(exposedHost([fromEverywhere(443)]));
const check = (certificate: Certificate, world = open443.world) =>
  checkNetworkCertificate(certificate, world.resources);

describe('the checker of network certificates', () => {
  it('accepts every certificate of the site as designed', () => {
    const paths = ['packages/cloud/golden/assembly'];
    const { verdicts } = judgement({ paths, base: root });
    const [world] = readWorlds(readSources(paths, root), {}).worlds;
    const certificates = verdicts.flatMap(certificatesOf);
    expect(certificates.length).toBeGreaterThan(20);
    for (const certificate of certificates)
      expect(checkNetworkCertificate(certificate, world?.resources ?? [])).toEqual([]);
  });

  it('accepts a certificate that rests on the rules of a group', () => {
    expect(open443.certificate.stopped.map(({ by }) => by)).toContain('group-ingress');
    expect(check(open443.certificate)).toEqual([]);
  });

  it('refuses a certificate of another site, where the rule is wider', () => {
    expect(check(open443.certificate, worldOf(exposedHost([fromEverywhere(22)])))).toEqual([
      expect.stringContaining('lets a packet pass'),
    ]);
  });

  const tampered: readonly [string, (certificate: Certificate) => Certificate, string][] = [
    ['a box left out', (it) => ({ ...it, stopped: it.stopped.slice(1) }), 'do not cover the question'],
    ['a box twice', (it) => ({ ...it, stopped: [...it.stopped, ...it.stopped.slice(0, 1)] }), 'overlap'],
    [
      'a smaller question',
      (it) => {
        const halve = (boxes: readonly Certificate['question'][number][]) => boxes.slice(1);
        return {
          ...it,
          question: halve(it.question),
          stopped: it.stopped.map((part) => ({ ...part, boxes: halve(part.boxes) })),
        };
      },
      'leaves out packets',
    ],
    [
      'another filter blamed',
      (it) => ({
        ...it,
        stopped: it.stopped.map((part) => ({ ...part, by: 'internet-gateway', at: vpcKey })),
      }),
      'lets a packet pass',
    ],
    [
      'a filter that is not on the way',
      (it) => ({ ...it, stopped: it.stopped.map((part) => ({ ...part, by: 'link' })) }),
      'does not stand on the way',
    ],
    [
      'a filter of somebody else',
      (it) => ({ ...it, stopped: it.stopped.map((part) => ({ ...part, at: vpcKey })) }),
      'does not stand on the way',
    ],
    [
      'an answer about another port',
      (it) => ({ ...it, subject: { ...it.subject, ports: { from: 443, to: 443 } } }),
      'leaves out packets',
    ],
  ];
  const vpcKey = [...modelOf(open443.world).network.vpcs.keys()][0] ?? '';

  it.each(tampered)('refuses %s', (_name, tamper, problem) => {
    expect(check(tamper(open443.certificate)).join('; ')).toContain(problem);
  });

  it('refuses to blame Block Public Access where an exclusion opens it', () => {
    const { certificate } = certified({ ...exposedHost([fromEverywhere(22)]), ...blocking });
    expect(check(certificate, worldOf({ ...exposedHost([fromEverywhere(22)]), ...blocking }))).toEqual([]);
    const excluded = {
      Type: 'AWS::EC2::VPCBlockPublicAccessExclusion',
      Properties: { VpcId: { Ref: 'Vpc' }, InternetGatewayExclusionMode: 'allow-bidirectional' },
    };
    const opened = worldOf({ ...exposedHost([fromEverywhere(22)]), ...blocking, Excluded: excluded });
    expect(check(certificate, opened).join()).toContain('block-public-access');
  });

  describe('refuses a filter that does not stand on the way', () => {
    const world = worldOf({
      ...exposedHost([fromEverywhere(443)]),
      Exit: { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: { Ref: 'Vpc' } } },
      Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: { Ref: 'Subnet' }, AllocationId: 'a' } },
    });
    const [from, fromSubnet, vpc, outward, nat] = ['Host', 'Subnet', 'Vpc', 'Exit', 'Nat'].map(
      (id) => world.resources.find((it) => it.id === id)?.key ?? '',
    );

    it.each([
      ['an internet gateway before an egress-only one', outward, 'internet-gateway', vpc],
      ['a public address before a NAT gateway', nat, 'public-address', from],
      ['an internet gateway before a firewall', 'elsewhere', 'internet-gateway', vpc],
      ['a public address before a firewall', 'elsewhere', 'public-address', from],
      [
        'a network ACL before a firewall, which may stand in the same subnet',
        'elsewhere',
        'acl-egress',
        fromSubnet,
      ],
    ])('%s', (_name, via, by, at = '') => {
      const subject = {
        ...open443.certificate.subject,
        ...{ from: from ?? '', fromSubnet, to: 'internet', toSubnet: undefined, via },
      };
      const certificate = { subject, question: [], stopped: [{ by, at, boxes: [] }] };
      expect(checkNetworkCertificate(certificate, world.resources)).toContain(
        `${by} at ${at} does not stand on the way of this question`,
      );
    });
  });
});

const blocking = {
  Blocking: {
    Type: 'AWS::EC2::VPCBlockPublicAccessOptions',
    Properties: { InternetGatewayBlockMode: 'block-bidirectional' },
  },
};
