// One packet past one filter, read anew from the declared resources. What cannot be read lets the packet pass, so that
// nothing is called stopped on a guess. Every filter also tells at which numbers its answer may change.

import { ipv6Base } from '../addresses.ts';
import { at, flag, text, unknownReason, type Value } from '../read/cloudformation/value.ts';
import {
  byKey,
  ec2,
  type Filter,
  get,
  hidden,
  names,
  type Packet,
  partsOf,
  type Subject,
  textAt,
  type World,
} from './network-facts.ts';
import { aclFilter, groupFilter, listenerFilter, routeFilter } from './network-rules.ts';

const gate = (passes: boolean | ((packet: Packet) => boolean)): Filter => ({
  addresses: [ipv6Base],
  protocols: [],
  ports: [],
  passes: typeof passes === 'boolean' ? () => passes : passes,
});

/** The filter of this kind at this place; undefined when the question does not lead past it. */
export function filterAt(kind: string, place: string, subject: Subject, world: World): Filter | undefined {
  const { from, to, fromSubnet, toSubnet } = subject;
  const through = byKey(world, subject.via);
  const natSubnet = through?.type === 'AWS::EC2::NatGateway' ? textAt(through, 'SubnetId') : undefined;
  const outside = from === 'internet' || to === 'internet';
  const entersByGateway = outside || byKey(world, from)?.type === 'AWS::CloudFront::VpcOrigin';
  const stands = (...places: (string | undefined)[]) => places.includes(place);
  const vpcOf = (subnet: string | undefined) => textAt(byKey(world, subnet), 'VpcId');
  // Inside one subnet no network ACL is passed.
  const crosses = fromSubnet === undefined || (fromSubnet !== toSubnet && fromSubnet !== natSubnet);
  const acl = (
    egress: boolean,
    remote: 'source' | 'destination',
    port: 'sourcePort' | 'destinationPort' | 'nat',
  ) => aclFilter(place, egress, remote, port, world);
  switch (kind) {
    case 'internet-gateway':
      if (!entersByGateway || ![fromSubnet, toSubnet, natSubnet].some((it) => it && vpcOf(it) === place))
        return undefined;
      return gate(
        ec2(world, 'VPCGatewayAttachment').some(
          (it) => get(it, 'InternetGatewayId') && names(it, 'VpcId', place),
        ),
      );
    case 'block-public-access': {
      if (!entersByGateway || !stands(fromSubnet, toSubnet, natSubnet)) return undefined;
      const subnets = natSubnet === undefined ? [place] : [natSubnet, fromSubnet];
      return gate(subnets.some((it) => publicAccess(it, through !== undefined, world)));
    }
    case 'public-address':
      return outside && stands(from, to) ? publicAddress(place, fromSubnet ?? toSubnet, world) : undefined;
    case 'nat-gateway':
      if (place !== subject.via || natSubnet === undefined || !through) return undefined;
      return gate(({ source }) => source < ipv6Base && textAt(through, 'ConnectivityType') !== 'private');
    case 'egress-only-gateway':
      if (place !== subject.via || !through) return undefined;
      return gate(({ source }) => source >= ipv6Base && names(through, 'VpcId', vpcOf(fromSubnet)));
    case 'link': {
      const ends = [vpcOf(fromSubnet), vpcOf(toSubnet)];
      if (outside || ends[0] === ends[1] || !ends[0] || !ends[1]) return undefined;
      const links = /TransitGateway(Vpc)?Attachment$|VPNGateway$|NetworkManager::VpcAttachment$/;
      const peered = ec2(world, 'VPCPeeringConnection').some(
        (it) =>
          hidden(it, 'VpcId', 'PeerVpcId') ||
          ends.every((end) => [textAt(it, 'VpcId'), textAt(it, 'PeerVpcId')].includes(end)),
      );
      return gate(peered || world.some(({ type }) => links.test(type)));
    }
    case 'route-forward': {
      const ways = [
        ...(place === fromSubnet ? [subject.via] : []),
        ...(place === natSubnet ? ['internet-gateway'] : []),
      ];
      return ways.length > 0 && subject.via ? routeFilter(place, 'destination', ways, world) : undefined;
    }
    case 'route-return':
      return place === toSubnet && subject.via
        ? routeFilter(place, 'source', [subject.via], world)
        : undefined;
    case 'acl-ingress':
      return crosses && stands(toSubnet, natSubnet) ? acl(false, 'source', 'destinationPort') : undefined;
    case 'acl-egress':
      return (crosses && place === fromSubnet) || place === natSubnet
        ? acl(true, 'destination', 'destinationPort')
        : undefined;
    case 'acl-return-egress':
      return crosses && stands(toSubnet, natSubnet) ? acl(true, 'source', 'sourcePort') : undefined;
    case 'acl-return-ingress':
      return crosses && place === fromSubnet ? acl(false, 'destination', 'sourcePort') : undefined;
    case 'acl-nat-return':
      return place === natSubnet ? acl(false, 'destination', 'nat') : undefined;
    case 'group-ingress':
      return place === to ? groupFilter('ingress', [to, toSubnet], [from, fromSubnet], world) : undefined;
    case 'group-egress':
      return place === from ? groupFilter('egress', [from, fromSubnet], [to, toSubnet], world) : undefined;
    case 'listener':
      return place === to ? listenerFilter(to, world) : undefined;
    default:
      return undefined;
  }
}

