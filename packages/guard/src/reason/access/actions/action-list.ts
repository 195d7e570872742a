// The published AWS actions, numbered, so that a set of actions is a set of bits. Names are compared without regard
// to case, as IAM does. Invariant: the numbering is the order of the snapshot file; nothing outlives the process with it.

import { dataFile } from '../data-file.ts';
import { type BoundPattern, matchText } from '../policy/bound-pattern.ts';
import { no } from '../truth.ts';
import { type ActionForms, publishedForms } from './action-forms.ts';

export type AccessLevel = 'Read' | 'List' | 'Write' | 'Permissions management' | 'Tagging';

export interface ActionList {
  /** Which list this is: package version and hash of the content. */
  readonly version: string;
  readonly sha256: string;
  readonly count: number;
  readonly services: readonly string[];
  /** Services whose resources a resource control policy reaches. */
  readonly resourceControlled: ReadonlySet<string>;
  readonly multivaluedKeys: ReadonlySet<string>;
  /** Actions of S3 that are done to an object, in lower case; the others are done to its bucket. */
  readonly objectActions: ReadonlySet<string>;
  /** Read when they are first asked for: most answers need none. */
  readonly forms: ActionForms;
  nameOf(action: number): string;
  numberOf(name: string): number | undefined;
  levelOf(name: string): AccessLevel | undefined;
  /** The actions a pattern such as `s3:Get*` matches; the same array for the same pattern. */
  matching(pattern: string): Uint32Array;
}

interface Snapshot {
  readonly version: string;
  readonly sha256: string;
  readonly levels: readonly AccessLevel[];
  readonly services: Readonly<Record<string, readonly string[]>>;
  readonly resourceControlled: readonly string[];
  readonly multivaluedKeys: readonly string[];
  readonly objectActions: readonly string[];
}

let loaded: ActionList | undefined;

/** The snapshot that ships with guard, read once. */
export function publishedActions(): ActionList {
  loaded ??= actionListOf(JSON.parse(dataFile('iam-actions.json')));
  return loaded;
}

export function actionListOf(snapshot: Snapshot): ActionList {
  const names: string[] = [];
  const levels: AccessLevel[] = [];
  const ranges = new Map<string, { first: number; end: number }>();
  for (const [service, byLevel] of Object.entries(snapshot.services)) {
    const first = names.length;
    byLevel.forEach((joined, index) => {
      const level = snapshot.levels[index];
      if (joined === '' || level === undefined) return;
      for (const action of joined.split(' ')) {
        names.push(`${service}:${action}`);
        levels.push(level);
      }
    });
    ranges.set(service, { first, end: names.length });
  }
  const sets = new Map<string, Uint32Array>();
  const numbers = new Map<string, ReadonlyMap<string, number>>();

  /** By service, as they are asked for: a site uses a few of some hundred services. */
  function numbersOf(service: string): ReadonlyMap<string, number> {
    const known = numbers.get(service);
    if (known !== undefined) return known;
    const { first, end } = ranges.get(service) ?? { first: 0, end: 0 };
    const made = new Map(names.slice(first, end).map((name, index) => [name.toLowerCase(), first + index]));
    numbers.set(service, made);
    return made;
  }

  function numberOf(name: string): number | undefined {
    const key = name.toLowerCase();
    return numbersOf(key.slice(0, key.indexOf(':'))).get(key);
  }

  function find(pattern: string): Uint32Array {
    const bits = new Uint32Array(Math.ceil(names.length / 32));
    const service = pattern.slice(0, pattern.indexOf(':')).toLowerCase();
    const range = ranges.get(service) ?? { first: 0, end: names.length };
    const bound = boundAction(pattern);
    for (let action = range.first; action < range.end; action += 1) {
      if (matchText(bound, names[action] ?? '') !== no)
        bits[action >> 5] = (bits[action >> 5] ?? 0) | (1 << (action & 31));
    }
    return bits;
  }

  return {
    version: snapshot.version,
    sha256: snapshot.sha256,
    count: names.length,
    services: [...ranges.keys()],
    resourceControlled: new Set(snapshot.resourceControlled),
    multivaluedKeys: new Set(snapshot.multivaluedKeys),
    objectActions: new Set(snapshot.objectActions),
    get forms() {
      return publishedForms();
    },
    nameOf: (action) => names[action] ?? '',
    numberOf,
    levelOf: (name) => levels[numberOf(name) ?? -1],
    matching: (pattern) => {
      const key = pattern.toLowerCase();
      const known = sets.get(key) ?? find(pattern);
      sets.set(key, known);
      return known;
    },
  };
}

function boundAction(pattern: string): BoundPattern {
  const codes = [...pattern].map((character) => {
    if (character === '*') return -1;
    return character === '?' ? -3 : character.charCodeAt(0);
  });
  return { codes, fold: true, doubt: undefined };
}

/** The numbers in a set of bits, in order. */
export function* numbersIn(bits: Uint32Array): Generator<number> {
  for (let word = 0; word < bits.length; word += 1) {
    const value = bits[word] ?? 0;
    if (value === 0) continue;
    for (let bit = 0; bit < 32; bit += 1) if ((value >>> bit) & 1) yield word * 32 + bit;
  }
}
