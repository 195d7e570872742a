// What a machine lends to whoever gets in: its role's credentials, handed out by the instance metadata service.
// Source: EC2 User Guide, "Use the Instance Metadata Service": without HttpTokens both versions answer; version 1
// answers any request the machine can be tricked into sending; the hop limit says how far an answer of version 2 goes.

import { type Place, placeOf } from '../../model/place.ts';
import { hostSetting, launchTemplateOf } from '../../model/read-hosts.ts';
import type { Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { number, text, unknownReason } from '../../read/cloudformation/value.ts';
import type { ActionList } from '../access/actions/action-list.ts';
import { canDo } from '../access/symbolic/can-do.ts';
import type { AccessModel } from '../accounts/access-model.ts';
import { profileNamed, roleOfProfile } from '../accounts/carriers.ts';
import type { AccountRole } from '../escalation/account.ts';

export type LentRole =
  | { readonly kind: 'lent'; readonly role: AccountRole; readonly metadata: Metadata; readonly place: Place }
  | { readonly kind: 'none'; readonly reason: string; readonly place: Place }
  | { readonly kind: 'unknown'; readonly reason: string; readonly place: Place };

export interface Metadata {
  /** What it takes to get the credentials. */
  readonly takes: 'a forged request' | 'code on the machine';
  /** Network hops an answer survives; containers on the machine are one hop away. */
  readonly hops: number;
  readonly place: Place;
}

export function lentRole(
  host: Resource,
  resources: Resources,
  access: AccessModel,
  actions: ActionList,
): LentRole {
  const setting = (path: string) => hostSetting(host, resources, path);
  const profile = setting('IamInstanceProfile');
  const holder = launchTemplateOf(host, resources) ?? host;
  const place = placeOf(holder, 'IamInstanceProfile', profile);
  const endpoint = setting('MetadataOptions.HttpEndpoint');
  const hidden = unknownReason(profile) ?? unknownReason(endpoint);
  if (hidden !== undefined) return { kind: 'unknown', reason: hidden, place };
  if (profile === undefined) {
    if (host.type === 'AWS::AutoScaling::AutoScalingGroup' && holder === host)
      return { kind: 'unknown', reason: `the launch template of ${host.id} is not in the input`, place };
    return { kind: 'none', reason: `${host.id} has no instance profile`, place: placeOf(holder) };
  }
  if (text(endpoint) === 'disabled')
    return {
      kind: 'none',
      reason: `the metadata service of ${host.id} is switched off`,
      place: placeOf(holder, 'MetadataOptions.HttpEndpoint', endpoint),
    };
  const declared = profileNamed(profile, resources, access.spelling);
  const role = declared && roleOfProfile(declared, resources, access.spelling);
  const arn = role && access.spelling.arnOf(role);
  const lent = access.accounts.flatMap(({ roles }) => roles).find(({ principal }) => principal.arn === arn);
  if (!lent) return { kind: 'unknown', reason: `the role of ${host.id} is not in the input`, place };
  const trusted = trustsMachines(lent, actions);
  if (trusted === 'cannot')
    return { kind: 'none', reason: `the role of ${host.id} does not trust ec2.amazonaws.com`, place };
  if (trusted === 'unknown')
    return { kind: 'unknown', reason: `whether the role of ${host.id} trusts ec2.amazonaws.com`, place };
  return { kind: 'lent', role: lent, metadata: metadataOf(host, holder, resources), place };
}

/** A role that does not trust the service is never handed to a machine. */
function trustsMachines({ principal, trust }: AccountRole, actions: ActionList) {
  const policies = { identity: [], serviceControl: [], resourceControl: [], resource: trust };
  const question = {
    principal: { kind: 'service', name: 'ec2.amazonaws.com' } as const,
    actions: ['sts:AssumeRole'],
    resources: [principal.arn],
  };
  return canDo(question, { policies, resource: { account: principal.account } }, actions).verdict;
}

function metadataOf(host: Resource, holder: Resource, resources: Resources): Metadata {
  const tokens = hostSetting(host, resources, 'MetadataOptions.HttpTokens');
  return {
    // A value nobody knows may be `optional`.
    takes: text(tokens) === 'required' ? 'code on the machine' : 'a forged request',
    hops: number(hostSetting(host, resources, 'MetadataOptions.HttpPutResponseHopLimit')) ?? 1,
    place: placeOf(holder, tokens ? 'MetadataOptions.HttpTokens' : '', tokens),
  };
}
