// Plain HTTP to a host: no TLS, no firewall, no rate limit, no load balancer on the way.

import { control } from '../control.ts';
import { changed, exposedHost, fromEverywhere, site } from '../examples/site.ts';
import { hostsOf } from '../hosts.ts';
import { noInternetPath } from '../no-internet-path.ts';

export default control({
  id: 'no-public-http-to-host',
  claim: 'No internet address can open a connection to port 80 on any host.',
  because: 'The as-built backend answered plain HTTP to everyone.',
  keeps: ['NET-PRIVATE', 'SVC-ALB', 'T-DDOS'],
  threats: ['edge-bypass'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/sc-7', 'nist-800-53r5/sc-7.5'],
  prove: (model) =>
    noInternetPath(model, hostsOf(model), { protocol: 6, ports: { from: 80, to: 80 } }, 'no host'),
  remedy: 'Let the load balancer be the only source that the group of the hosts admits.',
  examples: [
    { name: 'a host behind the load balancer', given: site, verdict: 'proved' },
    { name: 'open to the world', given: exposedHost([fromEverywhere(80)]), verdict: 'refuted' },
    {
      name: 'stopped by the network ACL on the way back',
      given: {
        ...exposedHost([fromEverywhere(80)]),
        Acl: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: { Ref: 'Vpc' } } },
        AclUse: {
          Type: 'AWS::EC2::SubnetNetworkAclAssociation',
          Properties: { SubnetId: { Ref: 'Subnet' }, NetworkAclId: { Ref: 'Acl' } },
        },
        AclIn: {
          Type: 'AWS::EC2::NetworkAclEntry',
          Properties: {
            NetworkAclId: { Ref: 'Acl' },
            RuleNumber: 100,
            Egress: false,
            Protocol: -1,
            RuleAction: 'allow',
            CidrBlock: '0.0.0.0/0',
          },
        },
      },
      verdict: 'proved',
    },
    {
      name: 'source not known',
      given: changed(exposedHost([fromEverywhere(80)]), {
        'HostGroup.Properties.SecurityGroupIngress.0.CidrIp': { 'Fn::ImportValue': 'office' },
      }),
      verdict: 'unknown',
    },
  ],
});
