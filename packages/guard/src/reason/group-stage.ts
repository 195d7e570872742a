// The security groups of an interface as one stage: a packet passes when any rule of any of them admits it.

import type { Group, GroupRule, Interface, Network } from '../model/network.ts';
import { readable } from '../read/cloudformation/value.ts';
import { firstHolding, type Stage } from './answer.ts';
import { type BoxSet, unionAll } from './boxes.ts';
import { type Certainty, groupAllows, type Remote, ruleAllows } from './filters.ts';
import { everything, type Ground, gate, protocolName, remembered } from './stages.ts';

/** Groups of one interface, seen from the side of `remote`. */
export function groupStage(
  ground: Ground,
  owner: Interface,
  direction: 'ingress' | 'egress',
  remote: Remote,
): Stage {
  const { network, space } = ground;
  if (owner.unfiltered) {
    const open = `${owner.name} has no security group: it filters nothing`;
    return gate(ground, `group-${direction}`, owner.key, owner.place, owner.uncertain ?? true, open, open);
  }
  const groups = owner.groups.flatMap((key) => network.groups.get(key) ?? []);
  const missing = owner.groups.find((key) => !network.groups.has(key));
  const unread =
    missing === undefined
      ? owner.uncertain
      : `security group ${readable(missing)} of ${owner.name} is not in the given templates`;
  const rules = () => groups.flatMap((group) => group[direction]);
  const names = groups.map(({ name }) => name).join(', ') || 'no readable group';
  const place = groups[0]?.place ?? owner.place;
  return {
    kind: `group-${direction}`,
    at: owner.key,
    place,
    could:
      unread === undefined ? groupsAllow(ground, groups, direction, remote, 'could') : everything(ground),
    surely: groupsAllow(ground, groups, direction, remote, 'surely'),
    // Few answers stay open, and only they ask why.
    get uncertain() {
      return (
        unread ??
        rules().find((rule) => rule.uncertain !== undefined)?.uncertain ??
        listReason(rules()) ??
        strangerReason(network, rules(), remote)
      );
    },
    closed: `no ${direction} rule of ${names} admits it`,
    explain: (point) => firstHolding(admitting(), point, { text: `${names} admits it`, place }),
  };

  function* admitting() {
    for (const rule of rules()) {
      const text = `${direction} rule of ${names} admits it: ${ruleText(rule)}`;
      const set = ruleAllows(space, rule, direction, remote, network, 'surely');
      yield { set, step: { text, place: rule.place } };
    }
  }
}

/** What the internet may send does not depend on who receives it; what members may send depends on both ends. */
function groupsAllow(
  ground: Ground,
  groups: readonly Group[],
  direction: 'ingress' | 'egress',
  remote: Remote,
  certainty: Certainty,
): BoxSet {
  const ofGroup = (group: Group) =>
    groupAllows(ground.space, [group], direction, remote, ground.network, certainty);
  const isInternet = remote.groups === undefined && remote.somewhereIn === undefined && !remote.isService;
  return unionAll(
    groups.map((group) =>
      isInternet
        ? remembered(ground, `${direction} ${certainty}`, group.key, () => ofGroup(group))
        : ofGroup(group),
    ),
  );
}

const isOpenList = (rule: GroupRule) => rule.peer.kind === 'prefix-list' && rule.peer.blocks === undefined;

function listReason(rules: readonly GroupRule[]): string | undefined {
  const rule = rules.find(isOpenList);
  return rule?.peer.kind === 'prefix-list'
    ? `the addresses of prefix list ${rule.peer.key} are not in the given templates`
    : undefined;
}

function strangerReason(
  { groups }: Network,
  rules: readonly GroupRule[],
  { isService }: Remote,
): string | undefined {
  const rule = rules.find(({ peer }) => peer.kind === 'group' && !groups.has(peer.key));
  if (!isService || rule?.peer.kind !== 'group') return undefined;
  return `whether ${readable(rule.peer.key)} is the group of CloudFront's VPC origins is not in the given templates`;
}

function ruleText(rule: GroupRule): string {
  const { from, to } = rule.ports;
  const ports =
    from === 0 && to === 65535 ? 'every port' : from === to ? `port ${from}` : `ports ${from}–${to}`;
  const protocol = rule.protocol === undefined ? 'every protocol' : protocolName(rule.protocol);
  return `${protocol}, ${ports}${rule.peer.kind === 'group' ? `, members of ${readable(rule.peer.key)}` : ''}`;
}
