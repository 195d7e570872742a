// Version 1 of the metadata service answers any request a host can be tricked into sending; version 2 asks for a token.

import { placeOf } from '../../model/place.ts';
import { hostSetting, launchTemplateOf } from '../../model/read-hosts.ts';
import type { Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { text, unknownReason } from '../../read/cloudformation/value.ts';
import { control, type Finding } from '../control.ts';
import { declaredHosts } from '../declared-hosts.ts';
import { changed, exposedHost, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

export default control({
  id: 'imds-v2-required',
  claim: 'Every host answers requests for its metadata only to holders of a session token (version 2).',
  because: "The as-built host kept the launch wizard's default: a forged request could read its credentials.",
  keeps: ['T-VULN', 'T-INJ', 'BP-NOPUBLIC', 'SVC-EC2'],
  threats: ['metadata-theft'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/ac-3', 'nist-800-53r5/cm-6'],
  prove: ({ resources }) =>
    all(
      declaredHosts(resources).map((host) => judge(resources, host)),
      'no host in the given templates',
    ),
  remedy: 'Set MetadataOptions.HttpTokens to required in the launch template.',
  examples: [
    { name: 'required by the launch template', given: site, verdict: 'proved' },
    { name: 'not said', given: exposedHost([]), verdict: 'refuted' },
    {
      name: 'optional',
      given: changed(site, {
        'HostTemplate.Properties.LaunchTemplateData.MetadataOptions.HttpTokens': 'optional',
      }),
      verdict: 'refuted',
    },
    {
      name: 'metadata switched off',
      given: changed(site, {
        'HostTemplate.Properties.LaunchTemplateData.MetadataOptions': { HttpEndpoint: 'disabled' },
      }),
      verdict: 'proved',
    },
    {
      name: 'launch template elsewhere',
      given: changed(site, {
        'Hosts.Properties.LaunchTemplate.LaunchTemplateId': { 'Fn::ImportValue': 'template' },
      }),
      verdict: 'unknown',
    },
  ],
});

function judge(resources: Resources, host: Resource): Finding {
  const template = launchTemplateOf(host, resources);
  const holder = template ?? host;
  const tokens = hostSetting(host, resources, 'MetadataOptions.HttpTokens');
  const place = placeOf(holder, tokens ? 'MetadataOptions.HttpTokens' : '', tokens);
  const hidden = unknownReason(tokens);
  if (hidden !== undefined) return unknown([place], hidden);
  if (text(hostSetting(host, resources, 'MetadataOptions.HttpEndpoint')) === 'disabled')
    return proved([place], `${host.id} has no metadata service`);
  if (text(tokens) === 'required') return proved([place], `${host.id} requires a token`);
  if (!template && host.type === 'AWS::AutoScaling::AutoScalingGroup')
    return unknown([placeOf(host)], `the launch template of ${host.id} is not in the given templates`);
  const said =
    tokens === undefined
      ? 'does not say HttpTokens, so version 1 is allowed'
      : `sets HttpTokens to ${text(tokens) ?? '?'}`;
  return refuted(
    [place],
    'setting',
    `${holder.id} ${said}: GET http://169.254.169.254/latest/meta-data/iam/security-credentials/ is answered without a token.`,
  );
}
