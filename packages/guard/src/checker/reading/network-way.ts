// Which filters stand on the way of a question, and the gates among them, read anew from the declared resources.

import type { Resource } from '../../read/closed-world.ts';
import { at } from '../../read/cloudformation/value.ts';
import {
  byKey,
  descriptionOf,
  ec2,
  get,
  hidden,
  isTrue,
  names,
  type Subject,
  subnetsOf,
  textAt,
  under,
  type World,
} from './network-facts.ts';
import {
  aclFilter,
  type Filter,
  families,
  gate,
  groupFilter,
  listenerFilter,
  routeFilter,
  routesOf,
} from './network-rules.ts';

/** What may join two VPCs: peering connections by their key, everything whose own tables are not declared as one. */
function linksBetween(vpcs: readonly (string | undefined)[], world: World): readonly string[] {
  const others = /TransitGateway(Vpc)?Attachment$|VPNGateway$|NetworkManager::VpcAttachment$/;
  const peered = ec2(world, 'VPCPeeringConnection').filter((it) => {
    const ends = [textAt(it, 'VpcId'), textAt(it, 'PeerVpcId')];
    return hidden(it, 'VpcId', 'PeerVpcId') || vpcs.every((vpc) => ends.includes(vpc));
  });
  return [
    ...peered.map(({ key }) => key),
    ...(world.some(({ type }) => others.test(type)) ? ['elsewhere'] : []),
  ];
}

export type Way = Pick<Subject, 'fromSubnet' | 'toSubnet' | 'via'>;

/** Every way that packets may take from one end to the other; undefined when they cannot be told. */
export function waysBetween(from: string, to: string, world: World): readonly Way[] | undefined {
  const [sources, targets] = [from, to].map((end) =>
    end === 'internet' ? [undefined] : subnetsOf(end, world),
  );
  return sources?.flatMap((fromSubnet) =>
    (targets ?? []).flatMap((toSubnet) =>
      carriers(fromSubnet, toSubnet, world).map((via) => ({ fromSubnet, toSubnet, via })),
    ),
  );
}

function carriers(
  fromSubnet: string | undefined,
  toSubnet: string | undefined,
  world: World,
): readonly (string | undefined)[] {
  const named = (route: Resource) =>
    ['NatGatewayId', 'EgressOnlyInternetGatewayId']
      .filter((path) => get(route, path))
      .map((path) => textAt(route, path) ?? '⟦not known⟧');
  if (fromSubnet === undefined) return ['internet-gateway'];
  const routes = routesOf(fromSubnet, world);
  if (toSubnet === undefined)
    return ['internet-gateway', ...new Set(routes?.flatMap(named) ?? ['⟦not known⟧'])];
  const vpcs = [fromSubnet, toSubnet].map((subnet) => textAt(byKey(world, subnet), 'VpcId'));
  const links = vpcs[0] === vpcs[1] ? [] : linksBetween(vpcs, world);
  return links.length > 0 ? links : [undefined];
}

