import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../laws/source-tree.ts';
import { advisoriesIn, breachesOf, dueOf, remedyDays, type SeenAdvisory } from './judge.ts';

const weak = { id: 'GHSA-aaaa-bbbb-cccc', package: 'left', severity: 'high' } as const;
const seenOn = (seen: string): SeenAdvisory => ({
  ...weak,
  seen,
  note: 'a version without it is being tested',
});

/** As npm 10 and 11 answer. */
const answered = {
  auditReportVersion: 2,
  vulnerabilities: {
    left: {
      name: 'left',
      severity: 'high',
      via: [
        {
          source: 1,
          name: 'left',
          severity: 'high',
          url: 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc',
        },
      ],
    },
    right: { name: 'right', severity: 'high', via: ['left'] },
  },
};

describe('what ships has no weakness beyond its time', () => {
  it('reads each advisory once, whatever depends on it', () => {
    expect(advisoriesIn(answered)).toEqual([weak]);
    expect(advisoriesIn({ auditReportVersion: 2, vulnerabilities: {} })).toEqual([]);
  });

  it('a refusal is not the answer that there are none', () => {
    expect(advisoriesIn({ message: '405 Method Not Allowed' })).toBe('405 Method Not Allowed');
    expect(advisoriesIn(undefined)).toBe('no answer came');
    expect(advisoriesIn('')).toBe('no answer came');
  });

  it('a severity nobody knows is taken for the worst', () => {
    const odd = { vulnerabilities: { x: { via: [{ source: 7, name: 'x', severity: 'dire' }] } } };
    expect(advisoriesIn(odd)).toEqual([{ id: '7', package: 'x', severity: 'critical' }]);
  });

  it.each([
    ['what nobody put on record', [weak], [], '2026-11-28', 'must then be mended by 2026-12-05'],
    ['what is past its day', [weak], [seenOn('2026-11-20')], '2026-11-28', 'had to be mended by 2026-11-27'],
    ['that also without the registry', null, [seenOn('2026-11-20')], '2026-11-28', 'had to be mended'],
    ['a record of what is mended', [], [seenOn('2026-11-27')], '2026-11-28', 'no longer reported'],
  ] as const)('refuses %s', (_, reported, seen, today, sentence) => {
    expect(breachesOf(reported, seen, today).join('\n')).toContain(sentence);
  });

  it('gives each its days and not one more', () => {
    expect(breachesOf([weak], [seenOn('2026-11-21')], '2026-11-28')).toEqual([]);
    expect(breachesOf([weak], [seenOn('2026-11-21')], '2026-11-29')).toHaveLength(1);
    expect(dueOf({ seen: '2026-02-27', severity: 'critical' })).toBe('2026-03-01');
  });

  it('names the days that the page of decisions promises', () => {
    const page = readFileSync(`${repositoryRoot}docs/security-decisions.md`, 'utf8').replaceAll(/\s+/g, ' ');
    expect(remedyDays).toEqual({ critical: 2, high: 7, moderate: 30, low: 30 });
    expect(page).toContain('within two days when it is critical, seven when high, 30 otherwise');
  });

  it('holds a record that can be read', () => {
    const seen: readonly SeenAdvisory[] = JSON.parse(
      readFileSync(`${repositoryRoot}tools/advisories/seen.json`, 'utf8'),
    );
    for (const each of seen) {
      expect(each.seen).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(Object.keys(remedyDays)).toContain(each.severity);
      expect(each.note.length).toBeGreaterThan(10);
    }
  });
});
