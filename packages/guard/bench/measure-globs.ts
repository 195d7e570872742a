// Globs of the form `*x*` in one field: their classes double with each, so a budget has to end what has no answer.

import { publishedActions } from '../src/reason/access/actions/action-list.ts';
import { canRead, globShapes } from '../src/reason/access/soak/many-globs.ts';
import { measured, timed } from './clock.ts';
import type { Measured } from './sizes.ts';

/** The slowest of all shapes. */
export function measureGlobs(count: number): Measured {
  const [, loadSeconds] = timed(() => publishedActions());
  const found = globShapes(count).map((policy) => timed(() => canRead(policy).verdict));
  const times = (verdict: string) => found.filter(([one]) => one === verdict).length;
  return measured({
    loadSeconds,
    answerSeconds: Math.max(...found.map(([, seconds]) => seconds)),
    can: times('can'),
    cannot: times('cannot'),
    unknown: times('unknown'),
    given: `${found.length} policies, the slowest counts`,
  });
}