/** The filters of this kind at this place: what one of them refuses is refused. None: no such thing is on the way. */
export function filtersAt(kind: string, place: string, subject: Subject, world: World): readonly Filter[] {
  const { from, to, fromSubnet, toSubnet, via } = subject;
  const through = byKey(world, via);
  const natSubnet = through?.type === 'AWS::EC2::NatGateway' ? textAt(through, 'SubnetId') : undefined;
  const outside = from === 'internet' || to === 'internet';
  const byGateway = outside || byKey(world, from)?.type === 'AWS::CloudFront::VpcOrigin';
  const vpcOf = (subnet: string | undefined) => textAt(byKey(world, subnet), 'VpcId');
  const vpcs = [fromSubnet, toSubnet].map(vpcOf);
  // Inside one subnet no network ACL is passed.
  const crosses = fromSubnet === undefined || (fromSubnet !== toSubnet && fromSubnet !== natSubnet);
  const entered = [toSubnet, natSubnet].includes(place);
  const on = (stands: unknown, filter: () => Filter) => (stands ? [filter()] : []);
  switch (kind) {
    case 'internet-gateway': {
      const attached = ec2(world, 'VPCGatewayAttachment').filter((it) => get(it, 'InternetGatewayId'));
      const here = byGateway && [...vpcs, vpcOf(natSubnet)].includes(place);
      return on(here, () => gate(attached.some((it) => names(it, 'VpcId', place))));
    }
    case 'block-public-access': {
      const subnets = natSubnet === undefined ? [place] : [natSubnet, fromSubnet];
      const here = byGateway && (entered || place === fromSubnet);
      return on(here, () => gate(subnets.some((it) => publicAccess(it, through !== undefined, world))));
    }
    case 'public-address':
      return on(outside && [from, to].includes(place), () =>
        publicAddress(place, fromSubnet ?? toSubnet, world),
      );
    case 'nat-gateway':
      return on(place === via && natSubnet, () =>
        families(textAt(through, 'ConnectivityType') !== 'private', false),
      );
    case 'egress-only-gateway':
      return on(place === via && through, () =>
        families(false, through !== undefined && names(through, 'VpcId', vpcOf(fromSubnet))),
      );
    case 'link': {
      const apart = !outside && vpcs[0] && vpcs[1] && vpcs[0] !== vpcs[1];
      return on(apart && place === vpcs[1], () => gate(linksBetween(vpcs, world).length > 0));
    }
    case 'route-forward':
      return [
        ...on(via && place === fromSubnet, () => routeFilter(place, 'destination', via, world)),
        ...on(place === natSubnet, () => routeFilter(place, 'destination', 'internet-gateway', world)),
      ];
    case 'route-return':
      return on(via && place === toSubnet, () => routeFilter(place, 'source', via, world));
    case 'acl-ingress':
      return on(crosses && entered, () => aclFilter(place, false, 'source', 'destinationPort', world));
    case 'acl-egress':
      return on((crosses && place === fromSubnet) || place === natSubnet, () =>
        aclFilter(place, true, 'destination', 'destinationPort', world),
      );
    case 'acl-return-egress':
      return on(crosses && entered, () => aclFilter(place, true, 'source', 'sourcePort', world));
    case 'acl-return-ingress':
      return on(crosses && place === fromSubnet, () =>
        aclFilter(place, false, 'destination', 'sourcePort', world),
      );
    case 'acl-nat-return':
      return on(place === natSubnet, () => aclFilter(place, false, 'destination', 'sourcePort', world));
    case 'group-ingress':
      return on(place === to, () => groupFilter('Ingress', [to, toSubnet], [from, fromSubnet], world));
    case 'group-egress':
      return on(place === from, () => groupFilter('Egress', [from, fromSubnet], [to, toSubnet], world));
    case 'listener':
      return on(place === to, () => listenerFilter(to, world));
    default:
      return [];
  }
}

/** Whether Block Public Access lets this subnet use the internet gateway, or could. */
function publicAccess(subnetKey: string | undefined, outward: boolean, world: World): boolean {
  const vpc = byKey(world, textAt(byKey(world, subnetKey), 'VpcId'));
  const fitting = ec2(world, 'VPCBlockPublicAccessOptions').filter(
    ({ environment }) => !environment || !vpc?.environment || environment === vpc.environment,
  );
  const own = fitting.filter(({ stack }) => stack === vpc?.stack);
  const settings = own.length > 0 ? own : fitting;
  const open = ['allow-bidirectional', ...(outward ? ['allow-egress'] : [])];
  const excluded = ec2(world, 'VPCBlockPublicAccessExclusion').some((it) => {
    const mode = textAt(it, 'InternetGatewayExclusionMode');
    const target = names(it, 'SubnetId', subnetKey) || names(it, 'VpcId', vpc?.key);
    return target && (mode === undefined || open.includes(mode));
  });
  const blocking = ['block-bidirectional', ...(outward ? [] : ['block-ingress'])];
  const isOpen = settings.some((it) => !blocking.includes(textAt(it, 'InternetGatewayBlockMode') ?? ''));
  return excluded || isOpen || settings.length === 0;
}

function publicAddress(key: string, subnetKey: string | undefined, world: World): Filter {
  const owner = byKey(world, key);
  if (!owner) return gate(true);
  const subnet = byKey(world, subnetKey);
  const described = descriptionOf(owner, world);
  const all = (name: RegExp) => described.flatMap(({ properties }) => under(properties, name));
  const isHost = /::(EC2::Instance|AutoScalingGroup)$/.test(owner.type);
  const isBalancer =
    owner.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' && textAt(owner, 'Scheme') !== 'internal';
  const choices = all(/^AssociatePublicIpAddress$/);
  // AWS gives no address by itself to an instance that is launched with several interfaces.
  const bySubnet =
    choices.length === 0 &&
    all(/^DeviceIndex$/).length < 2 &&
    isTrue(at(subnet?.properties, 'MapPublicIpOnLaunch'));
  const elastic = world.some(
    (it) =>
      /::EIP(Association)?$/.test(it.type) &&
      (names(it, 'InstanceId', owner.key) ||
        described.some((one) => names(it, 'NetworkInterfaceId', one.key))),
  );
  const ipv4 =
    isBalancer ||
    choices.some(isTrue) ||
    (isHost && (bySubnet || elastic)) ||
    isTrue(get(owner, 'PubliclyAccessible'));
  const hasIpv6 = isBalancer && get(subnet, 'Ipv6CidrBlock') !== undefined;
  return families(ipv4, hasIpv6 || isTrue(get(subnet, 'AssignIpv6AddressOnCreation')));
}
