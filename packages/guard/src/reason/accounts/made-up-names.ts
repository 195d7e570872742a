// Names that AWS makes up at deployment meet patterns that were written before: `arn:aws:s3:::cool-*` may or may not
// cover a bucket that nobody named. Invariant: where a pattern could cover such a name and does not surely do, the
// statement gets the very text as a doubtful pattern, so the answer is neither "can" nor "cannot".

import { readable } from '../../read/cloudformation/value.ts';
import { type Pattern, readPattern, type Token } from '../access/policy/pattern.ts';
import type { Condition, Policy, Selection, Statement } from '../access/policy/statement.ts';
import type { Member, Target } from '../access/symbolic/who-can.ts';

export interface MadeUp {
  /** What is asked about, as far as it holds a made-up name. */
  readonly resources: readonly string[];
  /** ARNs of principals with a made-up name. */
  readonly principals: readonly string[];
  /** Endpoints and VPCs with a made-up name. */
  readonly networks: readonly string[];
}

/** A character that nobody writes: only a wildcard covers a name that nobody knew. */
const opaque = 0xe000;
/** Any characters of a name: neither a colon nor a slash. */
const inName = -5;

/** A text as a pattern in which every made-up name is open. */
export function openNames(text: string): readonly Token[] {
  return text
    .split(/(⟦[^⟧]*\|[^⟧]*⟧)/)
    .flatMap((piece) =>
      isMadeUp(piece)
        ? [inName, opaque, inName]
        : readPattern(piece, { dialect: 'glob', variables: false }).tokens,
    );
}

export const isMadeUp = (text: string): boolean => /⟦[^⟧]*\|/.test(text);

export function mindMember(member: Member, names: MadeUp): Member {
  const mind = (policies: readonly Policy[]) => policies.map((policy) => mindPolicy(policy, names));
  return {
    ...member,
    identity: mind(member.identity),
    serviceControl: member.serviceControl.map(mind),
    ...(member.boundary && { boundary: mind(member.boundary) }),
  };
}

export function mindTarget(target: Target, names: MadeUp): Target {
  const mind = (policies: readonly Policy[]) => policies.map((policy) => mindPolicy(policy, names));
  return {
    ...target,
    resourceControl: target.resourceControl.map(mind),
    ...(target.resource && { resource: mind(target.resource) }),
    ...(target.endpoint && { endpoint: mind(target.endpoint) }),
  };
}

function mindPolicy(policy: Policy, names: MadeUp): Policy {
  const statements = policy.statements.map((statement) => mindStatement(statement, names));
  return statements.every((it, index) => it === policy.statements[index])
    ? policy
    : { ...policy, statements };
}

function mindStatement(statement: Statement, names: MadeUp): Statement {
  const reached = statement.resources && mindSelection(statement.resources, names.resources);
  const conditions = statement.conditions.map((it) => mindCondition(it, names));
  const isSame =
    reached === statement.resources && conditions.every((it, index) => it === statement.conditions[index]);
  return isSame ? statement : { ...statement, resources: reached, conditions };
}

function mindSelection(selection: Selection, texts: readonly string[]): Selection {
  const added = texts.flatMap((text) => doubtsAbout(text, selection.patterns, 'resource'));
  return added.length === 0 ? selection : { ...selection, patterns: [...selection.patterns, ...added] };
}

function mindCondition(condition: Condition, { principals, networks }: MadeUp): Condition {
  const isOfNetwork = /^aws:sourcevpce?$/.test(condition.key);
  if (!isOfNetwork && condition.key !== 'aws:principalarn') return condition;
  if (condition.operator.dialect === 'literal') return condition;
  const patterns = condition.values.flatMap((value) => (value.kind === 'text' ? [value.pattern] : []));
  const added = (isOfNetwork ? networks : principals)
    .flatMap((name) => doubtsAbout(name, patterns, 'glob'))
    .map((pattern) => ({ kind: 'text', pattern }) as const);
  return added.length === 0 ? condition : { ...condition, values: [...condition.values, ...added] };
}

function doubtsAbout(
  text: string,
  patterns: readonly Pattern[],
  dialect: 'resource' | 'glob',
): readonly Pattern[] {
  const asked = readPattern(text, { dialect, variables: false });
  const open = openNames(text);
  const doubtful = patterns.find(
    (pattern) =>
      pattern.tokens.some((token) => typeof token === 'number' && token < 0) &&
      !mayMeet(pattern.tokens, asked.tokens) &&
      mayMeet(pattern.tokens, open),
  );
  if (!doubtful) return [];
  const doubt = `whether ${readable(text)} falls under ${readable(doubtful.source)}: AWS makes up the name at deployment`;
  return [{ ...asked, doubt }];
}

const separators = new Set([...':/'].map((it) => it.charCodeAt(0)));

/** Whether two patterns have a text in common; a part that is not known may be any text. */
export function mayMeet(a: readonly Token[], b: readonly Token[]): boolean {
  const failed = new Set<number>();
  const isOpen = (token: Token | undefined) =>
    token !== undefined && (typeof token !== 'number' || token === -1 || token === -2 || token === inName);
  const takesOne = (open: Token | undefined, other: Token | undefined) =>
    open !== inName || typeof other !== 'number' || !separators.has(other);
  const isOne = (token: Token | undefined) => token === -3 || token === -4;
  const meet = (i: number, j: number): boolean => {
    if (i === a.length && j === b.length) return true;
    const key = i * (b.length + 1) + j;
    if (failed.has(key)) return false;
    const [left, right] = [a[i], b[j]];
    let found = false;
    if (isOpen(left)) found = meet(i + 1, j) || (j < b.length && takesOne(left, right) && meet(i, j + 1));
    else if (isOpen(right))
      found = meet(i, j + 1) || (i < a.length && takesOne(right, left) && meet(i + 1, j));
    else if (left !== undefined && right !== undefined)
      found = (left === right || isOne(left) || isOne(right)) && meet(i + 1, j + 1);
    if (!found) failed.add(key);
    return found;
  };
  return meet(0, 0);
}
