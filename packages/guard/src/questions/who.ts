// Who can do an action to a resource, asked of one world.

import { isCalled, qualifiedName } from '../model/names.ts';
import { publishedActions } from '../reason/access/actions/action-list.ts';
import { askedActions } from '../reason/access/symbolic/can-do.ts';
import type { AccessModel } from '../reason/accounts/access-model.ts';
import { carriedBy } from '../reason/accounts/roads.ts';
import type { VpcEndpoint } from '../reason/accounts/vpc-endpoints.ts';
import { who as ask, type WhoAnswer } from '../reason/accounts/who.ts';
import { accessFor, type World } from './input.ts';
import { Unanswerable } from './unanswerable.ts';

export interface WhoAsked {
  /** A published action or a pattern over them: `s3:GetObject`, `s3:Get*`. */
  readonly action: string;
  /** The id, STACK.ID or name of something in the input, its ARN, a pattern over ARNs, or `*`. */
  readonly resource: string;
  /** The id, STACK.ID or name of one VPC endpoint that the requests come by; left out, they come by whichever road there is. */
  readonly through?: string | undefined;
}

/** One answer for each resource the question reaches; throws Unanswerable when it names nothing that exists. */
export function who({ action, resource, through }: WhoAsked, world: World): readonly WhoAnswer[] {
  const names = publishedNames(action);
  const access = accessFor(world);
  const endpoint = through === undefined ? undefined : endpointNamed(through, access);
  const carried = endpoint ? carriedNames(names, action, endpoint) : names;
  const answers = ask(carried, resource, access, publishedActions(), endpoint);
  if (!answers) throw new Unanswerable(namesNothing(names, resource, access));
  return answers;
}

/** The one endpoint that is meant: of several that share a name none is guessed. */
function endpointNamed(word: string, { endpoints }: AccessModel): VpcEndpoint {
  const [found, ...others] = endpoints.filter((it) => isCalled(word, it, it.name));
  if (found && others.length === 0) return found;
  if (found) {
    const names = [found, ...others].map(qualifiedName);
    throw new Unanswerable(
      `${word} is what ${names.length} VPC endpoints are called; allowed: one of them, as STACK.ID: ${names.join(', ')}`,
    );
  }
  throw new Unanswerable(`no VPC endpoint is called ${word}; allowed: ${endpointNames(endpoints)}`);
}

/** Each id once; where stacks share ids, the stacks to put in front of them. */
function endpointNames(endpoints: readonly VpcEndpoint[]): string {
  if (endpoints.length === 0) return 'nothing, because the input declares none';
  const ids = [...new Set(endpoints.map(({ id }) => id))];
  const stacks = [...new Set(endpoints.map(({ stack }) => stack))];
  const stacksOf =
    ids.length < endpoints.length ? `, as STACK.ID where several stacks have one: ${stacks.join(', ')}` : '';
  return `${ids.join(', ')}${stacksOf}`;
}

function carriedNames(names: readonly string[], asked: string, endpoint: VpcEndpoint): readonly string[] {
  const carried = carriedBy(names, endpoint);
  if (carried.length > 0) return carried;
  throw new Unanswerable(`${endpoint.id} leads to ${endpoint.service}; ${asked} does not go through it`);
}

/** The published actions a word stands for; a mistyped one is refused, because nobody can do what does not exist. */
function publishedNames(action: string): readonly string[] {
  const actions = publishedActions();
  if (!/^(\*|[A-Za-z0-9-]+:\S+)$/.test(action))
    throw new Unanswerable(
      `given the action ${action}; allowed: service:Action, such as s3:GetObject, or a pattern, s3:Get*`,
    );
  const names = askedActions([action], actions).filter((name) => actions.numberOf(name) !== undefined);
  if (names.length > 0) return names;
  const service = action.slice(0, action.indexOf(':')).toLowerCase();
  const near = actions.services.includes(service)
    ? closest(action, askedActions([`${service}:*`], actions))
    : closest(service, actions.services);
  throw new Unanswerable(
    `AWS publishes no action ${action} (list ${actions.version}); ${near === undefined ? 'allowed: service:Action, such as s3:GetObject' : `nearest: ${near}`}`,
  );
}

function namesNothing(names: readonly string[], word: string, { guarded }: AccessModel): string {
  if (names.every((name) => publishedActions().forms.takesNoResource(name)))
    return `AWS checks ${names.slice(0, 3).join(', ')} against no single resource; given: ${word}; allowed: *`;
  const services = new Set(names.map((name) => name.slice(0, name.indexOf(':')).toLowerCase()));
  const fitting = guarded.filter(({ arn }) => services.has(arn.split(':')[2] ?? ''));
  const ids = [...new Set(fitting.map(({ id }) => id))].slice(0, 12);
  const other = guarded.find(({ id }) => id === word);
  const given = other
    ? `${word} is of type ${other.type}, to which that is not done`
    : `nothing is called ${word}`;
  return `${given}; allowed: *, an ARN, or one of: ${ids.join(', ') || `nothing of ${[...services].join(', ')} is declared`}`;
}

/** The candidate with the fewest edits, when these are few. */
function closest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best && best.edits <= 4 ? best.candidate : undefined;
}

function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
