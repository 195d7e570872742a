import { describe, expect, it } from 'vitest';
import { hostilePolicies } from './hostile-policies.ts';
import { judgeMutant } from './judge-mutant.ts';

describe('a hostile policy', () => {
  it.each(Object.entries(hostilePolicies))('%s is judged in bounded time and few words', (_name, write) => {
    const { kind, says, cpuMs, characters } = judgeMutant({
      file: 'fuzz.json',
      text: JSON.stringify(write()),
    });
    expect([kind, says]).toEqual(['judged', '']);
    expect(cpuMs).toBeLessThan(10_000);
    expect(characters).toBeLessThan(200_000);
  });
});
