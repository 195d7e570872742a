// Only a request of a form that AWS is known to send is shown as one that works. Invariant: "nothing" is found over all
// forms, so what AWS publishes too little of never makes a "cannot"; a request that works in an unknown form alone is a
// doubt, with the key or resource that makes it one.

import type { ActionForms } from '../actions/action-forms.ts';
import type { Leaf } from '../decide/formula.ts';
import { variablesOf } from '../policy/bound-pattern.ts';
import type { Facts } from './key-facts.ts';
import { type Asked, leavesOfQuery, type Query, type Solved, solve, witnessOf } from './solve.ts';

export interface AskedInForm extends Asked {
  readonly forms: ActionForms;
  /** Of the resources asked about, the `*` that actions without a resource are checked against. */
  readonly alone: Asked['resources'];
}

export function solveFormed(query: Query, asked: AskedInForm): Solved {
  const found = solve(query, asked);
  if (found.kind !== 'point') return found;
  const doubt = doubtOf(found, asked);
  if (doubt === undefined) return found;
  const doubts = new Set<string>();
  for (const part of formsOf(query, asked)) {
    const again = solve(query, part);
    if (again.kind === 'point') return again;
    if (again.kind === 'doubt') for (const reason of again.reasons) doubts.add(reason);
  }
  return { kind: 'doubt', reasons: [doubt, ...doubts] };
}

/** What keeps the request from being one that AWS is known to form. */
function doubtOf(
  found: Extract<Solved, { kind: 'point' }>,
  { forms, facts }: AskedInForm,
): string | undefined {
  const { action, resource, context } = witnessOf(found, {});
  if (forms.takesNoResource(action) && resource !== '*')
    return `AWS publishes no resource for ${action}, which is checked against * alone: ask about *`;
  const key = Object.keys(context).find((it) => isForeign(forms, facts, action, it));
  return key && `allowed only with ${key}, a key that AWS does not publish for ${action}`;
}

const isForeign = (forms: ActionForms, facts: Facts, action: string, key: string): boolean =>
  facts(key.toLowerCase()).kind === 'free' && forms.isForeignKey(action, key);

/** The question once for each form: which keys its actions carry, and whether they take a resource. */
function formsOf(query: Query, { forms, alone, ...asked }: AskedInForm): readonly Asked[] {
  const keys = mentionedKeys(leavesOfQuery(query));
  const parts = new Map<
    string,
    { readonly foreign: ReadonlySet<string>; readonly takes: boolean; names: string[] }
  >();
  for (const name of asked.actions) {
    const foreign = keys.filter((key) => isForeign(forms, asked.facts, name, key));
    const takes = !forms.takesNoResource(name);
    const form = `${takes} ${foreign.join(' ')}`;
    const part = parts.get(form) ?? { foreign: new Set(foreign), takes, names: [] };
    part.names.push(name);
    parts.set(form, part);
  }
  return [...parts.values()].flatMap(({ foreign, takes, names }): Asked[] => {
    const resources = takes ? asked.resources : alone;
    const facts: Facts = (key) => (foreign.has(key) ? { kind: 'absent' } : asked.facts(key));
    return resources.length === 0 ? [] : [{ ...asked, actions: names, resources, facts }];
  });
}

function mentionedKeys(leaves: readonly Leaf[]): readonly string[] {
  const keys = leaves.flatMap(({ statement }) => [
    ...(statement.resources?.patterns ?? []).flatMap(variablesOf),
    ...statement.conditions.flatMap(({ key, values }) => [
      key,
      ...values.flatMap((value) => (value.kind === 'text' ? variablesOf(value.pattern) : [])),
    ]),
  ]);
  return [...new Set(keys)].sort();
}
