// Tiers are a fact about routes and ACLs, not about names: a subnet is public when its table leads to an internet
// gateway, and it is a tier of its own when its ACL is.

import type { Model } from '../../model/model.ts';
import type { Interface, Route, Subnet } from '../../model/network.ts';
import { readable } from '../../read/cloudformation/value.ts';
import { control, type Finding } from '../control.ts';
import { changed, exposedHost, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';
import { databasesOf, hostsOf } from '../hosts.ts';

export default control({
  id: 'subnets-are-tiered',
  claim:
    'Hosts and databases stand in subnets without a route to an internet gateway, each tier behind an ACL of its own.',
  because:
    'The as-built site ran in the default VPC: three subnets, all public, one route table, the default ACL.',
  keeps: ['BP-SUBNET', 'SVC-VPC'],
  threats: ['lateral-movement', 'host-takeover'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/sc-7', 'nist-800-53r5/sc-7.21'],
  prove: (model) =>
    all(
      [...hostsOf(model), ...databasesOf(model)].flatMap((it) => judge(model, it)),
      'no host and no database in the given templates',
    ),
  remedy:
    'Give edge, hosts and data subnets, route tables and ACLs of their own, and routes to the internet to none of them.',
  examples: [
    { name: 'three tiers', given: site, verdict: 'proved' },
    { name: 'a host in a public subnet', given: exposedHost([]), verdict: 'refuted' },
    {
      name: 'a route to the gateway from the hosts',
      given: changed(site, {
        Outward: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: 'AppRoutes' },
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayId: { Ref: 'Gateway' },
          },
        },
      }),
      verdict: 'refuted',
    },
    { name: 'the default ACL', given: changed(site, { DataAclUse: undefined }), verdict: 'refuted' },
    {
      name: 'hosts beside the database',
      given: changed(site, { 'Hosts.Properties.VPCZoneIdentifier': [{ Ref: 'DataSubnet' }] }),
      verdict: 'refuted',
    },
    {
      name: 'a subnet of another template',
      given: changed(site, { 'Hosts.Properties.VPCZoneIdentifier': [{ 'Fn::ImportValue': 'subnet' }] }),
      verdict: 'unknown',
    },
  ],
});

function judge(model: Model, owner: Interface): Finding[] {
  if (owner.subnets.length === 0)
    return [unknown([owner.place], owner.uncertain ?? `${owner.name} names no subnet`)];
  const known = owner.subnets.map((key) => {
    const subnet = model.network.subnets.get(key);
    if (!subnet)
      return unknown([owner.place], `subnet ${readable(key)} of ${owner.name} is not in the given templates`);
    return judgeSubnet(model, owner, subnet);
  });
  if (!owner.hasHiddenSubnets) return known;
  return [...known, unknown([owner.place], owner.uncertain ?? `a subnet of ${owner.name} is not known`)];
}

function judgeSubnet(model: Model, owner: Interface, subnet: Subnet): Finding {
  const { network } = model;
  const table = network.routeTables.get(subnet.routeTable ?? '');
  if (subnet.routeTable !== undefined && !table)
    return unknown([subnet.place], `the route table of ${subnet.place.id} is not in the given templates`);
  const outward = table?.routes.find((route) => route.target === 'internet-gateway');
  if (outward) return publicSubnet(owner, subnet, outward);
  const acl = network.acls.get(subnet.acl ?? '');
  if (subnet.acl !== undefined && !acl)
    return unknown([subnet.place], `the network ACL of ${subnet.place.id} is not in the given templates`);
  if (!acl) {
    return refuted(
      [subnet.place, owner.place],
      'absence',
      `${subnet.place.id}, where ${owner.name} stands, has no AWS::EC2::SubnetNetworkAclAssociation: the default ACL lets everything pass.`,
    );
  }
  const neighbour = network.interfaces.find((it) => {
    const tier = tierOf(it);
    return (
      tier !== undefined &&
      tier !== tierOf(owner) &&
      it.subnets.some((key) => network.subnets.get(key)?.acl === acl.key)
    );
  });
  if (neighbour) {
    return refuted(
      [subnet.place, neighbour.place],
      'setting',
      `${owner.name} (${tierOf(owner) ?? '?'} tier) shares ${acl.place.id} with ${neighbour.name} (${tierOf(neighbour) ?? '?'} tier).`,
    );
  }
  return proved(
    [subnet.place],
    `${owner.name} stands in ${subnet.place.id}: no route to an internet gateway, behind ${acl.place.id}`,
  );
}

function publicSubnet(owner: Interface, subnet: Subnet, route: Route): Finding {
  const summary = `${owner.name} stands in ${subnet.place.id}, whose route table leads to an internet gateway: a public subnet.`;
  if (route.uncertain !== undefined) return unknown([route.place], route.uncertain);
  return refuted([subnet.place, route.place], 'setting', summary, [
    { text: `${owner.name} stands in ${subnet.place.id}`, place: owner.place },
    { text: 'its route table leads to an internet gateway', place: route.place },
  ]);
}

/** The tier an interface makes. Endpoints and functions serve the tier they stand in and make none. */
function tierOf({ kind }: Interface): 'edge' | 'host' | 'data' | undefined {
  const tiers = {
    'load-balancer': 'edge',
    'vpc-origin': 'edge',
    host: 'host',
    database: 'data',
    endpoint: undefined,
    function: undefined,
  } as const;
  return tiers[kind];
}
