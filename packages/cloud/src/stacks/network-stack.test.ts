import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources, stackNames } from '../../test/support/golden.ts';
import { interfaceEndpoints } from '../endpoint-policies.ts';

describe.each(everyEnvironment)('the network of $name', ({ name, cidr, endpointZones }) => {
  const network = (type: string) => resources(name, 'network', type);
  const subnetIds = (tier: string) =>
    network('AWS::EC2::Subnet')
      .filter(({ properties }) =>
        [properties['Tags']].flat().some((tag) => at(tag, 'Key') === 'Tier' && at(tag, 'Value') === tier),
      )
      .map(({ id }) => id);

  it('has three tiers over three zones, none with public addresses', () => {
    expect(['edge', 'private', 'secured'].map((tier) => subnetIds(tier).length)).toEqual([3, 3, 3]);
    for (const { properties } of network('AWS::EC2::Subnet'))
      expect(properties).toMatchObject({ MapPublicIpOnLaunch: false });
    expect(
      new Set(network('AWS::EC2::Subnet').map(({ properties }) => properties['AvailabilityZone'])),
    ).toEqual(new Set(['eu-west-1a', 'eu-west-1b', 'eu-west-1c']));
    expect(only(name, 'network', 'AWS::EC2::VPC').properties).toMatchObject({ CidrBlock: cidr });
  });

  it('attaches an internet gateway and gives no stack a route, NAT gateway or address towards it', () => {
    expect(network('AWS::EC2::VPCGatewayAttachment')).toHaveLength(1);
    const waysOut = [
      'AWS::EC2::Route',
      'AWS::EC2::NatGateway',
      'AWS::EC2::EIP',
      'AWS::EC2::EgressOnlyInternetGateway',
      'AWS::EC2::VPCPeeringConnection',
      'AWS::EC2::TransitGatewayAttachment',
      'AWS::EC2::VPNGateway',
    ];
    for (const stack of stackNames)
      expect(resources(name, stack).filter(({ type }) => waysOut.includes(type))).toEqual([]);
  });

  it('gives each tier one route table and leaves no subnet to the main one', () => {
    expect(network('AWS::EC2::RouteTable')).toHaveLength(3);
    const associated = network('AWS::EC2::SubnetRouteTableAssociation').map(({ properties }) =>
      at(properties, 'SubnetId', 'Fn::GetAtt', 0),
    );
    expect(associated.sort()).toEqual(
      network('AWS::EC2::Subnet')
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('puts every subnet under the network ACL of its tier', () => {
    expect(network('AWS::EC2::NetworkAcl')).toHaveLength(3);
    expect(network('AWS::EC2::SubnetNetworkAclAssociation')).toHaveLength(9);
  });

  it('blocks public access in both directions, except on the load balancer subnets', () => {
    expect(only(name, 'network', 'AWS::EC2::VPCBlockPublicAccessOptions').properties).toMatchObject({
      InternetGatewayBlockMode: 'block-bidirectional',
    });
    const exclusions = network('AWS::EC2::VPCBlockPublicAccessExclusion');
    expect(exclusions.map(({ properties }) => at(properties, 'SubnetId', 'Fn::GetAtt', 0)).sort()).toEqual(
      subnetIds('edge').sort(),
    );
    for (const { properties } of exclusions) expect(properties['VpcId']).toBeUndefined();
  });

  it('admits and opens connections between groups only, each rule described', () => {
    const rules = [...network('AWS::EC2::SecurityGroupIngress'), ...network('AWS::EC2::SecurityGroupEgress')];
    expect(rules).toHaveLength(11);
    for (const { properties } of rules) {
      expect(properties['Description']).toMatch(/\w/);
      expect(properties['CidrIp'] ?? properties['CidrIpv6']).toBeUndefined();
      expect(properties['FromPort']).toBe(properties['ToPort']);
    }
  });

  it('leaves no group the rule that lets everything out', () => {
    for (const { properties } of network('AWS::EC2::SecurityGroup'))
      expect(properties['SecurityGroupEgress']).toMatchObject([{ CidrIp: '255.255.255.255/32' }]);
  });

  it('opens no port but those of the flows', () => {
    const open = network('AWS::EC2::SecurityGroupIngress').map(({ properties }) => properties['ToPort']);
    expect([...new Set(open)].sort()).toEqual([27017, 443, 8443]);
  });

  it('closes the default security group', () => {
    expect(
      only(name, 'network', 'Custom::VpcRestrictDefaultSG').properties['DefaultSecurityGroupId'],
    ).toEqual({
      'Fn::GetAtt': [only(name, 'network', 'AWS::EC2::VPC').id, 'DefaultSecurityGroup'],
    });
  });

  it('reaches AWS only through endpoints whose policies name actions and the own account', () => {
    const endpoints = network('AWS::EC2::VPCEndpoint');
    expect(endpoints.map(({ properties }) => properties['ServiceName']).sort()).toEqual(
      [...interfaceEndpoints.map(({ service }) => service), 's3']
        .map((service) => `com.amazonaws.eu-west-1.${service}`)
        .sort(),
    );
    for (const { properties } of endpoints)
      for (const statement of [at(properties, 'PolicyDocument', 'Statement')].flat()) {
        expect([at(statement, 'Action')].flat()).not.toContainEqual(expect.stringContaining('*'));
        if (at(statement, 'Resource') === '*')
          expect(at(statement, 'Condition', 'StringEquals', 'aws:PrincipalAccount')).toMatch(/^\d{12}$/);
      }
  });

  it('keeps interface endpoints in the secured tier, in as many zones as the table says', () => {
    for (const { properties } of network('AWS::EC2::VPCEndpoint')) {
      if (properties['VpcEndpointType'] !== 'Interface') continue;
      const ids = [properties['SubnetIds']].flat().map((subnet) => at(subnet, 'Fn::GetAtt', 0));
      expect(ids).toEqual(subnetIds('secured').slice(0, endpointZones));
    }
  });

  it('records every accepted and rejected packet', () => {
    expect(only(name, 'network', 'AWS::EC2::FlowLog').properties).toMatchObject({
      TrafficType: 'ALL',
      ResourceType: 'VPC',
      LogDestinationType: 'cloud-watch-logs',
    });
  });
});
