// Recorded items whose shape differs from CloudFormation's, rewritten into what CloudFormation would declare: nested
// rules become rules, attachments become resources of their own. An item that needs no rewriting keeps its properties.

import {
  at,
  items,
  listValue,
  mapValue,
  number,
  scalarValue,
  text,
  type Value,
} from '../cloudformation/value.ts';
import { heldBlocks } from './held-blocks.ts';
import { identityRewrites } from './rewrite-identities.ts';
import { trafficRewrites } from './rewrite-traffic.ts';
import { transitRewrites } from './rewrite-transit.ts';
import { made, type Rewrite, type Rewritten, withMore } from './rewritten.ts';

const ec2 = (name: string) => `AWS::EC2::${name}`;

const asIs: Rewrite = (item, id, type) => [
  { type, id, properties: item.kind === 'map' ? item.entries : new Map(), line: item.line },
];

const field = (list: Value | undefined, name: string): Value | undefined =>
  list &&
  listValue(
    items(list).flatMap((it) => at(it, name) ?? []),
    list.line,
  );

const flagged = (value: boolean, near: Value) => scalarValue(value, near.line);

/** One rule for each range, group and list of a permission; AWS folds them together, CloudFormation does not. */
function rulesOf(permissions: Value | undefined, side: 'Source' | 'Destination'): Value {
  const rules = items(permissions).flatMap((permission) => {
    const rule = (peer: string, value: Value | undefined) =>
      value
        ? [
            mapValue(
              new Map(
                ['IpProtocol', 'FromPort', 'ToPort']
                  .flatMap((name) => {
                    const own = at(permission, name);
                    return own ? [[name, own] as const] : [];
                  })
                  .concat([[peer, value]]),
              ),
              value.line,
            ),
          ]
        : [];
    const each = (list: string, name: string, peer: string) =>
      items(at(permission, list)).flatMap((it) => rule(peer, at(it, name)));
    return [
      ...each('IpRanges', 'CidrIp', 'CidrIp'),
      ...each('Ipv6Ranges', 'CidrIpv6', 'CidrIpv6'),
      ...each('UserIdGroupPairs', 'GroupId', `${side}SecurityGroupId`),
      ...each('PrefixListIds', 'PrefixListId', `${side}PrefixListId`),
    ];
  });
  return listValue(rules, permissions?.line ?? 0);
}

