// A part of a minute of faults, three processes wide. The whole: `npm run faults`; half an hour: `npm run soak -- faults`.

import { beforeAll, describe, expect, it } from 'vitest';
import { type FaultsResult, faultTrial, judgeFaults, planFrom, wholeWithinMs } from '../src/faults/faults.ts';

const seed = 20_261_122;
let result: FaultsResult;

beforeAll(async () => {
  const only = ['kill api', 'pause engine', 'cut', 'stall', 'clock'];
  result = await faultTrial({ minutes: 0.1, seed, api: 3, only, tell: console.log });
}, 240_000);

describe(`faults in turn, seed ${seed}`, () => {
  it('lose and double nothing that was acknowledged, allow no illegal step and leave the chain complete', () => {
    expect(result.acknowledged).toBeGreaterThan(20);
    expect(judgeFaults(result).join('\n')).toBe(''); // as text: a breach must be readable in the report
  });

  it('were all made, but for those a machine cannot make', () => {
    expect(Object.keys(result.made).length + result.skipped.length).toBe(5);
  });

  it('are over soon after they end', () => {
    expect(result.slowestRecoveryMs).toBeLessThanOrEqual(wholeWithinMs);
  });
});

describe('the judge of the trial', () => {
  it.each([
    ['a lost change', { breaches: ['order x was acknowledged and is not there'] }, 'is not there'],
    ['a broken chain', { audit: { code: 1, output: 'BROKEN at record 7' } }, 'record 7'],
    ['a trial of nothing', { acknowledged: 0 }, 'nothing was tried'],
  ])('sees %s', (_, planted, sentence) => {
    expect(judgeFaults({ ...result, ...planted }).join()).toContain(sentence);
  });
});

describe('the command', () => {
  it.each([
    [['--minutes', '0'], '--minutes is 0'],
    [['--api', 'two'], '--api is two'],
    [['--seed', 'x'], '--seed is x'],
    [['--only', 'flood'], 'unknown fault "flood"'],
    [['--hours', '1'], 'allowed: --minutes'],
  ])('answers %j with one sentence', (args, sentence) => {
    expect(planFrom(args)).toContain(sentence);
  });

  it('takes what is right', () => {
    expect(planFrom(['--minutes', '30', '--seed', '7', '--api', '4'])).toMatchObject({
      minutes: 30,
      seed: 7,
      api: 4,
    });
  });
});
