// Each part of the platform is killed once under load. The long run is `npm run soak -- kills`, which also holds the times
// against their bars: beside other tests they are the machine's.

import { beforeAll, describe, expect, it } from 'vitest';
import { judge, type KillsResult, killTrial } from '../src/faults/kills.ts';

const writesBetween = 50;
let result: KillsResult;

beforeAll(async () => {
  result = await killTrial({ kills: 1, writesBetween, tell: console.log });
}, 240_000);

describe('kill -9 of engine, API process and edge under load', () => {
  it('loses and doubles nothing that was acknowledged', () => {
    expect(result.acknowledged).toBeGreaterThanOrEqual(4 * writesBetween);
    expect(result.breaches).toEqual([]);
  });

  it('is over soon: changes are taken again, the process and every API process come back', () => {
    expect(result.recoveries.map(({ victim }) => victim)).toEqual(['engine', 'api', 'edge']);
    for (const { process: name, nextSuccessMs, processBackMs, everyApiReadyMs } of result.recoveries)
      expect([nextSuccessMs, processBackMs, everyApiReadyMs].every(Number.isFinite), name).toBe(true);
  });

  it('leaves the audit chain intact', () => {
    expect(result.audit.output).toMatch(/intact/);
    expect(result.audit.code).toBe(0);
  });
});

describe('kill -9 of the supervisor', () => {
  it('leaves no orphan after five seconds', () => {
    expect(result.orphans).toEqual([]);
  });

  it('does not hinder the next start, which has everything that was acknowledged', () => {
    expect(result.breachesAfterRestart).toEqual([]);
  });
});

describe('the judge of the trial', () => {
  const quick = {
    victim: 'edge',
    process: 'edge',
    nextSuccessMs: 1,
    processBackMs: 1,
    everyApiReadyMs: 1,
  } as const;
  it.each([
    ['a lost change', { breaches: ['order x was acknowledged and is not there'] }, 'is not there'],
    ['a slow recovery', { recoveries: [{ ...quick, nextSuccessMs: 6_000 }] }, 'taken again after 6000 ms'],
    [
      'a process that stays away',
      { recoveries: [{ ...quick, processBackMs: 20_000 }] },
      'running again after 20000 ms',
    ],
    [
      'an API process that never finds the database again',
      { recoveries: [{ ...quick, everyApiReadyMs: Number.POSITIVE_INFINITY }] },
      'every API process was ready after Infinity ms',
    ],
    ['a broken chain', { audit: { code: 1, output: 'BROKEN at record 7' } }, 'record 7'],
    ['an orphan', { orphans: ['api-1 (42)'] }, 'outlived its supervisor'],
  ])('sees %s', (_, planted, sentence) => {
    const kept = { ...result, recoveries: [quick] };
    expect(judge(kept)).toEqual([]);
    expect(judge({ ...kept, ...planted }).join()).toContain(sentence);
  });
});
