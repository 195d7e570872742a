// Globs against cvc5, a string solver. It comes from Python's package index and is not a dependency: where `python3`
// (or the program in CVC5_PYTHON) has no cvc5, the test says so and is skipped.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { publishedActions } from '../actions/action-list.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { canDo } from '../symbolic/can-do.ts';
import { type Random, randomFrom } from './random.ts';

const seed = 31;
const count = 150;
const prefix = 'arn:aws:s3:::';
const python = process.env['CVC5_PYTHON'] ?? 'python3';
const script = fileURLToPath(new URL('../../../../scripts/glob-oracle.py', import.meta.url));

interface Globs {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

function randomGlobs(random: Random): Globs {
  const glob = () =>
    Array.from({ length: 1 + random.below(5) }, () => random.pick(['a', 'b', '*', '*', '?'])).join('');
  const allow = Array.from({ length: 1 + random.below(3) }, glob);
  const deny = Array.from({ length: random.below(5) }, glob);
  // Half of the time the denies take away whole allowed globs, so that "no" is a common answer.
  return { allow, deny: random.chance(0.5) ? [...deny, ...allow.slice(random.below(2))] : deny };
}

function byEngine({ allow, deny }: Globs): string {
  const statement = (Effect: string, globs: readonly string[]) => ({
    Effect,
    Action: 's3:GetObject',
    Resource: globs.map((glob) => prefix + glob),
  });
  const Statement = [statement('Allow', allow), ...(deny.length > 0 ? [statement('Deny', deny)] : [])];
  const account = '111122223333';
  const answer = canDo(
    {
      principal: { kind: 'user', account, arn: `arn:aws:iam::${account}:user/a` },
      actions: ['s3:GetObject'],
      resources: [`${prefix}*`],
    },
    {
      policies: {
        identity: [
          readPolicy({ name: 'globs', kind: 'identity', document: { Version: '2012-10-17', Statement } }),
        ],
        serviceControl: [],
        resourceControl: [],
      },
      resource: { account },
    },
    publishedActions(),
  );
  return { can: 'sat', cannot: 'unsat', unknown: 'unknown' }[answer.verdict];
}

it(`globs have the answer that cvc5 gives (seed ${seed})`, (context) => {
  const present = spawnSync(python, ['-c', 'import cvc5'], { encoding: 'utf8' });
  if (present.status !== 0) {
    console.warn(`skipped: ${python} has no cvc5; install it, or name a Python that has it in CVC5_PYTHON`);
    return context.skip('no cvc5');
  }
  const cases = Array.from({ length: count }, (_, index) => randomGlobs(randomFrom(seed * 1000 + index)));
  const solved = spawnSync(python, [script], { input: JSON.stringify(cases), encoding: 'utf8' });
  expect(solved.stderr).toBe('');
  const theirs = JSON.parse(solved.stdout) as readonly string[];
  const ours = cases.map(byEngine);
  expect(ours.map((answer, index) => `${answer} ${JSON.stringify(cases[index])}`)).toEqual(
    theirs.map((answer, index) => `${answer} ${JSON.stringify(cases[index])}`),
  );
  const yes = ours.filter((answer) => answer === 'sat').length;
  expect(yes).toBeGreaterThan(count * 0.3);
  expect(yes).toBeLessThan(count * 0.8);
});
