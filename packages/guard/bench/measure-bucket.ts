// "Who can read this bucket": every role of a large account, and every kind of stranger.

import { publishedActions } from '../src/reason/access/actions/action-list.ts';
import { randomFrom } from '../src/reason/access/soak/random.ts';
import { whoCan } from '../src/reason/access/symbolic/who-can.ts';
import { measured, timed } from './clock.ts';
import { documentsOf, policiesEach, worldOf } from './large-account.ts';
import type { Measured } from './sizes.ts';

export function measureBucket(roles: number): Measured {
  const documents = Array.from({ length: roles }, (_, role) => documentsOf(randomFrom(role)));
  const [{ world, actions }, loadSeconds] = timed(() => ({
    world: worldOf(documents),
    actions: publishedActions(),
  }));
  const [answers, answerSeconds] = timed(() =>
    whoCan({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::parcels-prod/*'] }, world, actions),
  );
  const count = (verdict: string) => answers.filter(({ answer }) => answer.verdict === verdict).length;
  return measured({
    loadSeconds,
    answerSeconds,
    can: count('can'),
    cannot: count('cannot'),
    unknown: count('unknown'),
    given: `${roles * policiesEach} policies`,
  });
}
