// Which parts of a case decide it: those without which the answer would be another. A sample that never depends on a
// boundary says nothing about boundaries.

import type { AccessCase, Document, Json } from './access-case.ts';
import { findAllowed } from './brute-force.ts';

export type Feature =
  | 'boundary'
  | 'session'
  | 'service control'
  | 'resource control'
  | 'endpoint'
  | 'negation'
  | 'condition absent'
  | 'variables';

type Change = (given: AccessCase) => AccessCase | undefined;

const without: Readonly<Record<Feature, Change>> = {
  boundary: ({ boundary, ...rest }) => boundary && rest,
  session: ({ session, ...rest }) => session && rest,
  'service control': (given) =>
    given.serviceControl.length > 0 ? { ...given, serviceControl: [] } : undefined,
  'resource control': (given) =>
    given.resourceControl.length > 0 ? { ...given, resourceControl: [] } : undefined,
  endpoint: ({ endpoint, ...rest }) => endpoint && rest,
  negation: (given) => dropStatements(given, (text) => text.includes('Not')),
  'condition absent': (given) =>
    dropStatements(given, (text) =>
      /IfExists|Null|Not[A-Z][A-Za-z]*"|ForAllValues/.test(conditionText(text)),
    ),
  variables: (given) => dropStatements(given, (text) => text.includes('${aws')),
};

const conditionText = (text: string): string => text.slice(Math.max(0, text.indexOf('"Condition"')));

export const features = Object.keys(without) as readonly Feature[];

/** The features whose removal turns the answer around. */
export function decidingFeatures(given: AccessCase, can: boolean): readonly Feature[] {
  return features.filter((feature) => {
    const changed = without[feature](given);
    return changed !== undefined && (findAllowed(changed) !== undefined) !== can;
  });
}

/** The case without the statements whose text a test picks; undefined when there are none. */
function dropStatements(given: AccessCase, picked: (text: string) => boolean): AccessCase | undefined {
  let dropped = false;
  const drop = (document: Document): Document => {
    const kept = document.Statement.filter((statement: Json) => !picked(JSON.stringify(statement)));
    dropped ||= kept.length < document.Statement.length;
    return { ...document, Statement: kept };
  };
  const changed: AccessCase = {
    ...given,
    identity: drop(given.identity),
    ...(given.boundary && { boundary: drop(given.boundary) }),
    ...(given.session && { session: drop(given.session) }),
    ...(given.resourcePolicy && { resourcePolicy: drop(given.resourcePolicy) }),
    ...(given.endpoint && { endpoint: drop(given.endpoint) }),
    serviceControl: given.serviceControl.map(drop),
    resourceControl: given.resourceControl.map(drop),
  };
  return dropped ? changed : undefined;
}