export const rewrites: Readonly<Record<string, Rewrite>> = {
  [ec2('VPC')]: (vpc, id, type) => {
    const more = [
      ...heldBlocks(vpc, 'CidrBlock').map((block) => ['CidrBlock', block] as const),
      ...heldBlocks(vpc, 'Ipv6CidrBlock').map((block) => ['Ipv6CidrBlock', block] as const),
    ];
    return [
      ...asIs(vpc, id, type),
      ...more.map(([name, block]) =>
        made(ec2('VPCCidrBlock'), undefined, vpc, { VpcId: at(vpc, 'VpcId'), [name]: block }),
      ),
    ];
  },
  [ec2('Subnet')]: (subnet, id, type) => {
    const [ipv6] = heldBlocks(subnet, 'Ipv6CidrBlock');
    return [made(type, id, subnet, withMore(subnet, { Ipv6CidrBlock: ipv6 }))];
  },
  [ec2('InternetGateway')]: (gateway, id, type) => [
    ...asIs(gateway, id, type),
    ...items(at(gateway, 'Attachments')).map((it) =>
      made(ec2('VPCGatewayAttachment'), undefined, it, {
        VpcId: at(it, 'VpcId'),
        InternetGatewayId: at(gateway, 'InternetGatewayId'),
      }),
    ),
  ],
  [ec2('EgressOnlyInternetGateway')]: (gateway, id, type) => [
    made(type, id, gateway, withMore(gateway, { VpcId: at(items(at(gateway, 'Attachments'))[0], 'VpcId') })),
  ],
  [ec2('RouteTable')]: (table, id, type) => [
    ...asIs(table, id, type),
    ...items(at(table, 'Routes'))
      // A route whose target is gone stays: what it is chosen for is dropped.
      .filter((route) => text(at(route, 'GatewayId')) !== 'local')
      .map((route) => {
        const gateway = at(route, 'GatewayId');
        // Both kinds of endpoint stand as a gateway here; templates name those of Gateway Load Balancers alone.
        const isEndpoint = text(gateway)?.startsWith('vpce-') ?? false;
        return made(ec2('Route'), undefined, route, {
          ...withMore(route, {}),
          ...(isEndpoint && { GatewayId: undefined, VpcEndpointId: gateway }),
          DestinationIpv6CidrBlock: at(route, 'DestinationIpv6CidrBlock'),
          RouteTableId: at(table, 'RouteTableId'),
        });
      }),
    ...items(at(table, 'Associations')).map((it) =>
      // The main table's association names no subnet; it is given to the subnets that have no other.
      made(
        text(at(it, 'SubnetId')) === undefined ? mainAssociation : ec2('SubnetRouteTableAssociation'),
        undefined,
        it,
        {
          SubnetId: at(it, 'SubnetId'),
          RouteTableId: at(table, 'RouteTableId'),
          VpcId: at(table, 'VpcId'),
        },
      ),
    ),
  ],
  [ec2('NetworkAcl')]: (acl, id, type) => [
    ...asIs(acl, id, type),
    ...items(at(acl, 'Entries')).map((entry) =>
      made(
        ec2('NetworkAclEntry'),
        undefined,
        entry,
        withMore(entry, { NetworkAclId: at(acl, 'NetworkAclId') }),
      ),
    ),
    ...items(at(acl, 'Associations')).map((it) =>
      made(ec2('SubnetNetworkAclAssociation'), undefined, it, {
        SubnetId: at(it, 'SubnetId'),
        NetworkAclId: at(acl, 'NetworkAclId'),
      }),
    ),
  ],
  [ec2('SecurityGroup')]: (group, id, type) => [
    made(
      type,
      id,
      group,
      withMore(group, {
        SecurityGroupIngress: rulesOf(at(group, 'IpPermissions'), 'Source'),
        SecurityGroupEgress: rulesOf(at(group, 'IpPermissionsEgress'), 'Destination'),
      }),
    ),
  ],
  [ec2('Instance')]: (reservation, _id, type) =>
    items(at(reservation, 'Instances'))
      .filter((it) => text(at(it, 'State.Name')) !== 'terminated')
      .map((instance) => {
        const interfaces = items(at(instance, 'NetworkInterfaces')).map((it) =>
          mapValue(
            made('', undefined, it, {
              DeviceIndex: at(it, 'Attachment.DeviceIndex'),
              SubnetId: at(it, 'SubnetId'),
              PrivateIpAddress: at(it, 'PrivateIpAddress'),
              GroupSet: field(at(it, 'Groups'), 'GroupId'),
              AssociatePublicIpAddress: flagged(
                [it, ...furtherAddresses(it)].some((one) => at(one, 'Association.PublicIp') !== undefined),
                it,
              ),
              Ipv6Addresses: at(it, 'Ipv6Addresses') ?? listValue([], it.line),
              ...(furtherAddresses(it).length > 1 && { PrivateIpAddresses: at(it, 'PrivateIpAddresses') }),
            }).properties,
            it.line,
          ),
        );
        const more = {
          NetworkInterfaces: listValue(interfaces, instance.line),
          SecurityGroups: undefined,
          SubnetId: undefined,
          PrivateIpAddress: undefined,
        };
        return made(type, text(at(instance, 'InstanceId')), instance, withMore(instance, more));
      }),
  [ec2('NatGateway')]: (gateway, id, type) =>
    /^(deleted|failed)$/.test(text(at(gateway, 'State')) ?? '') ? [] : asIs(gateway, id, type),
  [ec2('VPCPeeringConnection')]: (peering, id, type) =>
    text(at(peering, 'Status.Code')) !== 'active'
      ? []
      : [
          made(
            type,
            id,
            peering,
            withMore(peering, {
              VpcId: at(peering, 'RequesterVpcInfo.VpcId'),
              PeerVpcId: at(peering, 'AccepterVpcInfo.VpcId'),
            }),
          ),
        ],
  [ec2('VPCEndpoint')]: (endpoint, id, type) => [
    made(
      type,
      id,
      endpoint,
      withMore(endpoint, { SecurityGroupIds: field(at(endpoint, 'Groups'), 'GroupId') }),
    ),
  ],
  [ec2('VPCBlockPublicAccessExclusion')]: (exclusion, id, type) => {
    const [, kind, target] = /:(subnet|vpc)\/(\S+)$/.exec(text(at(exclusion, 'ResourceArn')) ?? '') ?? [];
    const name = kind === 'subnet' ? 'SubnetId' : 'VpcId';
    return /^delete|^disable/.test(text(at(exclusion, 'State')) ?? '')
      ? []
      : [
          made(
            type,
            id,
            exclusion,
            withMore(exclusion, target === undefined ? {} : { [name]: scalarValue(target, exclusion.line) }),
          ),
        ];
  },
  // The lists that gateway endpoints stand for tell their addresses in a form of their own.
  [ec2('PrefixList')]: (list, id, type) => {
    const cidrs = at(list, 'Cidrs');
    const entry = (cidr: Value) => mapValue(new Map([['Cidr', cidr]]), cidr.line);
    const entries = cidrs && listValue(items(cidrs).map(entry), cidrs.line);
    return [made(type, id, list, withMore(list, entries ? { Entries: entries } : {}))];
  },
  // Its addresses are on the interfaces of describe-instances; what the resource adds is that it exists.
  [ec2('EIP')]: (address, id) => asIs(address, id, ec2('RecordedAddress')),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (balancer, id, type) => [
    made(
      type,
      id,
      balancer,
      withMore(balancer, { Subnets: field(at(balancer, 'AvailabilityZones'), 'SubnetId') }),
    ),
  ],
  // Either command lists the clusters of all three services.
  'AWS::DocDB::DBCluster': (cluster, id, type) =>
    database(cluster, id, clusterTypes[text(at(cluster, 'Engine')) ?? ''] ?? type, 'DBSubnetGroup'),
  'AWS::RDS::DBCluster': (cluster, id, type) =>
    database(cluster, id, clusterTypes[text(at(cluster, 'Engine')) ?? ''] ?? type, 'DBSubnetGroup'),
  'AWS::RDS::DBInstance': (instance, id, type) =>
    database(instance, id, type, 'DBSubnetGroup.DBSubnetGroupName'),
  'AWS::DocDB::DBSubnetGroup': (group, id, type) => subnetGroup(group, id, type),
  'AWS::RDS::DBSubnetGroup': (group, id, type) => subnetGroup(group, id, type),
  'AWS::S3::Bucket': (bucket, id, type) => [
    made(type, id, bucket, withMore(bucket, { BucketName: at(bucket, 'Name') })),
  ],
};

