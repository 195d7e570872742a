// When S3 calls a bucket policy public: it allows everyone, and no condition ties it to fixed accounts, networks or
// principals. Source: Amazon S3 User Guide, "The meaning of public".

import { parseCidr } from '../../../addresses.ts';
import type { Condition, Policy, Statement } from '../policy/statement.ts';
import { both, maybe, no, opposite, some, type Truth, truthOf, yes } from '../truth.ts';

export function isPublicPolicy(policies: readonly Policy[]): Truth {
  const statements = policies.flatMap((policy) => policy.statements);
  const open = some(statements, isPublicStatement);
  // Whether a deny of everybody else makes an open allow a closed one, S3 does not say.
  return statements.some(deniesTheRest) ? both(open, maybe) : open;
}

const deniesTheRest = ({ effect, conditions }: Statement): boolean =>
  effect === 'deny' && conditions.some(({ key, operator }) => operator.negated && narrowingKeys.has(key));

function isPublicStatement(statement: Statement): Truth {
  if (statement.effect !== 'allow' || !statement.principals) return no;
  const names = statement.principals.principals;
  const open = statement.principals.negated
    ? yes
    : some(names, ({ kind }) => (kind === 'unresolved' ? maybe : truthOf(kind === 'everyone')));
  const certainty = both(open, statement.doubt === undefined ? yes : maybe);
  return both(certainty, opposite(some(statement.conditions, narrows)));
}

const narrowingKeys = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourceip',
  'aws:userid',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:dataaccesspointarn',
  's3:dataaccesspointaccount',
]);

/** A fixed value: no wildcard, no variable. Of an address, a block no wider than /8 (IPv4) or /32 (IPv6). */
function narrows({ key, operator, values, quantifier, ifExists }: Condition): Truth {
  if (!narrowingKeys.has(key) || operator.negated || operator.reads === 'presence') return no;
  if (quantifier === 'all' || ifExists || values.length === 0) return no;
  const wide = some(values, (value) => {
    if (value.kind === 'unresolved') return maybe;
    if (value.kind === 'addresses') return truthOf(value.last - value.first >= widest(value.first));
    if (value.kind !== 'text') return yes;
    if (value.pattern.doubt !== undefined) return maybe;
    // "Outside the pattern AROLEID:*": what a session's id is then, S3 leaves open.
    if (key === 'aws:userid' && value.pattern.source.includes(':')) return maybe;
    return some(value.pattern.tokens, (token) => {
      if (typeof token === 'number')
        return truthOf(token < 0 && !(key === 's3:dataaccesspointarn' && isAccountArn(value.pattern.source)));
      return 'hole' in token ? maybe : yes;
    });
  });
  return opposite(wide);
}

const ipv4 = parseCidr('0.0.0.0/0');
const widest = (first: bigint): bigint => (ipv4 && first <= ipv4.last ? 1n << 24n : 1n << 96n);

/** Of an access point S3 asks only that the account is fixed. */
const isAccountArn = (source: string): boolean => /^arn:[^:*?]*:[^:*?]*:[^:]*:\d{12}:/.test(source);
