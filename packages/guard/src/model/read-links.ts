// What leads out of a VPC: peering connections, NAT and egress-only gateways, and the links that no template decides.

import type { EgressOnlyGateway, NatGateway, Peering } from './network.ts';
import { type Place, placeOf } from './place.ts';
import { hiddenIn, propertyText, type Resources } from './resources.ts';

export function readPeerings(resources: Resources): ReadonlyMap<string, Peering> {
  const peerings = resources.ofType('AWS::EC2::VPCPeeringConnection').map((peering) => ({
    key: peering.key,
    place: placeOf(peering),
    requester: propertyText(peering, 'VpcId'),
    accepter: propertyText(peering, 'PeerVpcId'),
    uncertain: hiddenIn(peering, 'VpcId', 'PeerVpcId'),
  }));
  return new Map(peerings.map((peering) => [peering.key, peering]));
}

export function readNatGateways(resources: Resources): ReadonlyMap<string, NatGateway> {
  const gateways = resources.ofType('AWS::EC2::NatGateway').map((gateway) => ({
    key: gateway.key,
    place: placeOf(gateway),
    subnet: propertyText(gateway, 'SubnetId'),
    isPublic: propertyText(gateway, 'ConnectivityType') !== 'private',
    uncertain: hiddenIn(gateway, 'SubnetId', 'ConnectivityType'),
  }));
  return new Map(gateways.map((gateway) => [gateway.key, gateway]));
}

export function readEgressOnlyGateways(resources: Resources): ReadonlyMap<string, EgressOnlyGateway> {
  const gateways = resources.ofType('AWS::EC2::EgressOnlyInternetGateway').map((gateway) => ({
    key: gateway.key,
    place: placeOf(gateway),
    vpc: propertyText(gateway, 'VpcId'),
    uncertain: hiddenIn(gateway, 'VpcId'),
  }));
  return new Map(gateways.map((gateway) => [gateway.key, gateway]));
}

/** Links that tables outside of the VPC decide: a packet that a route hands to one of them is lost to our sight. */
const linkTypes = ['AWS::EC2::VPNGateway', 'AWS::NetworkManager::VpcAttachment'] as const;

export const readLinks = (resources: Resources): Place[] =>
  resources.ofType(...linkTypes).map((link) => placeOf(link));
