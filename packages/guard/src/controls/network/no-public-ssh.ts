// The first thing a stranger tries, and the way the as-built site was administered.

import { control } from '../control.ts';
import { changed, exposedHost, fromEverywhere, site } from '../examples/site.ts';
import { hostsOf } from '../hosts.ts';
import { noInternetPath } from '../no-internet-path.ts';

export default control({
  id: 'no-public-ssh',
  claim: 'No internet address can open a connection to port 22 on any host.',
  because: 'The as-built site was administered over SSH, open to the world.',
  keeps: ['NET-PRIVATE', 'T-SPOOF', 'T-VULN'],
  threats: ['host-takeover', 'credential-guessing'],
  needs: 'template',
  severity: 'critical',
  satisfies: ['nist-800-53r5/ac-17', 'nist-800-53r5/sc-7'],
  prove: (model) =>
    noInternetPath(model, hostsOf(model), { protocol: 6, ports: { from: 22, to: 22 } }, 'no host'),
  remedy: 'Administer through Session Manager; remove the ingress rule and the public address.',
  examples: [
    { name: 'a host in the private tier', given: site, verdict: 'proved' },
    { name: 'open to the world', given: exposedHost([fromEverywhere(22)]), verdict: 'refuted' },
    {
      name: 'inside a wide range of ports',
      given: exposedHost([fromEverywhere(20, 30)]),
      verdict: 'refuted',
    },
    {
      name: 'all protocols, ports that do not count',
      given: exposedHost([{ IpProtocol: '-1', FromPort: 0, ToPort: 0, CidrIp: '0.0.0.0/0' }]),
      verdict: 'refuted',
    },
    {
      name: 'a rule that is a resource of its own',
      given: {
        ...exposedHost([]),
        Rule: {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: { GroupId: { 'Fn::GetAtt': ['HostGroup', 'GroupId'] }, ...fromEverywhere(22) },
        },
      },
      verdict: 'refuted',
    },
    {
      name: 'half of the internet',
      given: exposedHost([{ ...fromEverywhere(22), CidrIp: '128.0.0.0/1' }]),
      verdict: 'refuted',
    },
    {
      name: 'private sources only',
      given: exposedHost([{ ...fromEverywhere(22), CidrIp: '172.31.0.0/16' }]),
      verdict: 'proved',
    },
    {
      name: 'no internet gateway',
      given: changed(exposedHost([fromEverywhere(22)]), { GatewayUse: undefined }),
      verdict: 'proved',
    },
    {
      name: 'Block Public Access on',
      given: {
        ...exposedHost([fromEverywhere(22)]),
        Block: {
          Type: 'AWS::EC2::VPCBlockPublicAccessOptions',
          Properties: { InternetGatewayBlockMode: 'block-ingress' },
        },
      },
      verdict: 'proved',
    },
    {
      name: 'group not in the template',
      given: changed(exposedHost([]), {
        'Host.Properties.SecurityGroupIds': [{ 'Fn::ImportValue': 'shared-group' }],
      }),
      verdict: 'unknown',
    },
    { name: 'no host at all', given: changed(site, { Hosts: undefined }), verdict: 'not-judged' },
  ],
});