const furtherAddresses = (networkInterface: Value): readonly Value[] =>
  items(at(networkInterface, 'PrivateIpAddresses'));

const clusterTypes: Readonly<Record<string, string>> = {
  docdb: 'AWS::DocDB::DBCluster',
  neptune: 'AWS::Neptune::DBCluster',
  ...Object.fromEntries(
    ['aurora', 'aurora-mysql', 'aurora-postgresql', 'mysql', 'postgres'].map((engine) => [
      engine,
      'AWS::RDS::DBCluster',
    ]),
  ),
};

const database = (item: Value, id: string | undefined, type: string, group: string): Rewritten[] => {
  const port = number(at(item, 'Endpoint.Port'));
  const more = {
    DBSubnetGroupName: at(item, group),
    VpcSecurityGroupIds: field(at(item, 'VpcSecurityGroups'), 'VpcSecurityGroupId'),
    ...(port !== undefined && { Port: scalarValue(port, item.line) }),
  };
  return [made(type, id, item, withMore(item, more))];
};

const subnetGroup = (group: Value, id: string | undefined, type: string): Rewritten[] => [
  made(type, id, group, withMore(group, { SubnetIds: field(at(group, 'Subnets'), 'SubnetIdentifier') })),
];

/** Marks the association of a VPC's main table until its subnets are known. */
export const mainAssociation = 'main route table';

export const rewrite: Rewrite = (item, id, type) =>
  (rewrites[type] ?? identityRewrites[type] ?? trafficRewrites[type] ?? transitRewrites[type] ?? asIs)(
    item,
    id,
    type,
  );