function publicAccess(subnetKey: string | undefined, outward: boolean, world: World): boolean {
  const subnet = byKey(world, subnetKey);
  const vpc = byKey(world, textAt(subnet, 'VpcId'));
  const fitting = ec2(world, 'VPCBlockPublicAccessOptions').filter(
    ({ environment }) => !environment || !vpc?.environment || environment === vpc.environment,
  );
  const own = fitting.filter(({ stack }) => stack === vpc?.stack);
  const settings = own.length > 0 ? own : fitting;
  const open = outward ? ['allow-bidirectional', 'allow-egress'] : ['allow-bidirectional'];
  const excluded = ec2(world, 'VPCBlockPublicAccessExclusion').some((it) => {
    const mode = textAt(it, 'InternetGatewayExclusionMode');
    const target = names(it, 'SubnetId', subnetKey) || names(it, 'VpcId', vpc?.key);
    return target && (mode === undefined || open.includes(mode));
  });
  const blocking = outward ? ['block-bidirectional'] : ['block-bidirectional', 'block-ingress'];
  const modes = settings.map((it) => textAt(it, 'InternetGatewayBlockMode') ?? '');
  return excluded || modes.length === 0 || modes.some((mode) => !blocking.includes(mode));
}

function publicAddress(key: string, subnetKey: string | undefined, world: World): Filter {
  const owner = byKey(world, key);
  const subnet = byKey(world, subnetKey);
  const isTrue = (value: Value | undefined) => unknownReason(value) !== undefined || flag(value) === true;
  const balancer =
    owner?.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' && textAt(owner, 'Scheme') !== 'internal';
  const described = partsOf(owner, world);
  const choices = described.flatMap((part) => at(part, 'AssociatePublicIpAddress') ?? []);
  const isHost = /::(Instance|AutoScalingGroup)$/.test(owner?.type ?? '') && !owner?.type.includes('RDS');
  const interfaces = described.filter((part) => at(part, 'DeviceIndex') !== undefined).length;
  const bySubnet =
    isHost && choices.length === 0 && interfaces < 2 && isTrue(get(subnet, 'MapPublicIpOnLaunch'));
  const declared = described.flatMap((part) => text(at(part, 'NetworkInterfaceId')) ?? []);
  const elastic = world.some(
    (it) =>
      /::EIP(Association)?$/.test(it.type) &&
      (names(it, 'InstanceId', owner?.key) || declared.some((eni) => names(it, 'NetworkInterfaceId', eni))),
  );
  const published = isTrue(get(owner, 'PubliclyAccessible'));
  const ipv4 = !owner || balancer || choices.some(isTrue) || bySubnet || (isHost && elastic) || published;
  const ipv6 =
    isTrue(get(subnet, 'AssignIpv6AddressOnCreation')) ||
    (balancer && get(subnet, 'Ipv6CidrBlock') !== undefined);
  return gate(({ source }) => (source < ipv6Base ? ipv4 : ipv6));
}
