// `guard compare A.json B.json`: does policy A allow anything that policy B does not? Answered with a request, or with
// the certainty that there is none.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { entry, type Node } from '../read/cloudformation/node.ts';
import { parseJson } from '../read/cloudformation/parse-json.ts';
import { UnreadableInput } from '../read/unreadable.ts';
import { publishedActions } from '../reason/access/actions/action-list.ts';
import type { Leaf } from '../reason/access/decide/formula.ts';
import { PolicyUnreadable } from '../reason/access/policy/policy-problem.ts';
import { isMap, readPolicy } from '../reason/access/policy/read-policy.ts';
import type { Policy } from '../reason/access/policy/statement.ts';
import { describePrincipal } from '../reason/access/request/principal.ts';
import { type Comparison, compare } from '../reason/access/symbolic/compare.ts';
import { helpText, type OptionTable, readArguments, several, single } from './arguments.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

const options: OptionTable = {
  action: { value: 'PATTERN', says: 'compare these actions alone, s3:Get*; repeat it or separate by commas' },
  resource: { value: 'PATTERN', says: 'compare these resources alone, arn:aws:s3:::labels/*' },
  format: { value: 'NAME', says: 'text (default) or json' },
  help: { value: null, says: 'show this text' },
};

export const compareHelp = helpText(
  'guard compare A.json B.json',
  'Whether the policy A allows what the policy B does not. Both are IAM policy documents, each judged on its own.',
  options,
  'exit: 0 answered · 2 unknown · 64 usage · 65 unreadable',
);

export function compareCommand(given: readonly string[], surroundings: Surroundings): number {
  const parsed = readArguments('compare', given, options);
  if (parsed.values.has('help')) {
    surroundings.print(compareHelp);
    return 0;
  }
  const [a, b, ...more] = parsed.words;
  if (a === undefined || b === undefined || more.length > 0) {
    throw new UsageError(
      `guard compare: expected two policies, A.json B.json; given: ${parsed.words.join(' ') || 'nothing'}`,
    );
  }
  const format = single('compare', parsed, 'format') ?? 'text';
  if (format !== 'text' && format !== 'json')
    throw new UsageError(`guard compare: --format takes text or json; given: ${format}`);
  const [actions, resources] = [several(parsed, 'action'), several(parsed, 'resource')];
  const compared = compare([policyIn(a, surroundings)], [policyIn(b, surroundings)], publishedActions(), {
    ...(actions && { actions }),
    ...(resources && { resources }),
  });
  surroundings.print(
    format === 'json' ? `${JSON.stringify(asJson(compared), null, 2)}\n` : tell(compared, a, b),
  );
  return compared.verdict === 'unknown' ? 2 : 0;
}

function policyIn(file: string, { base }: Surroundings): Policy {
  const path = file.startsWith('/') ? file : join(base, file);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new UnreadableInput(`${file}: no such file; give an IAM policy document`);
  if (size > 1_000_000) throw new UnreadableInput(`${file}: ${size} bytes; no policy is this large`);
  const text = readFileSync(path, 'utf8');
  const tree = parseJson(file, text); // refuses with line and column, and refuses keys told twice
  const document: unknown = JSON.parse(text);
  const statements = isMap(document) ? [document['Statement']].flat() : [];
  const namesPrincipals = statements.some((it) => isMap(it) && ('Principal' in it || 'NotPrincipal' in it));
  try {
    return readPolicy({
      name: file,
      kind: namesPrincipals ? 'resource' : 'identity',
      document,
      placeOf: (index): StatementPlace => ({ file, line: lineOf(tree, index) }),
    });
  } catch (error) {
    if (error instanceof PolicyUnreadable) throw new UnreadableInput(error.message);
    throw error;
  }
}

interface StatementPlace {
  readonly file: string;
  readonly line: number;
}

function lineOf(tree: Node, index: number): number {
  const statements = entry(tree, 'Statement');
  const one = statements?.kind === 'list' ? statements.items[index] : statements;
  return (one ?? tree).line;
}

const placeOf = ({ statement }: Leaf): StatementPlace => statement.place as StatementPlace;

function tell(compared: Comparison, a: string, b: string): string {
  if (compared.verdict === 'unknown') return `unknown: ${compared.reasons.join('; ')}\n`;
  if (compared.verdict === 'no more') return `no more: ${a} allows nothing that ${b} does not\n`;
  const { principal, action, resource, context } = compared.request;
  const who = principal ? `${describePrincipal(principal)}: ` : '';
  const conditions = Object.entries(context).map(
    ([key, value]) => `  with ${key} = ${[value].flat().join(', ')}`,
  );
  const by = (leaf: Leaf, verb: string) =>
    `  statement ${leaf.statement.id} ${verb} it  ${placeOf(leaf).file}:${placeOf(leaf).line}`;
  const { allowedBy, deniedBy } = compared;
  return [
    `more: ${a} allows, and ${b} does not: ${who}${action} on ${resource}`,
    ...conditions,
    ...allowedBy.map((leaf) => by(leaf, 'allows')),
    ...(deniedBy.length > 0
      ? deniedBy.map((leaf) => by(leaf, 'denies'))
      : [`  no statement of ${b} allows it`]),
    '',
  ].join('\n');
}

/** schema/compare.schema.json describes it. */
function asJson(compared: Comparison): object {
  if (compared.verdict === 'unknown') return { verdict: compared.verdict, reasons: compared.reasons };
  if (compared.verdict === 'no more') return { verdict: compared.verdict };
  const { principal, ...request } = compared.request;
  const statement = (leaf: Leaf) => ({ statement: leaf.statement.id, ...placeOf(leaf) });
  return {
    verdict: compared.verdict,
    request: { principal: principal ? describePrincipal(principal) : null, ...request },
    allowedBy: compared.allowedBy.map(statement),
    deniedBy: compared.deniedBy.map(statement),
  };
}
