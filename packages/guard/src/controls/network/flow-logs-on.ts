// What was never written down cannot be looked up after a break-in.

import { placeOf } from '../../model/place.ts';
import { hiddenIn, property, propertyText, type Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { control, type Finding } from '../control.ts';
import { changed, site, without } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

const flowLog = 'AWS::EC2::FlowLog';

export default control({
  id: 'flow-logs-on',
  claim: 'Every VPC logs its flows, accepted and rejected.',
  because: 'The as-built VPC kept no flow logs: nobody could say who had talked to the host.',
  keeps: ['BP-LOGS', 'NET-SECURED', 'SVC-VPC'],
  threats: ['untraced-connection'],
  needs: 'template',
  severity: 'medium',
  satisfies: ['nist-800-53r5/au-2', 'nist-800-53r5/au-12'],
  prove: ({ resources }) =>
    all(
      resources.ofType('AWS::EC2::VPC').map((vpc) => judge(vpc, resources)),
      'no VPC in the given templates',
    ),
  remedy: 'Declare AWS::EC2::FlowLog for the VPC with TrafficType ALL.',
  examples: [
    { name: 'all traffic', given: site, verdict: 'proved' },
    { name: 'none', given: without(site, 'Flows'), verdict: 'refuted' },
    {
      name: 'rejected traffic only',
      given: changed(site, { 'Flows.Properties.TrafficType': 'REJECT' }),
      verdict: 'refuted',
    },
    {
      name: 'of another VPC',
      given: changed(site, { 'Flows.Properties.ResourceId': 'vpc-0a1b2c3d' }),
      verdict: 'refuted',
    },
    {
      name: 'of a VPC decided elsewhere',
      given: changed(site, { 'Flows.Properties.ResourceId': { 'Fn::ImportValue': 'vpc' } }),
      verdict: 'unknown',
    },
  ],
});

function judge(vpc: Resource, resources: Resources): Finding {
  const logs = resources.ofType(flowLog);
  const own = logs.filter((it) => propertyText(it, 'ResourceId') === vpc.key);
  const whole = own.find((it) => propertyText(it, 'TrafficType') === 'ALL');
  if (whole) return proved([placeOf(whole)], `${whole.id} logs all flows of ${vpc.id}`);
  const hidden = logs
    .map((it) => hiddenIn(it, 'ResourceId') ?? (own.includes(it) ? hiddenIn(it, 'TrafficType') : undefined))
    .find((reason) => reason !== undefined);
  if (hidden !== undefined) return unknown([placeOf(vpc)], hidden);
  const [partial] = own;
  if (!partial)
    return refuted(
      [placeOf(vpc)],
      'absence',
      `No ${flowLog} is declared for ${vpc.id}: no connection to or from it is written down.`,
    );
  const type = property(partial, 'TrafficType');
  return refuted(
    [placeOf(partial, 'TrafficType', type), placeOf(vpc)],
    'setting',
    `${partial.id} logs ${propertyText(partial, 'TrafficType') ?? 'no'} traffic of ${vpc.id} alone.`,
  );
}
