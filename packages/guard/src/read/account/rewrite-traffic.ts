// Recorded load balancing, scaling and distributions in the words of CloudFormation.

import { at, items, listValue, mapValue, scalarValue, text, type Value } from '../cloudformation/value.ts';
import { recordedTags, tagsOf } from './join-traffic.ts';
import { made, type Rewrite, withMore } from './rewritten.ts';

/** CloudFront counts its lists: `{Quantity: 2, Items: […]}`. */
const counted = (value: Value | undefined): Value | undefined =>
  value && listValue(items(at(value, 'Items')), value.line);

const entriesOf = (value: Value | undefined): ReadonlyMap<string, Value> =>
  value?.kind === 'map' ? value.entries : new Map();

/** The listener that a rule belongs to is part of the rule's ARN. */
function listenerOf(rule: Value): Value | undefined {
  const arn = text(at(rule, 'RuleArn'))
    ?.replace(':listener-rule/', ':listener/')
    .replace(/\/[^/]+$/, '');
  return arn === undefined ? undefined : scalarValue(arn, rule.line);
}

export const trafficRewrites: Readonly<Record<string, Rewrite>> = {
  [recordedTags]: (answer, _id, type) => {
    const about = text(at(answer, 'ResourceArn')) ?? text(at(answer, 'DistributionId')) ?? '';
    const tags = at(answer, 'Tags');
    return [made(type, tagsOf(about), answer, { Tags: tags?.kind === 'map' ? counted(tags) : tags })];
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': (rule, id, type) => [
    made(type, id, rule, withMore(rule, { ListenerArn: listenerOf(rule) })),
  ],
  'AWS::AutoScaling::AutoScalingGroup': (group, id, type) => {
    const zones = at(group, 'VPCZoneIdentifier');
    const subnets = (text(zones) ?? '').split(',').flatMap((it) => (it.trim() === '' ? [] : it.trim()));
    const placed = zones && {
      VPCZoneIdentifier: listValue(
        subnets.map((it) => scalarValue(it, zones.line)),
        zones.line,
      ),
    };
    return [made(type, id, group, withMore(group, { ...placed }))];
  },
  'AWS::CloudFront::Distribution': (distribution, id, type) => {
    const config = new Map([
      ...entriesOf(distribution),
      ...['Origins', 'Aliases', 'CacheBehaviors', 'CustomErrorResponses'].flatMap((name) => {
        const list = counted(at(distribution, name));
        return list ? [[name, list] as const] : [];
      }),
    ]);
    return [
      made(type, id, distribution, {
        DomainName: at(distribution, 'DomainName'),
        DistributionConfig: mapValue(config, distribution.line),
      }),
    ];
  },
  'AWS::CloudFront::VpcOrigin': (origin, id, type) => [
    made(type, id, origin, {
      VpcOriginEndpointConfig: mapValue(
        new Map(
          [...entriesOf(origin)].map(([name, it]) => [name === 'OriginEndpointArn' ? 'Arn' : name, it]),
        ),
        origin.line,
      ),
    }),
  ],
};
