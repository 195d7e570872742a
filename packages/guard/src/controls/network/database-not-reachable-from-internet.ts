// The database is the last thing a packet from outside may ever see.

import { control } from '../control.ts';
import { changed, fromEverywhere, site } from '../examples/site.ts';
import { databasesOf } from '../hosts.ts';
import { noInternetPath } from '../no-internet-path.ts';

const published = {
  DataOutward: {
    Type: 'AWS::EC2::Route',
    Properties: {
      RouteTableId: { Ref: 'DataRoutes' },
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: { Ref: 'Gateway' },
    },
  },
  DataAclUse: undefined,
  'BlockPublicAccess.Properties.InternetGatewayBlockMode': 'off',
  'DatabaseGroup.Properties.SecurityGroupIngress': [fromEverywhere(5432)],
  Database: {
    Type: 'AWS::RDS::DBInstance',
    Properties: {
      PubliclyAccessible: true,
      DBSubnetGroupName: { Ref: 'DatabaseSubnets' },
      VPCSecurityGroups: [{ 'Fn::GetAtt': ['DatabaseGroup', 'GroupId'] }],
      Tags: [{ Key: 'Environment', Value: 'example' }],
    },
  },
};

export default control({
  id: 'database-not-reachable-from-internet',
  claim: 'No internet address can open a connection to any database, on any port.',
  because: 'A database that the internet reaches is one password away from being public.',
  keeps: ['DB', 'NET-SECURED', 'BP-SUBNET'],
  threats: ['database-exposure'],
  needs: 'template',
  severity: 'critical',
  satisfies: ['nist-800-53r5/sc-7', 'nist-800-53r5/ac-4'],
  prove: (model) => noInternetPath(model, databasesOf(model), {}, 'no database'),
  remedy:
    'Place the database in subnets without a route to the internet and admit only the group of the hosts.',
  examples: [
    { name: 'in the data tier', given: site, verdict: 'proved' },
    { name: 'published with a public address', given: changed(site, published), verdict: 'refuted' },
    {
      name: 'published, rule not readable',
      given: changed(changed(site, published), {
        'DatabaseGroup.Properties.SecurityGroupIngress.0.CidrIp': { 'Fn::ImportValue': 'office' },
      }),
      verdict: 'unknown',
    },
  ],
});
