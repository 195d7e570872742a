// The one public door leads somewhere: CloudFront enters the VPC by a VPC origin and reaches the load balancer.

import type { Model } from '../../model/model.ts';
import type { LoadBalancer } from '../../model/network.ts';
import { hiddenIn } from '../../model/resources.ts';
import { legFromOrigin } from '../../reason/intended-way.ts';
import { control, type Finding } from '../control.ts';
import { changed, exposedHost, fromEverywhere, site } from '../examples/site.ts';
import { all, refuted, unknown } from '../finding.ts';
import { noInternetPath } from '../no-internet-path.ts';
import { openLeg } from '../open-leg.ts';

export default control({
  id: 'distribution-reaches-api',
  claim:
    'The distribution reaches every load balancer through a VPC origin, and the internet reaches none directly.',
  because: 'A door that nothing guards is worth as little as a guarded door that leads nowhere.',
  keeps: ['NET-PUBLIC', 'SVC-CLOUDFRONT', 'T-DDOS'],
  threats: ['edge-bypass', 'single-door-lost'],
  needs: 'template',
  severity: 'medium',
  satisfies: ['nist-800-53r5/sc-7', 'nist-800-53r5/sc-5'],
  prove,
  remedy:
    'Keep the load balancer internal, give it a VPC origin, and exclude its subnets from Block Public Access.',
  examples: [
    { name: 'through the VPC origin', given: site, verdict: 'proved' },
    { name: 'no distribution', given: exposedHost([fromEverywhere(443)]), verdict: 'refuted' },
    {
      name: 'Block Public Access without the exclusion',
      given: changed(site, { EdgeExclusion: undefined }),
      verdict: 'refuted',
    },
    { name: 'no gateway attached', given: changed(site, { GatewayUse: undefined }), verdict: 'refuted' },
    {
      name: 'a load balancer open to the internet',
      given: changed(site, {
        'Balancer.Properties.Scheme': 'internet-facing',
        'BalancerGroup.Properties.SecurityGroupIngress': [fromEverywhere(443)],
        EdgeAclUse: undefined,
        Outward: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: 'EdgeRoutes' },
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayId: { Ref: 'Gateway' },
          },
        },
      }),
      verdict: 'refuted',
    },
    {
      name: 'source of the load balancer not readable',
      given: changed(site, {
        'BalancerGroup.Properties.SecurityGroupIngress.0.SourceSecurityGroupId': {
          'Fn::ImportValue': 'service-group',
        },
      }),
      verdict: 'unknown',
    },
    {
      name: "a group that may or may not be CloudFront's",
      given: changed(site, {
        'BalancerGroup.Properties.SecurityGroupIngress.0.SourceSecurityGroupId': 'sg-0elsewhere',
      }),
      verdict: 'unknown',
    },
    {
      name: 'no VPC and no host',
      given: { FrontBucket: { Type: 'AWS::S3::Bucket' } },
      verdict: 'not-judged',
    },
  ],
});

function prove(model: Model): Finding {
  const [vpc] = model.network.vpcs.values();
  if (!vpc) return all([], 'no VPC in the given templates');
  if (model.distributions.length === 0) {
    return refuted(
      [vpc.place],
      'absence',
      `No AWS::CloudFront::Distribution is declared: nothing stands between the internet and ${vpc.place.id}.`,
    );
  }
  return all(
    model.network.loadBalancers.flatMap((balancer) => judge(model, balancer)),
    'no load balancer in the given templates',
  );
}

function judge(model: Model, balancer: LoadBalancer): Finding[] {
  const place = model.network.interfaces.find(
    ({ key, kind }) => key === balancer.key && kind === 'load-balancer',
  );
  const used = new Set(
    model.distributions.flatMap(({ origins }) => origins.flatMap(({ vpcOrigin }) => vpcOrigin ?? [])),
  );
  const origins = model.network.interfaces.filter(
    (it) => it.kind === 'vpc-origin' && used.has(it.key) && originOf(model, it.key) === balancer.key,
  );
  if (!place || origins.length === 0) {
    return [
      refuted(
        [balancer.place],
        'absence',
        `No distribution has an origin that uses an AWS::CloudFront::VpcOrigin of ${balancer.place.id}.`,
      ),
    ];
  }
  if (balancer.listeners.length === 0) {
    const hidden = model.resources
      .ofType('AWS::ElasticLoadBalancingV2::Listener')
      .map((listener) => hiddenIn(listener, 'LoadBalancerArn'))
      .find((reason) => reason !== undefined);
    if (hidden !== undefined) return [unknown([balancer.place], hidden)];
    return [
      refuted(
        [balancer.place],
        'absence',
        `No AWS::ElasticLoadBalancingV2::Listener is declared for ${balancer.place.id}.`,
      ),
    ];
  }
  const legs = origins.flatMap((origin) =>
    balancer.listeners.map((listener) => legFromOrigin(model, origin, place, listener)),
  );
  return [...legs.map(openLeg), noInternetPath(model, [place], {}, 'no load balancer')];
}

function originOf(model: Model, key: string): string | undefined {
  const config = model.resources.byKey.get(key)?.properties.entries.get('VpcOriginEndpointConfig');
  const arn = config?.kind === 'map' ? config.entries.get('Arn') : undefined;
  return arn?.kind === 'scalar' ? String(arn.value) : undefined;
}
