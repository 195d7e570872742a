// From the internet to data in three kinds of steps: packets that reach a machine, credentials the machine lends,
// requests those credentials may make, as they are or after an escalation. Invariant: every step of a chain carries
// its evidence, a packet or a request, and the lines that let it happen; a step nobody can decide makes the chain
// unknown, never absent.

import type { Model } from '../../model/model.ts';
import type { Interface } from '../../model/network.ts';
import type { Place } from '../../model/place.ts';
import type { ActionList } from '../access/actions/action-list.ts';
import type { Member } from '../access/symbolic/who-can.ts';
import type { AccessModel } from '../accounts/access-model.ts';
import type { GuardedResource } from '../accounts/guarded-resources.ts';
import { shownText } from '../accounts/home.ts';
import { statementPlace } from '../accounts/policy-values.ts';
import { who } from '../accounts/who.ts';
import type { Step } from '../answer.ts';
import { escalationsOf } from '../escalation/closure.ts';
import { escalationRules } from '../escalation/rules.ts';
import type { Packet } from '../packet-space.ts';
import { fromInternet, groundOf } from '../reachability.ts';
import { type LentRole, lentRole } from './lent-role.ts';

export type Chain =
  | {
      readonly verdict: 'open';
      readonly host: Interface;
      readonly packet: Packet;
      readonly metadata: Extract<LentRole, { kind: 'lent' }>['metadata'];
      readonly role: string;
      readonly path: readonly Step[];
    }
  | { readonly verdict: 'closed'; readonly host: Interface; readonly blockers: readonly Step[] }
  | { readonly verdict: 'unknown'; readonly host: Interface; readonly reasons: readonly string[] };

/** What it means to read a thing of this type; other types hold nothing that a request reads. */
export const readActions: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 's3:GetObject',
  'AWS::SecretsManager::Secret': 'secretsmanager:GetSecretValue',
  'AWS::DynamoDB::Table': 'dynamodb:GetItem',
  'AWS::SQS::Queue': 'sqs:ReceiveMessage',
  'AWS::SSM::Parameter': 'ssm:GetParameter',
};

export interface Chains {
  /** By every host to this thing, in the order of the model. */
  to(data: GuardedResource): readonly Chain[];
}

/** Prepares the questions of one world: what the internet reaches and what that lends is found once. */
export function chainsFromInternet(model: Model, access: AccessModel, actions: ActionList): Chains {
  const hosts = model.network.interfaces.filter(({ kind }) => kind === 'host');
  const ground = groundOf(model.network, []);
  const entries = hosts.map(
    (host): Entry => enter(host, model, access, actions, fromInternet(ground, host, {})),
  );
  const actorsOf = actorsFrom(access, actions);
  return {
    to: (data) =>
      entries.map((entry) =>
        entry.kind === 'in' ? onward(entry, data, access, actions, actorsOf) : entry.chain,
      ),
  };
}

type Entry =
  | { readonly kind: 'out'; readonly chain: Chain }
  | {
      readonly kind: 'in';
      readonly host: Interface;
      readonly packet: Packet;
      readonly path: readonly Step[];
      readonly lent: Extract<LentRole, { kind: 'lent' }>;
    };

