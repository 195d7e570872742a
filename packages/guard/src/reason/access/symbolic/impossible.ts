// Requests that nobody can send, as statements the search must escape. Without them "can" would be answered with a
// request that carries an MFA age and no MFA. The list is data, so that the independent checker reads the same facts.

import { dataFile } from '../data-file.ts';
import type { Leaf } from '../decide/formula.ts';
import { readConditions } from '../policy/read-conditions.ts';
import type { Statement } from '../policy/statement.ts';
import { yes } from '../truth.ts';

interface ImpossibleRequests {
  readonly Statement: readonly { readonly Sid: string; readonly Condition: unknown }[];
}

let loaded: readonly Leaf[] | undefined;

/** Those that speak of a key that some statement speaks of, in a condition or as a variable. */
export function impossibleFor(leaves: readonly Leaf[], variables: readonly string[]): readonly Leaf[] {
  loaded ??= readImpossible();
  const conditions = leaves.flatMap(({ statement }) => statement.conditions);
  const mentioned = new Set([...variables, ...conditions.map(({ key }) => key)]);
  return loaded.filter(({ statement }) => statement.conditions.some(({ key }) => mentioned.has(key)));
}

function readImpossible(): readonly Leaf[] {
  const document = JSON.parse(dataFile('impossible-requests.json')) as ImpossibleRequests;
  return document.Statement.map(({ Sid, Condition }, index): Leaf => {
    const everything = { negated: true, patterns: [] };
    const statement: Statement = {
      policy: 'impossible requests',
      id: Sid,
      index,
      place: undefined,
      effect: 'deny',
      actions: everything,
      resources: everything,
      principals: undefined,
      conditions: readConditions(Condition, Sid, true, (at, message) => {
        throw new Error(`${at} ${message}`);
      }),
      doubt: undefined,
    };
    return { statement, layer: 'identity', limit: yes };
  });
}
