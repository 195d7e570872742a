// What carries no environment belongs to nobody: no budget, no alarm and no wall knows it.

import { placeOf } from '../../model/place.ts';
import { property } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, items, text, unknownReason } from '../../read/cloudformation/value.ts';
import { control, type Finding } from '../control.ts';
import { changed, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

/** Types that hold data, take traffic or cost money, and take a `Tags` list. */
const taggable = [
  'AWS::EC2::VPC',
  'AWS::EC2::Subnet',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::RouteTable',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::Instance',
  'AWS::EC2::InternetGateway',
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::S3::Bucket',
  'AWS::CloudFront::Distribution',
  'AWS::DocDB::DBCluster',
  'AWS::DocDB::DBInstance',
  'AWS::DocDB::DBSubnetGroup',
  'AWS::RDS::DBInstance',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::Logs::LogGroup',
  'AWS::IAM::Role',
  'AWS::IAM::User',
  'AWS::Lambda::Function',
] as const;

export default control({
  id: 'environment-tag-present',
  claim: 'Every resource that holds data, takes traffic or costs money carries an Environment tag.',
  because: 'Nothing in the as-built account said which environment it belonged to.',
  keeps: ['BP-TAGS'],
  threats: ['unowned-resource'],
  needs: 'template',
  severity: 'low',
  satisfies: ['nist-800-53r5/cm-8'],
  prove: ({ resources }) =>
    all(resources.ofType(...taggable).map(judge), 'no resource that takes tags in the given templates'),
  remedy: 'Tag the whole stack: Tags.of(stack).add("Environment", …).',
  examples: [
    { name: 'tagged', given: site, verdict: 'proved' },
    {
      name: 'one bucket without',
      given: changed(site, { 'FrontBucket.Properties.Tags': undefined }),
      verdict: 'refuted',
    },
    {
      name: 'another tag only',
      given: changed(site, { 'Vpc.Properties.Tags': [{ Key: 'Name', Value: 'main' }] }),
      verdict: 'refuted',
    },
    {
      name: 'tags decided elsewhere',
      given: changed(site, { 'Vpc.Properties.Tags': { 'Fn::ImportValue': 'tags' } }),
      verdict: 'unknown',
    },
  ],
});

function judge(resource: Resource): Finding {
  const tags = property(resource, 'Tags');
  const place = placeOf(resource);
  const named = items(tags).find((tag) => text(at(tag, 'Key')) === 'Environment');
  if (named && at(named, 'Value') !== undefined)
    return proved([place], 'every such resource carries the tag');
  const hidden = unknownReason(tags);
  if (hidden !== undefined) return unknown([place], hidden);
  return refuted([place], 'absence', `${resource.id} (${resource.type}) carries no Environment tag.`);
}
