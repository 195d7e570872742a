// Each request gets a name of ours. A client's own name for it is not believed: it would reach the log.

import { systemClock } from './clock.ts';
import { makeId } from './ids.ts';

export function makeRequestId(): string {
  return makeId('req', systemClock());
}
