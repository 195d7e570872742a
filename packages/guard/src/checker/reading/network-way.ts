// Which filters stand on the way of a question, and the gates among them, read anew from the declared resources.

import { overlaps, parseCidr } from '../../addresses.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at } from '../../read/cloudformation/value.ts';
import {
  blocksAt,
  byKey,
  descriptionOf,
  ec2,
  get,
  hasIpv6Address,
  hidden,
  isTrue,
  names,
  type Subject,
  subnetsOf,
  textAt,
  under,
  type World,
} from './network-facts.ts';
import { forwardersTo } from './network-forwarders.ts';
import {
  aclFilter,
  type Filter,
  families,
  gate,
  groupFilter,
  isLost,
  isRelay,
  listenerFilter,
  routeFilter,
  routesOf,
} from './network-rules.ts';
import {
  arrives,
  type Choice,
  crossing,
  crossingVias,
  leaves,
  lost,
  namesGroups,
  routes,
  takes,
} from './network-transit.ts';

/** What may join two VPCs: peerings and transit gateways by their key, everything that is not declared as one. */
function linksBetween(
  vpcs: readonly (string | undefined)[],
  fromSubnet: string | undefined,
  world: World,
): readonly string[] {
  const others = /VPNGateway$|NetworkManager::VpcAttachment$/;
  const peered = ec2(world, 'VPCPeeringConnection').filter((it) => {
    const ends = [textAt(it, 'VpcId'), textAt(it, 'PeerVpcId')];
    return hidden(it, 'VpcId', 'PeerVpcId') || vpcs.every((vpc) => ends.includes(vpc));
  });
  return [
    ...peered.map(({ key }) => key),
    ...crossingVias(vpcs, world),
    ...(world.some(({ type }) => others.test(type)) || outOfSight(fromSubnet, world) ? ['elsewhere'] : []),
  ];
}

const nat64 = [parseCidr('64:ff9b::/96') ?? []].flat();

/** Whether packets may leave the subnet for what no template shows. */
const outOfSight = (subnet: string | undefined, world: World): boolean =>
  routesOf(subnet ?? '', world)?.some(
    (it) =>
      isLost(it, world) ||
      (get(it, 'NatGatewayId') && isRelay(byKey(world, textAt(it, 'NatGatewayId')), world)),
  ) ?? true;

export type Way = Pick<Subject, 'fromSubnet' | 'toSubnet' | 'via'>;

/** Every way that packets may take from one end to the other; undefined when they cannot be told. */
export function waysBetween(
  from: string,
  to: string,
  ports: Subject['ports'],
  world: World,
): readonly Way[] | undefined {
  const [sources, targets] = [from, to].map((end) =>
    end === 'internet' ? [undefined] : subnetsOf(end, world),
  );
  const nowhere = { fromSubnet: undefined, toSubnet: undefined };
  const passedOn = from === 'internet' && to !== 'internet' ? forwardersTo(to, ports, world) : [];
  return sources
    ?.flatMap((fromSubnet) =>
      (targets ?? []).flatMap((toSubnet) =>
        carriers(fromSubnet, toSubnet, world).map((via): Way => ({ fromSubnet, toSubnet, via })),
      ),
    )
    .concat(passedOn.map((via) => ({ ...nowhere, via })));
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
  if (toSubnet === undefined) {
    // By NAT64 a packet changes its family: no certificate speaks of that.
    const translates = routes?.some((it) => {
      const [block] = get(it, 'NatGatewayId') ? blocksAt(it, 'DestinationIpv6CidrBlock') : [];
      return block && nat64.some((other) => overlaps(block, other));
    });
    return [
      'internet-gateway',
      ...new Set(routes?.flatMap(named)),
      ...exitsOf(fromSubnet, world).map(({ key }) => key),
      ...(translates ? ['nat64'] : []),
      ...(outOfSight(fromSubnet, world) ? ['elsewhere'] : []),
    ];
  }
  const vpcs = [fromSubnet, toSubnet].map((subnet) => textAt(byKey(world, subnet), 'VpcId'));
  const links = vpcs[0] === vpcs[1] ? [] : linksBetween(vpcs, fromSubnet, world);
  const both = links.flatMap((there) => links.map((back) => (there === back ? there : `${there} | ${back}`)));
  return both.length > 0 ? both : [undefined];
}

/** The NAT gateways of other VPCs to which a transit gateway may lead that the subnet's table names. */
const exitsOf = (subnet: string, world: World) => {
  const live = routesOf(subnet, world)?.filter((it) => textAt(it, 'State') !== 'blackhole');
  const named = new Set(live?.flatMap((it) => textAt(it, 'TransitGatewayId') ?? []));
  const vpcOf = (key: string | undefined) => textAt(byKey(world, key), 'VpcId');
  return [...named].flatMap((gateway) =>
    ec2(world, 'NatGateway').flatMap((nat) => {
      const vpc = vpcOf(textAt(nat, 'SubnetId'));
      const there = vpc !== vpcOf(subnet) && crossing(gateway, [vpcOf(subnet), vpc], world);
      return there ? [{ key: `${gateway} ${nat.key}`, gateway, nat }] : [];
    }),
  );
};

