// One random question with its policies, as plain JSON: what generator, engine and oracles have in common.

export type Json = Readonly<Record<string, unknown>>;
export interface Document {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Json[];
}

export interface CasePrincipal {
  readonly kind: 'user' | 'role' | 'root' | 'service' | 'anonymous';
  readonly account: string;
  readonly name: string;
  readonly session: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly serviceLinked: boolean;
  readonly managementAccount: string;
}

export interface AccessCase {
  readonly principal: CasePrincipal;
  readonly resourceAccount: string;
  readonly service: 's3' | 'kms' | 'trust';
  readonly actions: readonly string[];
  readonly resource: string;
  readonly identity: Document;
  readonly boundary?: Document;
  readonly session?: Document;
  readonly resourcePolicy?: Document;
  readonly serviceControl: readonly Document[];
  readonly resourceControl: readonly Document[];
  readonly endpoint?: Document;
  readonly restrictPublicBuckets: boolean;
}

export const home = '111122223333';
export const away = '444455556666';
export const manager = '999900001111';

/** Everything the oracle tries for a resource: all short texts over three letters. */
export const shortTexts: readonly string[] = textsUpTo(3);

function textsUpTo(length: number): readonly string[] {
  if (length === 0) return [''];
  const shorter = textsUpTo(length - 1);
  const longest = shorter.filter((text) => text.length === length - 1);
  return [...shorter, ...longest.flatMap((text) => ['a', 'b', 'c'].map((letter) => text + letter))];
}

export const resourcePrefix = {
  s3: 'arn:aws:s3:::',
  kms: `arn:aws:kms:eu-west-1:${home}:key/`,
  trust: `arn:aws:iam::${home}:role/target`,
} as const;

/** What the oracle tries for each key; undefined is absent. */
export const keyUniverse: Readonly<Record<string, readonly (string | readonly string[] | undefined)[]>> = {
  'aws:securetransport': ['true', 'false'],
  'aws:multifactorauthpresent': [undefined, 'true', 'false'],
  's3:prefix': [undefined, '', 'a', 'b', 'c', 'aa', 'ab', 'ba', 'bb', 'ca', 'ac', 'cc', 'aab', 'abb'],
  'aws:useragent': [undefined, '', 'a', 'b', 'c', 'A', 'aa', 'ab', 'ba', 'bb', 'AB', 'ca', 'ac', 'cc'],
  'aws:sourceip': [undefined, '10.0.0.1', '10.1.0.1', '203.0.113.5', '8.8.8.8', '2001:db8::1', '2001:db9::1'],
  's3:max-keys': [undefined, '0', '1', '3', '5', '7', '10', '12', '5.5'],
  'aws:currenttime': [
    '2025-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z',
    '2026-03-01T00:00:00Z',
    '2026-06-01T00:00:00Z',
    '2027-01-01T00:00:00Z',
  ],
  'aws:tagkeys': [undefined, ...subsets(['a', 'b', 'ab', 'c'])],
  'aws:resourcetag/team': [undefined, 'a', 'b', 'c', 'ab'],
  'aws:sourcevpce': [undefined, 'a', 'b', 'c', 'ab', 'aa', 'bb', 'ba'],
};

function subsets(items: readonly string[]): readonly (readonly string[])[] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  const smaller = subsets(rest);
  return [...smaller, ...smaller.map((subset) => [first, ...subset])];
}