function enter(
  host: Interface,
  { resources }: Model,
  access: AccessModel,
  actions: ActionList,
  reaches: ReturnType<typeof fromInternet>,
): Entry {
  const out = (chain: Chain): Entry => ({ kind: 'out', chain });
  const answers = reaches.map(({ answer }) => answer);
  const open = answers.find((answer) => answer.kind === 'open');
  const doubts = answers.flatMap((answer) => (answer.kind === 'unknown' ? answer.reasons : []));
  if (open?.kind !== 'open') {
    if (doubts.length > 0) return out({ verdict: 'unknown', host, reasons: doubts });
    const blockers = answers.flatMap((answer) => (answer.kind === 'closed' ? answer.blockers : []));
    return out({ verdict: 'closed', host, blockers });
  }
  // Further interfaces of a machine carry its key and a number.
  const machine = resources.byKey.get(host.key.replace(/#\d+$/, ''));
  if (!machine)
    return out({ verdict: 'unknown', host, reasons: [`${host.name} is not declared in the input`] });
  const lent = lentRole(machine, resources, access, actions);
  if (lent.kind === 'unknown') return out({ verdict: 'unknown', host, reasons: [lent.reason] });
  if (lent.kind === 'none')
    return out({ verdict: 'closed', host, blockers: [{ text: lent.reason, place: lent.place }] });
  return { kind: 'in', host, packet: open.packet, path: open.path, lent };
}

/** A principal that can act, and how one came to be it. */
interface Actor {
  readonly member: Member;
  readonly steps: readonly Step[];
  readonly doubts: readonly string[];
}

/** The role itself, then everything it can become; found once for each role. */
function actorsFrom(
  access: AccessModel,
  actions: ActionList,
): (role: Member, place: Place) => readonly Actor[] {
  const memory = new Map<Member, readonly Actor[]>();
  return (role, place) => {
    const known = memory.get(role);
    if (known) return known;
    const start = access.accounts.flatMap(({ roles }) => roles).find((it) => it === role);
    const escalations = start ? escalationsOf(start, escalationRules, actions, access.accounts) : [];
    const become = escalations.map(
      ({ becomes, edges }): Actor => ({
        member: becomes,
        steps: edges.map(({ rule, from, to }) => ({
          text: shownText(`${from} can ${rule.how} (${rule.id}): ${to}`),
          place: access.places.get(from) ?? place,
        })),
        doubts: edges.flatMap(({ doubts }) => doubts),
      }),
    );
    const actors = [{ member: role, steps: [], doubts: [] }, ...become];
    memory.set(role, actors);
    return actors;
  };
}

function onward(
  { host, packet, path, lent }: Extract<Entry, { kind: 'in' }>,
  data: GuardedResource,
  access: AccessModel,
  actions: ActionList,
  actorsOf: (role: Member, place: Place) => readonly Actor[],
): Chain {
  const { role, metadata, place } = lent;
  const lending: Step = {
    text: shownText(`${host.name} lends the role ${role.principal.arn} to whoever has ${metadata.takes}`),
    place: metadata.place,
  };
  const unknowns: string[] = [];
  for (const { member, steps, doubts } of actorsOf(role, place)) {
    const read = reading(member, data, access, actions);
    if (read.verdict === 'cannot') continue;
    if (read.verdict === 'unknown' || doubts.length > 0) {
      unknowns.push(...doubts, ...(read.verdict === 'unknown' ? read.reasons : []));
      continue;
    }
    return {
      verdict: 'open',
      host,
      packet,
      metadata,
      role: role.principal.arn,
      path: [...path, lending, ...steps, ...read.steps],
    };
  }
  if (unknowns.length > 0) return { verdict: 'unknown', host, reasons: [...new Set(unknowns)] };
  const text = shownText(`the role ${role.principal.arn} can neither read ${data.id} nor become one who can`);
  return { verdict: 'closed', host, blockers: [{ text, place }] };
}

type Reading =
  | { readonly verdict: 'can'; readonly steps: readonly Step[] }
  | { readonly verdict: 'cannot' }
  | { readonly verdict: 'unknown'; readonly reasons: readonly string[] };

function reading(member: Member, data: GuardedResource, access: AccessModel, actions: ActionList): Reading {
  const action = readActions[data.type];
  const answers =
    action === undefined ? undefined : who([action], data.key, { ...access, members: [member] }, actions);
  const answer = answers?.[0]?.principals[0];
  if (!answer || answer.verdict === 'cannot') return { verdict: 'cannot' };
  if (answer.verdict === 'unknown') return answer;
  const steps = answer.decision.deciding.map(({ statement }): Step => {
    const text = `${statement.policy}, statement ${statement.id}, allows ${action} on ${data.id}`;
    return { text: shownText(text), place: statementPlace(statement) ?? data.place };
  });
  return { verdict: 'can', steps };
}
