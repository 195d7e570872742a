import { describe, expect, it } from 'vitest';
import { canRead, globShapes } from '../soak/many-globs.ts';
import { BudgetSpent, counter, defaultBudget } from './budget.ts';

// Steps, not seconds: a loaded machine takes longer for the same work. `npm run bench -- guard` shows the time.

describe('twelve globs of the form *x* in one field', () => {
  const shapes = globShapes(12);

  it('hold twelve different globs each, in the resource or in a key', () => {
    for (const document of shapes)
      expect(new Set(JSON.stringify(document).match(/\*[a-z]+\*/g)).size).toBe(12);
  });

  it('end in an answer, or in unknown with what to do about it', () => {
    const verdicts = shapes.map((document) => {
      const answer = canRead(document);
      if (answer.verdict === 'unknown')
        expect(answer.reasons.join()).toMatch(/too many cases .* ask about fewer actions or a narrower/);
      return answer.verdict;
    });
    // One letter each: 2¹² classes are still counted out. Words have more states than the budget.
    expect(verdicts.slice(0, 6)).toEqual(['can', 'cannot', 'can', 'can', 'cannot', 'can']);
    // Four seconds of work; a machine with ten other things to do takes ten times as long.
  }, 120_000);

  it('cost one step for each of the 2¹² classes, and little more', () => {
    const steps = (textStates: number) => ({ ...defaultBudget, textStates });
    for (const document of shapes.slice(0, 6)) {
      expect(canRead(document, steps(4096)).verdict).toBe('unknown');
      expect(canRead(document, steps(4200)).verdict).not.toBe('unknown');
    }
  });
});

it('a budget ends exactly after the steps it was given', () => {
  const spend = counter(3, 'texts');
  for (let step = 0; step < 3; step += 1) spend();
  expect(spend).toThrow(BudgetSpent);
});
