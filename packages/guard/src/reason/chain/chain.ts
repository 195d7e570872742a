// From the internet to data in three kinds of steps: packets that reach a machine, or requests that nobody is refused;
// credentials that are lent there; requests those credentials may make, as they are or after an escalation.
// Invariant: every step of a chain carries its evidence, a packet or a request, and the lines that let it happen; a
// step nobody can decide makes the chain unknown, never absent.

import type { Model } from '../../model/model.ts';
import type { Interface } from '../../model/network.ts';
import type { Place } from '../../model/place.ts';
import type { ActionList } from '../access/actions/action-list.ts';
import type { Member } from '../access/symbolic/who-can.ts';
import type { AccessModel } from '../accounts/access-model.ts';
import type { GuardedResource } from '../accounts/guarded-resources.ts';
import { shownText } from '../accounts/home.ts';
import { statementPlace } from '../accounts/policy-values.ts';
import { carrying } from '../accounts/roads.ts';
import type { VpcEndpoint } from '../accounts/vpc-endpoints.ts';
import { who } from '../accounts/who.ts';
import type { Step } from '../answer.ts';
import { escalationsOf } from '../escalation/closure.ts';
import { escalationRules } from '../escalation/rules.ts';
import { fromInternet, groundOf } from '../reachability.ts';
import type { Entrance, Entry, Start } from './entry.ts';
import { lentRole } from './lent-role.ts';
import { openContainers } from './open-containers.ts';
import { openFunctions } from './open-functions.ts';
import { openRoles } from './open-roles.ts';

export type Chain =
  | {
      readonly verdict: 'open';
      readonly start: Start;
      readonly entrance: Entrance;
      /** What it takes to act as the role from there. */
      readonly takes: string;
      readonly role: string;
      readonly path: readonly Step[];
    }
  | { readonly verdict: 'closed'; readonly start: Start; readonly blockers: readonly Step[] }
  | { readonly verdict: 'unknown'; readonly start: Start; readonly reasons: readonly string[] };

/** What it means to read a thing of this type; other types hold nothing that a request reads. */
export const readActions: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 's3:GetObject',
  'AWS::SecretsManager::Secret': 'secretsmanager:GetSecretValue',
  'AWS::DynamoDB::Table': 'dynamodb:GetItem',
  'AWS::SQS::Queue': 'sqs:ReceiveMessage',
  'AWS::SSM::Parameter': 'ssm:GetParameter',
};

export interface Chains {
  /** Whether anything is there at which the internet could begin. */
  readonly hasStarts: boolean;
  /** By every start to this thing: hosts in the order of the model, then what is called without a machine. */
  to(data: GuardedResource): readonly Chain[];
}

/** Prepares the questions of one world: what the internet reaches and what that lends is found once. */
export function chainsFromInternet(model: Model, access: AccessModel, actions: ActionList): Chains {
  const { resources, network } = model;
  const hosts = network.interfaces.filter(({ kind }) => kind === 'host');
  const ground = groundOf(network, []);
  const entries = [
    ...hosts.map((host) => enter(host, model, access, actions, fromInternet(ground, host, {}))),
    ...openFunctions(resources, access, actions),
    ...openContainers(resources, access),
    ...openRoles(resources, access, actions),
  ];
  const actorsOf = actorsFrom(access, actions);
  return {
    hasStarts: entries.length > 0,
    to: (data) =>
      entries.map((entry) => {
        if (entry.kind === 'closed')
          return { verdict: 'closed', start: entry.start, blockers: entry.blockers };
        return onward(entry, data, model, access, actions, actorsOf);
      }),
  };
}