/** Whether a route of a NAT gateway's subnet leads to the internet or to this transit gateway, and nowhere else. */
const isHomeward = (route: Resource, gateway: string, world: World): boolean =>
  textAt(route, 'TransitGatewayId') === gateway ||
  (!isLost(route, world) && get(route, 'VpcPeeringConnectionId') === undefined);

/** The filters of this kind at this place: what one of them refuses is refused. None: no such thing is on the way. */
export function filtersAt(kind: string, place: string, subject: Subject, world: World): readonly Choice[] {
  const { from, to, fromSubnet, toSubnet, via } = subject;
  const exit =
    fromSubnet === undefined ? undefined : exitsOf(fromSubnet, world).find(({ key }) => key === via);
  const [forth, home = forth] = exit ? [exit.gateway] : (via?.split(' | ') ?? []);
  const through = exit?.nat ?? byKey(world, via);
  const natSubnet = through?.type === 'AWS::EC2::NatGateway' ? textAt(through, 'SubnetId') : undefined;
  const outside = from === 'internet' || to === 'internet';
  // Only a NAT gateway stands between the subnet and the internet gateway; other ways do not lead through that.
  const direct = outside && via === 'internet-gateway';
  const byGateway =
    direct || natSubnet !== undefined || byKey(world, from)?.type === 'AWS::CloudFront::VpcOrigin';
  const vpcOf = (subnet: string | undefined) => textAt(byKey(world, subnet), 'VpcId');
  const vpcs = [fromSubnet, toSubnet].map(vpcOf);
  const target = exit ? natSubnet : toSubnet;
  const there = crossing(forth, [vpcs[0], vpcOf(target)], world);
  // Where replies may leave a NAT gateway by another link, nothing is said about this one.
  const homeward = exit && routesOf(natSubnet ?? '', world);
  const isSole = !exit || homeward?.every((it) => isHomeward(it, exit.gateway, world));
  const back = isSole ? crossing(home, [vpcOf(target), vpcs[0]], world) : undefined;
  // A NAT gateway that leads elsewhere hides who is asking, and so where the reply goes.
  const translated =
    forth === 'elsewhere' && !outside && ec2(world, 'NatGateway').some((it) => isRelay(it, world));
  // Inside one subnet no network ACL is passed; before what no template shows nobody knows in which subnet it stands.
  const apart = fromSubnet === undefined || (fromSubnet !== toSubnet && fromSubnet !== natSubnet);
  const [crosses, returns] = [forth, home].map((one) => apart && one !== 'elsewhere');
  const entered = [toSubnet, natSubnet].includes(place);
  const choose = (stands: unknown, choice: () => Choice) => (stands ? [choice()] : []);
  const on = (stands: unknown, filter: () => Filter) => choose(stands, () => [[filter()]]);
  switch (kind) {
    case 'internet-gateway': {
      const attached = ec2(world, 'VPCGatewayAttachment').filter((it) => get(it, 'InternetGatewayId'));
      const here = byGateway && [...vpcs, vpcOf(natSubnet)].includes(place);
      return on(here, () => gate(attached.some((it) => names(it, 'VpcId', place))));
    }
    case 'block-public-access': {
      const subnets = natSubnet === undefined ? [place] : [natSubnet, fromSubnet];
      const isOutward = through?.type === 'AWS::EC2::EgressOnlyInternetGateway';
      const here = (byGateway || isOutward) && (entered || place === fromSubnet);
      return on(here, () => gate(subnets.some((it) => publicAccess(it, through !== undefined, world))));
    }
    case 'public-address':
      return on((direct || (outside && through && !natSubnet)) && [from, to].includes(place), () =>
        publicAddress(place, fromSubnet ?? toSubnet, world),
      );
    case 'nat-gateway':
      return on(place === through?.key && natSubnet, () =>
        families(textAt(through, 'ConnectivityType') !== 'private', false),
      );
    case 'egress-only-gateway':
      return on(place === via && through, () =>
        families(false, through !== undefined && names(through, 'VpcId', vpcOf(fromSubnet))),
      );
    case 'link': {
      const joins = !outside && vpcs[0] && vpcs[1] && vpcs[0] !== vpcs[1];
      return on(joins && place === vpcs[1], () => gate(linksBetween(vpcs, fromSubnet, world).length > 0));
    }
    case 'route-forward':
      return [
        ...choose(forth === 'elsewhere' && place === fromSubnet, () => lost(place, 'destination', world)),
        ...on(via && forth !== 'elsewhere' && place === fromSubnet, () =>
          routeFilter(place, 'destination', there?.gateway ?? forth, world),
        ),
        ...on(place === natSubnet, () => routeFilter(place, 'destination', 'internet-gateway', world)),
      ];
    case 'route-return':
      return [
        ...choose(home === 'elsewhere' && place === target && !translated, () =>
          lost(place, 'source', world),
        ),
        ...on(via && home !== 'elsewhere' && place === target && !translated && isSole, () =>
          routeFilter(place, 'source', back?.gateway ?? home, world),
        ),
      ];
    case 'transit-attachment':
      return there ? choose(place === fromSubnet, () => takes(there, place, world)) : [];
    case 'transit-attachment-return':
      return back ? choose(place === target, () => takes(back, place, world)) : [];
    case 'transit-departure':
      return there ? choose(place === fromSubnet, () => leaves(there, place, 'forward', world)) : [];
    case 'transit-departure-return':
      return back ? choose(place === target, () => leaves(back, place, 'return', world)) : [];
    case 'transit-route':
      return there ? choose(place === there.from.key, () => routes(there, 'forward', world)) : [];
    case 'transit-route-return':
      return back ? choose(place === back.from.key, () => routes(back, 'return', world)) : [];
    case 'transit-arrival':
      return there
        ? choose(place === target, () => arrives(there, place, 'forward', exit?.nat.key, world))
        : [];
    case 'transit-arrival-return':
      return back ? choose(place === fromSubnet, () => arrives(back, place, 'return', undefined, world)) : [];
    case 'acl-ingress':
      return on(crosses && entered && !there, () =>
        aclFilter(place, false, 'source', 'destinationPort', world),
      );
    case 'acl-egress':
      return on((crosses && place === fromSubnet) || place === natSubnet, () =>
        aclFilter(place, true, 'destination', 'destinationPort', world),
      );
    case 'acl-return-egress':
      return on(returns && entered && !translated, () =>
        aclFilter(place, true, 'source', 'sourcePort', world),
      );
    case 'acl-return-ingress':
      return on(returns && place === fromSubnet && !back && !translated, () =>
        aclFilter(place, false, 'destination', 'sourcePort', world),
      );
    case 'acl-nat-return':
      return on(place === natSubnet, () => aclFilter(place, false, 'destination', 'sourcePort', world));
    case 'group-ingress':
      return on(place === to && !translated, () =>
        groupFilter(
          'Ingress',
          [to, toSubnet],
          [from, fromSubnet],
          !there || namesGroups(there, world),
          world,
        ),
      );
    case 'group-egress':
      return on(place === from, () =>
        groupFilter('Egress', [from, fromSubnet], [to, toSubnet], !there, world),
      );
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
  const isBalancer = owner.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer';
  const isFacing = isBalancer && textAt(owner, 'Scheme') !== 'internal';
  const choices = all(/^AssociatePublicIpAddress$/);
  // AWS gives no address by itself to an instance that is launched with several interfaces.
  const bySubnet =
    choices.length === 0 &&
    all(/^DeviceIndex$/).length < 2 &&
    !described.some(({ type }) => type.endsWith('::NetworkInterface')) &&
    isTrue(at(subnet?.properties, 'MapPublicIpOnLaunch'));
  const elastic = world.some(
    (it) =>
      /::EIP(Association)?$/.test(it.type) &&
      (names(it, 'InstanceId', owner.key) ||
        described.some((one) => names(it, 'NetworkInterfaceId', one.key))),
  );
  const addressType = textAt(owner, 'IpAddressType') ?? 'ipv4';
  const ipv4 =
    (isFacing && addressType !== 'dualstack-without-public-ipv4') ||
    choices.some(isTrue) ||
    (isHost && (bySubnet || elastic)) ||
    isPublished(owner, subnet, world);
  if (isBalancer)
    return families(ipv4, isFacing && (hidden(owner, 'IpAddressType') || addressType !== 'ipv4'));
  // The IPv6 addresses of databases are private, and an endpoint has none without a word.
  const isPrivate =
    isDatabase(owner) ||
    (owner.type === 'AWS::EC2::VPCEndpoint' && addressType === 'ipv4' && !hidden(owner, 'IpAddressType'));
  return families(ipv4, !isPrivate && hasIpv6Address(owner, described, subnet));
}

const isDatabase = ({ type }: Resource): boolean =>
  /^AWS::(RDS|DocDB|Neptune|ElastiCache|MemoryDB|Redshift|RedshiftServerless|OpenSearchService)::/.test(type);

/** Whether a database, or a member of a cluster, is public: without a word it is where the VPC has a gateway. */
function isPublished(owner: Resource, subnet: Resource | undefined, world: World): boolean {
  const attached = ec2(world, 'VPCGatewayAttachment').filter((it) => get(it, 'InternetGatewayId'));
  const hasGateway = attached.some((it) => names(it, 'VpcId', textAt(subnet, 'VpcId')));
  const members = world.filter(
    (it) => /DBInstance$/.test(it.type) && names(it, 'DBClusterIdentifier', owner.key),
  );
  return [owner, ...members].some(
    (it) =>
      isTrue(get(it, 'PubliclyAccessible')) ||
      (/^AWS::RDS::/.test(it.type) && !get(it, 'PubliclyAccessible') && hasGateway && !isAurora(it)),
  );
}

/** The members of such a cluster decide, not the cluster. */
const isAurora = (it: Resource) => /DBCluster$/.test(it.type) && !get(it, 'DBClusterInstanceClass');
