// The soak is believed when it is silent, so what breaks its silence is tested: here the engines are made up.

import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Random } from '../access/soak/random.ts';
import { type Opinion, runSoak, type Soak } from './run-soak.ts';

const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
const complained = vi.spyOn(console, 'error').mockImplementation(() => undefined);
afterEach(() => {
  said.mockClear();
  complained.mockClear();
});

const text = () => said.mock.calls.flat().join('\n');

const agreed = (verdict: Opinion['verdict']): Opinion => ({ verdict, disagreement: undefined });

/** Half can, half cannot, and the one feature decides every case. */
const honest: Soak<number, 'door'> = {
  engine: 'made up',
  cases: 'numbers',
  script: 'none.ts',
  plantedBugs: [],
  features: ['door'],
  generate: (random: Random) => random.below(1000),
  check: (given) => agreed(given < 500 ? 'can' : 'cannot'),
  decidingFeatures: () => ['door'],
};

const run = (changed: Partial<Soak<number, 'door'>>, ...args: string[]) =>
  runSoak({ ...honest, ...changed }, ['--count', '1000', '--seed', '7', ...args]);

describe('a soak', () => {
  it('holds when all opinions agree on an honest sample, and says seed and counts', () => {
    expect(run({})).toBe(0);
    expect(text()).toMatch(/seed 7, 1000 numbers/);
    expect(text()).toMatch(/decided by door 1000/);
  });

  it.each<[string, Partial<Soak<number, 'door'>>, string]>([
    [
      'one disagreement',
      {
        check: (given) =>
          given === 77 ? { verdict: 'can', disagreement: 'a false "can"' } : honest.check(given),
      },
      'a false "can"',
    ],
    [
      'an engine that breaks',
      {
        check: () => {
          throw new Error('no such door');
        },
      },
      'an engine broke: Error: no such door',
    ],
    ['only one answer', { check: () => agreed('can') }, '1000 of 1000 can'],
    [
      'one in a hundred unknown',
      { check: (given) => (given < 20 ? agreed('unknown') : honest.check(given)) },
      'are unknown',
    ],
    [
      'a feature that decides too little',
      { decidingFeatures: (given) => (given < 20 ? ['door'] : []) },
      'at least 30 are wanted',
    ],
  ])('fails with %s', (_name, changed, expected) => {
    expect(run(changed)).toBe(1);
    expect(text()).toContain(expected);
  });

  it('gives up after as many disagreements as it was told', () => {
    expect(run({ check: () => ({ verdict: 'can', disagreement: 'no' }) }, '--stop-after', '2')).toBe(1);
    expect(text().match(/DISAGREE/g)).toHaveLength(2);
  });

  it.each([
    ['--count', '0'],
    ['--seed', 'x'],
    ['--stop-after', '1.5'],
  ])('refuses %s %s with what is allowed', (...args) => {
    expect(run({}, ...args)).toBe(64);
    expect(complained.mock.calls.flat().join()).toContain('whole numbers');
  });
});