function enter(
  host: Interface,
  { resources }: Model,
  access: AccessModel,
  actions: ActionList,
  reaches: ReturnType<typeof fromInternet>,
): Entry {
  const start: Start = { kind: 'host', name: host.name, place: host.place };
  const answers = reaches.map(({ answer }) => answer);
  const open = answers.find((answer) => answer.kind === 'open');
  const doubts = answers.flatMap((answer) => (answer.kind === 'unknown' ? answer.reasons : []));
  if (open?.kind !== 'open') {
    if (doubts.length > 0) return { kind: 'unknown', start, reasons: doubts };
    const blockers = answers.flatMap((answer) => (answer.kind === 'closed' ? answer.blockers : []));
    return { kind: 'closed', start, blockers };
  }
  // Further interfaces of a machine carry its key and a number.
  const machine = resources.byKey.get(host.key.replace(/#\d+$/, ''));
  if (!machine) return { kind: 'unknown', start, reasons: [`${host.name} is not declared in the input`] };
  const lent = lentRole(machine, resources, access, actions);
  if (lent.kind === 'unknown') return { kind: 'unknown', start, reasons: [lent.reason] };
  if (lent.kind === 'none')
    return { kind: 'closed', start, blockers: [{ text: lent.reason, place: lent.place }] };
  const { role, metadata, place } = lent;
  const lending: Step = {
    text: `${host.name} lends the role ${role.principal.arn} to whoever has ${metadata.takes}`,
    place: metadata.place,
  };
  return {
    kind: 'in',
    start,
    entrance: { kind: 'packet', host, packet: open.packet, metadata },
    takes: metadata.takes,
    role,
    path: [...open.path, lending],
    place,
  };
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
  entry: Exclude<Entry, { kind: 'closed' }>,
  data: GuardedResource,
  model: Model,
  access: AccessModel,
  actions: ActionList,
  actorsOf: (role: Member, place: Place) => readonly Actor[],
): Chain {
  const { start, role } = entry;
  const doubtful = entry.kind === 'unknown' ? entry.reasons : [];
  if (!role) return { verdict: 'unknown', start, reasons: doubtful };
  const place = entry.kind === 'in' ? entry.place : start.place;
  const unknowns: string[] = [];
  for (const { member, steps, doubts } of actorsOf(role, place)) {
    const read = reading(member, data, access, actions);
    if (read.verdict === 'cannot') continue;
    const bound = read.verdict === 'can' ? boundTo(read.through, entry, model) : undefined;
    const open = [...doubts, ...(bound ?? []), ...(read.verdict === 'unknown' ? read.reasons : [])];
    if (entry.kind === 'unknown' || read.verdict === 'unknown' || open.length > 0) {
      unknowns.push(...doubtful, ...open);
      continue;
    }
    return {
      verdict: 'open',
      start,
      entrance: entry.entrance,
      takes: entry.takes,
      role: role.principal.arn,
      path: [
        ...entry.path,
        ...steps,
        ...besideEndpoints(entry, member, data, model, access, actions),
        ...read.steps,
      ].map((step) => ({ ...step, text: shownText(step.text) })),
    };
  }
  if (unknowns.length > 0) return { verdict: 'unknown', start, reasons: [...new Set(unknowns)] };
  const text = shownText(`the role ${role.principal.arn} can neither read ${data.id} nor become one who can`);
  return { verdict: 'closed', start, blockers: [{ text, place }] };
}

/** VPCs in which whoever is in stands. */
const vpcsOf = (entry: Entry, { network }: Model): readonly (string | undefined)[] =>
  entry.kind === 'in' && entry.entrance.kind === 'packet'
    ? standsIn(entry.entrance.host, network).map(({ vpc }) => vpc)
    : [];

const standsIn = (host: Interface, { subnets }: Model['network']) =>
  host.subnets.flatMap((key) => subnets.get(key) ?? []);

/** Data that takes requests from one endpoint alone is read from that endpoint's VPC. */
function boundTo(through: VpcEndpoint | undefined, entry: Entry, model: Model): readonly string[] {
  if (!through || vpcsOf(entry, model).includes(through.vpcKey)) return [];
  return [`whether somebody who is in at ${entry.start.name} can send requests through ${through.id}`];
}

/** What the endpoints say that the host's own requests come by; the credentials work elsewhere whatever they say. */
function besideEndpoints(
  entry: Extract<Entry, { kind: 'in' }>,
  member: Member,
  data: GuardedResource,
  model: Model,
  access: AccessModel,
  actions: ActionList,
): readonly Step[] {
  const action = readActions[data.type];
  if (entry.entrance.kind !== 'packet' || action === undefined) return [];
  const subnets = standsIn(entry.entrance.host, model.network);
  const tables = new Set(subnets.map(({ routeTable }) => routeTable));
  const used = carrying([action], access.endpoints).filter(
    ({ vpcKey, service, routeTables, kind }) =>
      service !== undefined &&
      subnets.some(({ vpc }) => vpc === vpcKey) &&
      (kind === 'interface' || routeTables === undefined || routeTables.some((it) => tables.has(it))),
  );
  return used.map((endpoint): Step => {
    const answers = who([action], data.key, { ...access, members: [member] }, actions, endpoint);
    const verdict = answers?.[0]?.principals[0]?.verdict ?? 'unknown';
    const says = {
      can: 'lets it pass',
      cannot: 'does not let it pass; the credentials work from elsewhere',
      unknown: 'may let it pass',
    } as const;
    return {
      text: `the endpoint ${endpoint.id}, by which ${entry.start.name} asks, ${says[verdict]}`,
      place: endpoint.place,
    };
  });
}

type Reading =
  | { readonly verdict: 'can'; readonly steps: readonly Step[]; readonly through: VpcEndpoint | undefined }
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
  return { verdict: 'can', steps, through: answer.through };
}
