// `Principal` and `NotPrincipal`. Source: IAM User Guide, "AWS JSON policy elements: Principal".

import type { PolicyText } from './pattern.ts';
import { shown } from './policy-problem.ts';
import { isUnresolved, isUnresolvedValue, textsOf } from './read-json.ts';
import type { PrincipalName, PrincipalSelection } from './statement.ts';

type Report = (at: string, message: string) => void;

export function readPrincipals(
  statement: Readonly<Record<string, unknown>>,
  at: string,
  report: Report,
): PrincipalSelection | undefined {
  const negated = statement['NotPrincipal'] !== undefined;
  if (negated && statement['Principal'] !== undefined) {
    report(at, 'has both Principal and NotPrincipal; keep one of them');
  }
  const name = negated ? 'NotPrincipal' : 'Principal';
  const written = statement[name];
  if (written === undefined) return undefined;
  return { negated, principals: readNames(written, `${at}.${name}`, report) };
}

function readNames(written: unknown, at: string, report: Report): readonly PrincipalName[] {
  if (written === '*') return [{ kind: 'everyone' }];
  if (isUnresolved(written)) return [{ kind: 'unresolved', reason: written.unresolved }];
  if (
    typeof written !== 'object' ||
    written === null ||
    Array.isArray(written) ||
    isUnresolvedValue(written)
  ) {
    report(
      at,
      `given ${shown(written)}; allowed: "*", or an object with AWS, Service, Federated or CanonicalUser`,
    );
    return [];
  }
  return Object.entries(written).flatMap(([kind, value]) => {
    const read = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
    if (!read) {
      report(at, `has a kind ${shown(kind)}; allowed: ${Object.keys(readers).join(', ')}`);
      return [];
    }
    return textsOf(value, `${at}.${kind}`, report).map((text) => readName(text, read));
  });
}

function readName(text: PolicyText, read: (text: string) => PrincipalName): PrincipalName {
  return typeof text === 'string' ? read(text) : { kind: 'unresolved', reason: text.unresolved };
}

const rootArn = /^arn:[^:]*:iam::(\d{12}):root$/;

const readers: Readonly<Record<string, (text: string) => PrincipalName>> = {
  AWS: (text) => {
    if (text === '*') return { kind: 'everyone' };
    const account = /^\d{12}$/.test(text) ? text : rootArn.exec(text)?.[1];
    return account === undefined ? { kind: 'arn', arn: text } : { kind: 'account', account };
  },
  Service: (text) => ({ kind: 'service', name: text.toLowerCase() }),
  Federated: (text) => ({ kind: 'federated', provider: text }),
  CanonicalUser: (text) => ({ kind: 'canonical', id: text }),
};
