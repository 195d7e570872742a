// Policy JSON → typed statements. Invariant: what is read is all there was; an element this file does not know is a
// problem, never ignored, because a condition that is dropped turns a narrow grant into a wide one.
// Source: IAM User Guide, "Grammar of the IAM JSON policy language".

import { type PatternOptions, readPattern } from './pattern.ts';
import { mostProblems, type PolicyProblem, PolicyUnreadable, shown } from './policy-problem.ts';
import { readConditions } from './read-conditions.ts';
import { isUnresolved, isUnresolvedValue, listOf, textsOf } from './read-json.ts';
import { readPrincipals } from './read-principals.ts';
import type { Policy, Selection, Statement } from './statement.ts';

export interface PolicySource {
  readonly name: string;
  /** `identity`: attached to principals, boundaries and service control policies included. `trust`: its resource is the role. */
  readonly kind: 'identity' | 'resource' | 'trust';
  /** Parsed JSON. A text may be an `Unresolved`; so may a whole statement or its effect. */
  readonly document: unknown;
  /** The place of a statement, counted from 0; returned with it untouched. */
  readonly placeOf?: (statement: number) => unknown;
}

/** The policy, or `PolicyUnreadable` with the first problems found. */
export function readPolicy(source: PolicySource): Policy {
  const problems: PolicyProblem[] = [];
  let found = 0;
  const report = (at: string, message: string) => {
    found += 1;
    if (found <= mostProblems) problems.push({ at, message });
  };
  const statements = readStatements(source, report);
  if (found > 0) throw new PolicyUnreadable(source.name, problems, found);
  return { name: source.name, statements };
}

export type Report = (at: string, message: string) => void;

interface Reading {
  readonly source: PolicySource;
  readonly variables: boolean;
  readonly report: Report;
}

/** Every question asks every statement, so time and words grow with them. */
const mostStatements = 1000;

const documentKeys = ['Version', 'Id', 'Statement'];
const versions = ['2012-10-17', '2008-10-17'];

function readStatements(source: PolicySource, report: Report): readonly Statement[] {
  const document = source.document;
  if (isUnresolved(document)) return [doubtfulStatement(source, 0, document.unresolved)].flat();
  if (!isMap(document)) {
    report('document', `given ${shown(document)}; a policy is a JSON object with Version and Statement`);
    return [];
  }
  rejectUnknownKeys(document, documentKeys, 'document', report);
  const version = document['Version'] ?? '2008-10-17';
  if (typeof version !== 'string' || !versions.includes(version)) {
    report('Version', `given ${shown(version)}; allowed: ${versions.join(', ')}`);
  }
  if (document['Statement'] === undefined) {
    report('Statement', 'is missing; a policy holds one statement or a list of them');
    return [];
  }
  const reading: Reading = { source, variables: version === '2012-10-17', report };
  const written = listOf(document['Statement']);
  if (written.length > mostStatements) {
    report(
      'Statement',
      `given ${written.length} statements; at most ${mostStatements} are read, more than fit into the 32 KB of the largest policy that AWS takes; split the policy`,
    );
    return [];
  }
  return written.flatMap((statement, index) => readStatement(statement, index, reading));
}

const statementKeys = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

function readStatement(written: unknown, index: number, reading: Reading): readonly Statement[] {
  const at = `Statement[${index}]`;
  const { source, report } = reading;
  if (isUnresolved(written)) return doubtfulStatement(source, index, written.unresolved);
  if (!isMap(written)) {
    report(at, `given ${shown(written)}; a statement is a JSON object with Effect, Action and Resource`);
    return [];
  }
  rejectUnknownKeys(written, statementKeys, at, report);
  const sid = written['Sid'];
  const actions = readSelection(written, 'Action', at, reading);
  if (!actions) report(at, 'has neither Action nor NotAction; name what the statement is about');
  checkElements(written, source.kind, at, report);
  const everything = {
    policy: source.name,
    id: typeof sid === 'string' && sid !== '' ? sid : `#${index + 1}`,
    index,
    place: source.placeOf?.(index),
    actions: actions ?? { negated: false, patterns: [] },
    resources: readSelection(written, 'Resource', at, reading),
    principals: readPrincipals(written, at, report),
    conditions: readConditions(written['Condition'], `${at}.Condition`, reading.variables, report),
  };
  return withEffect(written['Effect'], everything, at, report);
}

