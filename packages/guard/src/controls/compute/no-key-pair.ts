// An SSH key on a machine image is a password that several people share and nobody rotates.

import { placeOf } from '../../model/place.ts';
import { hostSetting, launchTemplateOf } from '../../model/read-hosts.ts';
import type { Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { text } from '../../read/cloudformation/value.ts';
import { control, type Finding } from '../control.ts';
import { declaredHosts } from '../declared-hosts.ts';
import { changed, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';

export default control({
  id: 'no-key-pair',
  claim: 'No host is launched with an SSH key pair, and none is declared.',
  because: 'The as-built account held a key pair: whoever has the file is the administrator.',
  keeps: ['BP-LEAST', 'HOST-SSM', 'T-SPOOF', 'T-INSIDER'],
  threats: ['shared-credential', 'credential-guessing'],
  needs: 'template',
  severity: 'medium',
  satisfies: ['nist-800-53r5/ia-5', 'nist-800-53r5/ac-17', 'nist-800-53r5/ac-6'],
  prove: ({ resources }) => {
    const pairs = resources
      .ofType('AWS::EC2::KeyPair')
      .map((pair) => refuted([placeOf(pair)], 'setting', `The key pair ${pair.id} is declared.`));
    return all(
      [...declaredHosts(resources).map((host) => judge(resources, host)), ...pairs],
      'no host and no key pair in the given templates',
    );
  },
  remedy: 'Remove KeyName and the key pair; administer through Session Manager.',
  examples: [
    { name: 'no key', given: site, verdict: 'proved' },
    {
      name: 'a key in the launch template',
      given: changed(site, { 'HostTemplate.Properties.LaunchTemplateData.KeyName': 'admin' }),
      verdict: 'refuted',
    },
    {
      name: 'a key pair that no host uses',
      given: { ...site, Spare: { Type: 'AWS::EC2::KeyPair', Properties: { KeyName: 'spare' } } },
      verdict: 'refuted',
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
  const key = hostSetting(host, resources, 'KeyName');
  const template = launchTemplateOf(host, resources);
  if (key !== undefined) {
    const place = placeOf(template ?? host, 'KeyName', key);
    return refuted(
      [place],
      'setting',
      `${host.id} is launched with the key pair ${text(key) ?? '(not known here)'}.`,
    );
  }
  if (!template && host.type === 'AWS::AutoScaling::AutoScalingGroup')
    return unknown([placeOf(host)], `the launch template of ${host.id} is not in the given templates`);
  return proved([placeOf(template ?? host)], `${host.id} is launched without a key pair`);
}
