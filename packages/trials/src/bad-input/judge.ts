// The judge of an answer to a bad request. Pure: says in sentences what is wrong with it, or nothing.

import type { Answer } from '../client/client.ts';
import type { BadCase } from './cases.ts';

type Problem = {
  readonly code?: unknown;
  readonly status?: unknown;
  readonly title?: unknown;
  readonly requestId?: unknown;
  readonly errors?: readonly {
    readonly field?: unknown;
    readonly given?: unknown;
    readonly allowed?: unknown;
  }[];
};

export function complaints(tried: BadCase, answer: Answer, secrets: readonly string[]): readonly string[] {
  const say = (what: string) =>
    `${tried.name}: ${what}; the answer was ${answer.status} ${answer.text.slice(0, 300)}`;
  const leaked = secrets
    .filter((secret) => answer.text.includes(secret))
    .map(() => say('a secret stands in the answer'));
  if (!tried.allowed.includes(answer.status)) {
    return [...leaked, say(`expected ${tried.allowed.join(' or ')}`)];
  }
  // A request whose head is too large never reaches anything that could write a problem.
  if (answer.status === 431) return leaked;
  if (tried.page) {
    const isPage = /^text\/html\b/.test(String(answer.headers['content-type'] ?? ''));
    return isPage ? leaked : [...leaked, say('a person who follows a link gets a page')];
  }
  if (!/^application\/problem\+json\b/.test(String(answer.headers['content-type'] ?? ''))) {
    return [...leaked, say('a refusal must be application/problem+json')];
  }
  return [...leaked, ...problemComplaints(tried, answer).map(say)];
}

function problemComplaints(tried: BadCase, answer: Answer): readonly string[] {
  const problem = JSON.parse(answer.text) as Problem;
  const missing = (['code', 'title', 'requestId'] as const).filter((key) => typeof problem[key] !== 'string');
  const errors = problem.errors ?? [];
  const unclear = errors.filter(
    ({ field, given, allowed }) =>
      ![field, given, allowed].every((part) => typeof part === 'string' && part !== ''),
  );
  return [
    ...missing.map((key) => `the problem has no ${key}`),
    ...(problem.status === answer.status ? [] : ['the problem names another status than the answer']),
    ...(unclear.length === 0 ? [] : ['an error lacks field, given or allowed']),
    ...(tried.field === undefined || errors.some(({ field }) => isWithin(String(field), tried.field ?? ''))
      ? []
      : [`no error names the field ${tried.field}`]),
  ];
}

/** Naming what stands inside the field names it well enough, and better. */
const isWithin = (named: string, field: string) => named === field || named.startsWith(`${field}/`);
