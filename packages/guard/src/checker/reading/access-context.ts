// The context keys that AWS derives from principal and resource, for the access checker. Imports nothing from the engine.

import type { CheckedQuestion } from './access-question.ts';
import type { Json, Value } from './access-statements.ts';

export interface Known {
  /** The caller's choice. */
  readonly free: boolean;
  /** Null: absent. Undefined: nobody knows. */
  readonly value?: Value | null;
}

export function knownValue(question: CheckedQuestion, key: string): Known {
  const given = Object.entries(question.context ?? {}).find(([name]) => name.toLowerCase() === key);
  const derived = derivedValue(question, key);
  if (derived !== 'free' && derived !== undefined) return { free: false, value: derived };
  if (given) return { free: false, value: given[1] ?? null };
  return derived === 'free' ? { free: true } : { free: false, value: undefined };
}

const onlySigned = ['aws:multifactorauthpresent', 'aws:multifactorauthage', 'aws:tokenissuetime'];

type Derived = Value | null | undefined;

/** Null: absent. Undefined: AWS derives it from something nobody told. */
function derivedValue({ principal, resource }: CheckedQuestion, key: string): Derived | 'free' {
  const { kind, account = null, organization, arn = null, uniqueId, session, tags } = principal;
  const person = kind === 'user' || kind === 'role';
  const member = (name: string) =>
    account === null || organization === null ? null : textOf(organization?.[name]);
  const ofResource = (name: string) =>
    resource.organization === null ? null : textOf(resource.organization?.[name]);
  const [path, resourcePath] = [member('path'), ofResource('path')];
  const id = kind === 'user' || uniqueId === undefined ? uniqueId : `${uniqueId}:${session}`;
  const types: Readonly<Record<string, string>> = {
    user: 'User',
    role: 'AssumedRole',
    root: 'Account',
    anonymous: 'Anonymous',
  };
  const derived: Readonly<Record<string, Derived>> = {
    'aws:principalarn': kind === 'root' ? `arn:aws:iam::${account}:root` : person ? arn : null,
    'aws:principalaccount': account,
    'aws:principaltype': types[kind] ?? null,
    'aws:username': kind === 'user' ? (arn ?? '').slice((arn ?? '').lastIndexOf('/') + 1) : null,
    'aws:userid': kind === 'root' ? account : person ? id : kind === 'anonymous' ? kind : null,
    'aws:principalisawsservice': String(kind === 'service'),
    'aws:principalservicename': kind === 'service' ? (principal.name ?? null) : null,
    'aws:principalorgid': member('id'),
    'aws:principalorgpaths': typeof path === 'string' ? [path] : path,
    'aws:resourceaccount': resource.account,
    's3:resourceaccount': resource.account,
    'aws:resourceorgid': ofResource('id'),
    'aws:resourceorgpaths': typeof resourcePath === 'string' ? [resourcePath] : resourcePath,
  };
  if (key === 'aws:requestedregion') return resource.region ?? 'free';
  if (key === 'kms:calleraccount') return kind === 'service' ? 'free' : account;
  if (Object.hasOwn(derived, key)) return derived[key];
  if (key.startsWith('aws:principaltag/')) return person ? tagValue(tags, key) : null;
  if (/^[a-z0-9-]+:resourcetag\//.test(key))
    return resource.tags === 'any' ? 'free' : tagValue(resource.tags, key);
  // Only a service's own call says whom it acts for, and only a signed request says how it was signed.
  if (/^aws:(source(arn|account|orgid|orgpaths)|principalservicenameslist)$/.test(key))
    return kind === 'service' ? 'free' : null;
  return kind === 'anonymous' && onlySigned.includes(key) ? null : 'free';
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function tagValue(tags: Json | undefined, key: string): Derived {
  if (!tags) return undefined;
  const found = Object.entries(tags).find(([name]) => name.toLowerCase() === key.slice(key.indexOf('/') + 1));
  return textOf(found?.[1]) ?? null;
}
