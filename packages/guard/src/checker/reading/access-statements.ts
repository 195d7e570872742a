// Statements for the access checker: what each asks of an action, a resource and a context key, and whom it names.
// Imports nothing from the engine.

import { parseAddress, parseCidr } from '../../addresses.ts';
import { type Lookup, matches, readPattern, type Truth } from './access-texts.ts';

export type Json = Readonly<Record<string, unknown>>;
export type Value = string | readonly string[] | undefined;

export const listOf = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value].flat());
const any = (truths: readonly Truth[]): Truth => Math.max(0, ...truths) as Truth;
const not = (truth: Truth): Truth => (2 - truth) as Truth;

export function selects(
  statement: Json,
  element: 'Action' | 'Resource',
  value: string,
  lookup: Lookup,
): Truth {
  const negated = statement[`Not${element}`] !== undefined;
  const written = listOf(statement[negated ? `Not${element}` : element]);
  if (written.length === 0 && !negated) return 2;
  const patterns = written.map((text) =>
    readPattern(text, element === 'Action' ? 'glob' : 'resource', element === 'Action', lookup),
  );
  const matched = any(patterns.map((pattern) => matches(pattern, value)));
  if (!negated) return matched;
  return patterns.includes(null) ? (Math.min(1, not(matched)) as Truth) : not(matched);
}

export interface Condition {
  readonly key: string;
  readonly operator: string;
  readonly set: string;
  readonly ifExists: boolean;
  readonly values: readonly unknown[];
}

export function conditionsOf(statement: Json): readonly Condition[] {
  return Object.entries((statement['Condition'] ?? {}) as Json).flatMap(([written, keys]) => {
    const [, set = '', operator = '', ifExists] =
      /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(written.toLowerCase()) ?? [];
    return Object.entries(keys as Json).map(([key, values]) => ({
      key: key.toLowerCase(),
      operator,
      set,
      ifExists: ifExists !== undefined,
      values: listOf(values),
    }));
  });
}

export function holds({ operator, set, ifExists, values }: Condition, value: Value, lookup: Lookup): Truth {
  if (operator === 'null')
    return any(
      values.map((wanted) =>
        typeof wanted === 'object' ? 1 : String(wanted) === String(value === undefined) ? 2 : 0,
      ),
    );
  const negated = operator.includes('not');
  const one = (text: string): Truth => {
    const hit = any(values.map((wanted) => compares(operator.replace('not', ''), text, wanted, lookup)));
    return negated ? not(hit) : hit;
  };
  if (value === undefined)
    return set === 'foranyvalue' ? (ifExists ? 1 : 0) : set === 'forallvalues' || ifExists || negated ? 2 : 0;
  if (set === '') return typeof value === 'string' ? one(value) : 0;
  const truths = [value].flat().map(one);
  return set === 'forallvalues' ? (Math.min(2, ...truths) as Truth) : any(truths);
}

function compares(operator: string, text: string, wanted: unknown, lookup: Lookup): Truth {
  if (/^(string|bool|binary|arn)/.test(operator)) {
    const reading = operator.startsWith('arn') ? 'arn' : operator === 'stringlike' ? 'glob' : 'plain';
    return matches(readPattern(wanted, reading, /ignorecase|bool/.test(operator), lookup), text);
  }
  if (typeof wanted === 'object') return 1;
  if (operator === 'ipaddress') {
    const [block, address] = [parseCidr(String(wanted)), parseAddress(text)];
    return block && address !== undefined && address >= block.first && address <= block.last ? 2 : 0;
  }
  const [left, right] = operator.startsWith('date')
    ? [instant(text), instant(String(wanted))]
    : [Number(text), Number(wanted)];
  const order = operator.replace(/^(date|numeric)/, '');
  const held = {
    equals: left === right,
    lessthan: left < right,
    lessthanequals: left <= right,
    greaterthan: left > right,
    greaterthanequals: left >= right,
  };
  return (held as Readonly<Record<string, boolean>>)[order] ? 2 : 0;
}

export const instant = (text: string): number =>
  /^\d+(\.\d+)?$/.test(text) && text.length !== 4
    ? Number(text) * 1000
    : Date.parse(/T[^Z+-]*$/.test(text) ? `${text}Z` : text);

export interface Asker {
  readonly kind: string;
  readonly account?: string;
  readonly arn?: string;
  readonly session?: string;
  readonly name?: string;
  readonly provider?: string;
}

/** How strongly a statement names the asker: as its account, as its role, or itself. */
export function namesAsker(
  statement: Json,
  asker: Asker,
  hasBoundary: boolean,
): { account: Truth; role: Truth; self: Truth } {
  const none = { account: 0, role: 0, self: 0 } as const;
  const spares = statement['NotPrincipal'] !== undefined;
  const written = statement[spares ? 'NotPrincipal' : 'Principal'];
  if (written === undefined) return { ...none, self: 2 };
  const pairs =
    typeof written === 'string'
      ? [['AWS', written] as const]
      : Object.entries(written as Json).flatMap(([kind, names]) =>
          listOf(names).map((name) => [kind, name] as const),
        );
  const found = pairs.map(([kind, name]) => namedBy(kind, name, asker));
  const of = (pick: (match: (typeof found)[number]) => Truth) => any(found.map(pick));
  const match = {
    account: of(({ account }) => account),
    role: of(({ role }) => role),
    self: of(({ self }) => self),
  };
  if (!spares) return match;
  if (statement['Effect'] === 'Deny' && hasBoundary) return { ...none, self: 2 };
  const identities =
    asker.kind === 'role'
      ? [match.account, match.role, match.self]
      : asker.kind === 'user'
        ? [match.account, match.self]
        : asker.kind === 'root'
          ? [match.account]
          : [match.self];
  const everyone = pairs.some(([, name]) => name === '*');
  const all = everyone ? 2 : (Math.min(...identities) as Truth);
  const outside = not(all === 0 && any(identities) > 0 ? 1 : all);
  return { ...none, self: statement['Effect'] === 'Allow' ? (Math.min(1, outside) as Truth) : outside };
}

function namedBy(kind: string, name: unknown, asker: Asker): { account: Truth; role: Truth; self: Truth } {
  const yes = (held: boolean): Truth => (held ? 2 : 0);
  if (typeof name !== 'string') return { account: 1, role: 1, self: 1 };
  if (name === '*' && kind === 'AWS') return { account: 0, role: 0, self: 2 };
  if (kind === 'Service')
    return {
      account: 0,
      role: 0,
      self: yes(asker.kind === 'service' && asker.name?.toLowerCase() === name.toLowerCase()),
    };
  if (kind === 'Federated')
    return { account: 0, role: 0, self: yes(asker.kind === 'federated' && asker.provider === name) };
  if (kind !== 'AWS') return { account: asker.account === undefined ? 0 : 1, role: 0, self: 0 };
  const account = /^(\d{12})$/.exec(name)?.[1] ?? /^arn:[^:]*:iam::(\d{12}):root$/.exec(name)?.[1];
  if (account !== undefined) return { account: yes(asker.account === account), role: 0, self: 0 };
  const own = /\/([^/]*)$/.exec(asker.arn ?? '')?.[1];
  const session = `:sts::${asker.account}:assumed-role/${own}/${asker.session}`;
  return {
    account: 0,
    role: yes(asker.kind === 'role' && name === asker.arn),
    self: yes(
      asker.kind === 'user'
        ? name === asker.arn
        : asker.kind === 'role' && name.startsWith('arn:') && name.endsWith(session),
    ),
  };
}
