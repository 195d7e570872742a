// The page that answers OWASP ASVS, held against the repository; each way to break it is planted first.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asvsBreaches, asvsRows } from './laws/asvs.ts';
import { asvsLevels } from './laws/asvs-ids.ts';
import { repositoryRoot } from './laws/source-tree.ts';

const read = (path: string) =>
  existsSync(repositoryRoot + path) ? readFileSync(repositoryRoot + path, 'utf8') : null;
const page = read('docs/asvs.md') ?? '';
const row = (id: string) => page.split('\n').find((line) => line.startsWith(`| ${id} |`)) ?? '';

describe('the answer to OWASP ASVS 5.0.0, levels 1 and 2', () => {
  it('covers the 70 and 183 ids of the standard', () => {
    const levels = [...asvsLevels.values()];
    expect([levels.filter((level) => level === 1).length, levels.length]).toEqual([70, 253]);
    expect(asvsRows(page)).toHaveLength(253);
  });

  it('holds: each row names a test or heading that is there, or a reason', () => {
    expect(asvsBreaches(page, read)).toEqual([]);
  });

  it.each([
    ['an id without a row', (text: string) => text.replace(`${row('V6.2.1')}\n`, ''), 'V6.2.1 has no row'],
    ['an id that is none', (text: string) => text.replace('| V6.2.1 |', '| V6.2.99 |'), 'V6.2.99 is no id'],
    ['a wrong level', (text: string) => text.replace('| V6.2.1 | 1', '| V6.2.1 | 2'), 'is of level 1'],
    [
      'a test that does not exist',
      (text: string) => text.replace('“the cookie is host-bound', '“the biscuit is host-bound'),
      'names a test “the biscuit',
    ],
    [
      'a file that does not exist',
      (text: string) => text.replace('identity.journey.test.ts', 'identities.journey.test.ts'),
      'identities.journey.test.ts, which is not there',
    ],
    ['a heading that does not exist', (text: string) => text.replace('#sessions', '#sittings'), '#sittings'],
    [
      'a met without a proof',
      (text: string) => text.replace(row('V6.5.5'), row('V6.5.5').replace(/met \|.*/, 'met | trust us |')),
      'names no test',
    ],
    [
      'a reason that is missing',
      (text: string) =>
        text.replace(row('V6.4.2'), row('V6.4.2').replace(/applicable \|.*/, 'applicable | - |')),
      'without a reason',
    ],
    ['a sum that is wrong', (text: string) => text.replace(/\| 253 \|/, '| 254 |'), 'should read'],
  ])('sees %s', (_, plant, sentence) => {
    expect(asvsBreaches(plant(page), read).join('\n')).toContain(sentence);
  });
});
