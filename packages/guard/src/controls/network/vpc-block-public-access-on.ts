// The switch that stays when every other filter is misconfigured. Load balancer subnets are left out of it, because
// CloudFront's VPC origins enter there; nothing else may be.

import type { Model } from '../../model/model.ts';
import type { BlockPublicAccessExclusion, Vpc } from '../../model/network.ts';
import { settingsFor } from '../../reason/block-public-access.ts';
import { control, type Finding } from '../control.ts';
import { changed, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

export default control({
  id: 'vpc-block-public-access-on',
  claim: 'VPC Block Public Access stops both directions, and leaves out load balancer subnets alone.',
  because: 'It was off in the as-built account: one careless rule away from the internet.',
  keeps: ['BP-NOPUBLIC', 'BP-SUBNET', 'T-MISCONF'],
  threats: ['host-takeover', 'edge-bypass'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/sc-7', 'nist-800-53r5/sc-7.5', 'nist-800-53r5/cm-6'],
  prove: (model) =>
    all(
      [
        ...[...model.network.vpcs.values()].map((vpc) => judge(model, vpc)),
        ...model.network.exclusions.map((it) => judgeExclusion(model, it)),
      ],
      'no VPC in the given templates',
    ),
  remedy:
    'Declare AWS::EC2::VPCBlockPublicAccessOptions with block-bidirectional, and exclusions for the load balancer subnets only.',
  examples: [
    { name: 'on, with the load balancer subnet left out', given: site, verdict: 'proved' },
    { name: 'not declared', given: changed(site, { BlockPublicAccess: undefined }), verdict: 'refuted' },
    {
      name: 'off',
      given: changed(site, { 'BlockPublicAccess.Properties.InternetGatewayBlockMode': 'off' }),
      verdict: 'refuted',
    },
    {
      name: 'one direction only',
      given: changed(site, { 'BlockPublicAccess.Properties.InternetGatewayBlockMode': 'block-ingress' }),
      verdict: 'refuted',
    },
    {
      name: 'the subnet of the hosts left out',
      given: changed(site, { 'EdgeExclusion.Properties.SubnetId': { Ref: 'AppSubnet' } }),
      verdict: 'refuted',
    },
    {
      name: 'the whole VPC left out',
      given: changed(site, {
        'EdgeExclusion.Properties.SubnetId': undefined,
        'EdgeExclusion.Properties.VpcId': { Ref: 'Vpc' },
      }),
      verdict: 'refuted',
    },
    {
      name: 'mode decided elsewhere',
      given: changed(site, {
        'BlockPublicAccess.Properties.InternetGatewayBlockMode': { 'Fn::ImportValue': 'mode' },
      }),
      verdict: 'unknown',
    },
  ],
});

function judge(model: Model, vpc: Vpc): Finding {
  const settings = settingsFor(model.network, vpc);
  if (settings.length === 0) {
    return refuted(
      [vpc.place],
      'absence',
      `No AWS::EC2::VPCBlockPublicAccessOptions is declared for the account of ${vpc.place.id}: Block Public Access is off.`,
    );
  }
  const places = settings.map(({ place }) => place);
  if (settings.some(({ mode }) => mode === undefined))
    return unknown(places, 'the mode of VPC Block Public Access is not known');
  const weak = settings.find(({ mode }) => mode !== 'block-bidirectional');
  if (weak)
    return refuted(
      [weak.place, vpc.place],
      'setting',
      `Block Public Access is ${weak.mode ?? 'off'}, not block-bidirectional.`,
    );
  return proved(places, `Block Public Access stops both directions for ${vpc.place.id}`);
}

function judgeExclusion(model: Model, { place, target, mode }: BlockPublicAccessExclusion): Finding {
  if (target === undefined || mode === undefined)
    return unknown([place], 'what an exclusion from Block Public Access names is not known');
  const subnet = model.network.subnets.get(target);
  const vpc = model.network.vpcs.get(target);
  if (vpc)
    return refuted(
      [place, vpc.place],
      'setting',
      `The exclusion leaves out all of ${vpc.place.id}, not a load balancer subnet.`,
    );
  if (!subnet)
    return unknown([place], `the exclusion ${place.id} names a subnet that is not in the given templates`);
  const others = model.network.interfaces.filter(
    (it) => it.subnets.includes(target) && !['load-balancer', 'vpc-origin'].includes(it.kind),
  );
  const balancer = model.network.interfaces.find(
    (it) => it.subnets.includes(target) && it.kind === 'load-balancer',
  );
  const [other] = others;
  if (other)
    return refuted(
      [place, other.place],
      'setting',
      `The exclusion leaves out ${subnet.place.id}, where ${other.name} stands, which is no load balancer.`,
    );
  if (!balancer)
    return refuted(
      [place, subnet.place],
      'setting',
      `The exclusion leaves out ${subnet.place.id}, where no load balancer stands.`,
    );
  return proved([place], `${place.id} leaves out ${subnet.place.id}, where ${balancer.name} stands alone`);
}