const has = (statement: Readonly<Record<string, unknown>>, element: string) =>
  statement[element] !== undefined || statement[`Not${element}`] !== undefined;

/** A policy attached to a principal names resources, a policy attached to a resource names principals. */
function checkElements(
  statement: Readonly<Record<string, unknown>>,
  kind: PolicySource['kind'],
  at: string,
  report: Report,
): void {
  if (kind === 'identity' && has(statement, 'Principal')) {
    report(
      at,
      'has a Principal, but the policy is attached to one; remove it, or attach the policy to a resource',
    );
  }
  if (kind !== 'identity' && !has(statement, 'Principal')) {
    report(at, 'has neither Principal nor NotPrincipal; name who the statement is about');
  }
  if (kind === 'trust' && has(statement, 'Resource')) {
    report(at, 'has a Resource, but a trust policy speaks of its own role only; remove it');
  }
  if (kind !== 'trust' && !has(statement, 'Resource')) {
    report(at, 'has neither Resource nor NotResource; name what the statement reaches');
  }
}

function withEffect(
  effect: unknown,
  rest: Omit<Statement, 'effect' | 'doubt'>,
  at: string,
  report: Report,
): readonly Statement[] {
  if (effect === 'Allow') return [{ ...rest, effect: 'allow', doubt: undefined }];
  if (effect === 'Deny') return [{ ...rest, effect: 'deny', doubt: undefined }];
  if (isUnresolved(effect)) {
    const doubt = effect.unresolved;
    return [
      { ...rest, effect: 'allow', doubt },
      { ...rest, effect: 'deny', doubt },
    ];
  }
  report(`${at}.Effect`, `given ${shown(effect)}; allowed: "Allow" or "Deny", in exactly this case`);
  return [];
}

/** A statement of which only the existence is known: it may allow or deny anything. */
function doubtfulStatement(source: PolicySource, index: number, doubt: string): readonly Statement[] {
  const everything: Selection = { negated: true, patterns: [] };
  const statement = {
    policy: source.name,
    id: `#${index + 1}`,
    index,
    place: source.placeOf?.(index),
    actions: everything,
    resources: everything,
    principals: { negated: false, principals: [{ kind: 'unresolved', reason: doubt }] },
    conditions: [],
    doubt,
  } as const;
  return [
    { ...statement, effect: 'allow' },
    { ...statement, effect: 'deny' },
  ];
}

function readSelection(
  statement: Readonly<Record<string, unknown>>,
  element: 'Action' | 'Resource',
  at: string,
  reading: Reading,
): Selection | undefined {
  const negation = `Not${element}`;
  const negated = statement[negation] !== undefined;
  if (negated && statement[element] !== undefined) {
    reading.report(at, `has both ${element} and ${negation}; keep one of them`);
  }
  const name = negated ? negation : element;
  const written = statement[name];
  if (written === undefined) return undefined;
  const options: PatternOptions =
    element === 'Action'
      ? { dialect: 'glob', variables: false, fold: true }
      : { dialect: 'resource', variables: reading.variables };
  const texts = textsOf(written, `${at}.${name}`, reading.report);
  if (element === 'Action') {
    for (const text of texts) {
      if (typeof text === 'string' && !/^(\*+|[a-z0-9-]+:\S+)$/i.test(text)) {
        reading.report(
          `${at}.${name}`,
          `given ${shown(text)}; allowed: "*" or "service:Action", such as "s3:Get*"`,
        );
      }
    }
  }
  return { negated, patterns: texts.map((text) => readPattern(text, options)) };
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnresolvedValue(value);
}

function rejectUnknownKeys(
  map: Readonly<Record<string, unknown>>,
  known: readonly string[],
  at: string,
  report: Report,
): void {
  for (const key of Object.keys(map)) {
    if (!known.includes(key)) report(at, `has an element ${shown(key)}; allowed: ${known.join(', ')}`);
  }
}
