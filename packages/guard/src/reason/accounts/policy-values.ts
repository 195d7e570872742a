// Policy documents in templates and recorded answers → policies, each statement with the line it stands on.
// Invariant: a document that cannot be read is a policy that may allow or deny anything, never one that is left out.

import { type Place, placeOf } from '../../model/place.ts';
import type { Resource } from '../../read/closed-world.ts';
import type { Node } from '../../read/cloudformation/node.ts';
import { parseJson } from '../../read/cloudformation/parse-json.ts';
import { at, listValue, mapValue, scalarValue, type Value } from '../../read/cloudformation/value.ts';
import { UnreadableInput } from '../../read/unreadable.ts';
import { PolicyUnreadable } from '../access/policy/policy-problem.ts';
import { type PolicySource, readPolicy } from '../access/policy/read-policy.ts';
import type { Policy } from '../access/policy/statement.ts';
import type { Spelling } from './spelling.ts';

export interface WrittenPolicy {
  readonly name: string;
  readonly kind: PolicySource['kind'];
  readonly resource: Resource;
  /** Property path of the document. */
  readonly path: string;
  /** The document, where the path leads through a list. */
  readonly at?: Value | undefined;
}

export function policyOf(written: WrittenPolicy, spelling: Spelling): Policy {
  const { name, kind, resource, path } = written;
  const given = 'at' in written ? written.at : at(resource.properties, path);
  const place = placeOf(resource, path, given);
  if (given === undefined) return hiddenPolicy(name, `${resource.id} has no ${path}`, place);
  const value = given.kind === 'scalar' ? fromText(given, resource) : given;
  if (typeof value === 'string') return hiddenPolicy(name, value, place);
  const statements = at(value, 'Statement');
  const placeOfStatement = (index: number): Place =>
    statements?.kind === 'list'
      ? placeOf(resource, `${path}.Statement.${index}`, statements.items[index])
      : placeOf(resource, `${path}.Statement`, statements ?? value);
  return readOrHidden({ name, kind, document: plain(value, spelling), placeOf: placeOfStatement }, place);
}

/** The policy; one that says what no policy can say is known to be there, and that is all. */
export function readOrHidden(source: PolicySource, place: Place | undefined): Policy {
  try {
    return readPolicy(source);
  } catch (error) {
    if (!(error instanceof PolicyUnreadable)) throw error;
    return hiddenPolicy(source.name, error.message.replaceAll('\n', '; '), place);
  }
}

/** A policy of which only the existence is known. */
export const hiddenPolicy = (name: string, reason: string, place?: Place): Policy =>
  readPolicy({ name, kind: 'identity', document: { unresolved: reason }, placeOf: () => place });

/** The place of a statement, where the statement was read from a file. */
export function statementPlace({ place }: { readonly place: unknown }): Place | undefined {
  return isPlace(place) ? place : undefined;
}

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'file' in value && 'line' in value;

/** Some services answer with the policy as a text inside JSON. */
function fromText(value: Value, resource: Resource): Value | string {
  const written = value.kind === 'scalar' ? String(value.value) : '';
  try {
    return onOneLine(parseJson(`${resource.file}:${value.line}`, written), value.line);
  } catch (error) {
    if (error instanceof UnreadableInput) return `a policy written as a text is no JSON: ${error.message}`;
    throw error;
  }
}

function onOneLine(node: Node, line: number): Value {
  if (node.kind === 'scalar') return scalarValue(node.value, line);
  if (node.kind === 'list')
    return listValue(
      node.items.map((item) => onOneLine(item, line)),
      line,
    );
  return mapValue(new Map([...node.entries].map(([key, child]) => [key, onOneLine(child, line)])), line);
}

/** As `readPolicy` takes it: JSON, with `Unresolved` where the templates do not decide. */
function plain(value: Value, spelling: Spelling): unknown {
  switch (value.kind) {
    case 'unknown':
      return { unresolved: value.reason };
    case 'scalar':
      return typeof value.value === 'string' ? spelling.spell(value.value) : value.value;
    case 'list':
      return value.items.map((item) => plain(item, spelling));
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, child]) => [key, plain(child, spelling)]));
  }
}
