// HTTPS straight to a host: encrypted, but past every check that the edge and the load balancer make.

import { control } from '../control.ts';
import { changed, exposedHost, fromEverywhere, site } from '../examples/site.ts';
import { hostsOf } from '../hosts.ts';
import { noInternetPath } from '../no-internet-path.ts';

export default control({
  id: 'no-public-https-past-load-balancer',
  claim: 'No internet address can open a connection to port 443 on any host past the load balancer.',
  because:
    'The as-built backend answered HTTPS to everyone, although a load balancer was promised in front of it.',
  keeps: ['NET-PRIVATE', 'T-DDOS'],
  threats: ['edge-bypass'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/sc-7', 'nist-800-53r5/sc-7.5'],
  prove: (model) =>
    noInternetPath(model, hostsOf(model), { protocol: 6, ports: { from: 443, to: 443 } }, 'no host'),
  remedy: 'Let the load balancer be the only source that the group of the hosts admits.',
  examples: [
    { name: 'a host behind the load balancer', given: site, verdict: 'proved' },
    { name: 'open to the world', given: exposedHost([fromEverywhere(443)]), verdict: 'refuted' },
    {
      name: 'no public address',
      given: changed(exposedHost([fromEverywhere(443)]), { 'Subnet.Properties.MapPublicIpOnLaunch': false }),
      verdict: 'proved',
    },
    {
      name: 'IPv6 needs no public mapping',
      given: changed(exposedHost([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv6: '::/0' }]), {
        'Subnet.Properties.MapPublicIpOnLaunch': false,
        'Subnet.Properties.Ipv6CidrBlock': '2001:db8:1::/64',
        'Subnet.Properties.AssignIpv6AddressOnCreation': true,
        Outward6: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: 'Routes' },
            DestinationIpv6CidrBlock: '::/0',
            GatewayId: { Ref: 'Gateway' },
          },
        },
      }),
      verdict: 'refuted',
    },
    {
      name: 'a prefix list that nobody declares',
      given: exposedHost([
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourcePrefixListId: 'pl-0example' },
      ]),
      verdict: 'unknown',
    },
  ],
});
