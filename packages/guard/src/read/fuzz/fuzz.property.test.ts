// A sample of `npm run soak -- templates`: mutated templates end in a report or in our own refusal, never otherwise.

import { describe, expect, it } from 'vitest';
import { corpus } from './corpus.ts';
import { judgeMutant } from './judge-mutant.ts';
import { onceBroken } from './once-broken.ts';
import { caseAt, runCases } from './run-cases.ts';

const seed = 20_261_122;

describe(`mutated templates, seed ${seed}`, () => {
  const seeds = corpus();

  it('end in a report or in a refusal that names the file', () => {
    const { judged, refused, findings } = runCases(seeds, seed, 0, 250, () => undefined);
    expect(findings).toEqual([]);
    expect(judged + refused).toBe(250);
    // The sample is worth something only when both ends are reached often.
    expect(Math.min(judged, refused)).toBeGreaterThan(25);
  });

  it.each(Object.entries(onceBroken))('%s ends well, as it once did not', (_name, template) => {
    const { kind, characters } = judgeMutant({ file: 'fuzz.json', text: JSON.stringify(template) });
    expect(kind).toBe('judged');
    expect(characters).toBeLessThan(200_000);
  });

  it('are the same again for the same number, and others for others', () => {
    expect(caseAt(seeds, seed, 7)).toEqual(caseAt(seeds, seed, 7));
    expect(caseAt(seeds, seed, 7)).not.toEqual(caseAt(seeds, seed, 8));
  });

  it('are judged as seeds without a change: the fuzz starts from templates that read well', () => {
    for (const { name, text } of seeds.filter((it) => it.text.length < 20_000)) {
      const { kind, says } = judgeMutant({ file: /^\s*\{/.test(text) ? 'fuzz.json' : 'fuzz.yaml', text });
      expect([name, kind, says]).toEqual([name, 'judged', '']);
    }
  });
});
