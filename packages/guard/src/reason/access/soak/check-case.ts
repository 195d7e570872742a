// One case, three sides: the engine's answer, the checker's word on it, and the oracle's answer in both directions.

import type { Opinion } from '../../soak/run-soak.ts';
import { type AccessCase, keyUniverse } from './access-case.ts';
import { askEngine } from './ask-engine.ts';
import { findAllowed, isAllowed, isFormed, type OracleRequest } from './brute-force.ts';
import { refusal } from './certified.ts';

export function checkCase(given: AccessCase): Opinion {
  const answer = askEngine(given);
  if (answer.verdict === 'unknown') return { verdict: 'unknown', disagreement: undefined };
  const refused = refusal(given, answer);
  if (refused !== undefined)
    return { verdict: answer.verdict, disagreement: `the checker refuses: ${refused}` };
  if (answer.verdict === 'can') {
    const { action, resource, context } = answer.request;
    const allowed = isAllowed(given, { action, resource, context: normalized(context) });
    return {
      verdict: 'can',
      disagreement: allowed
        ? formDisagreement(given)
        : `a false "can": ${JSON.stringify({ action, resource, context })}`,
    };
  }
  const found = findAllowed(given);
  return { verdict: 'cannot', disagreement: found && `a false "cannot": ${JSON.stringify(found)}` };
}

/** Where a request works, one of a form that AWS publishes has to, or the engine must not be certain. */
function formDisagreement(given: AccessCase): string | undefined {
  if (!/"s3:(prefix|max-keys)"/.test(JSON.stringify(given))) return undefined;
  const answer = askEngine(given, true);
  if (answer.verdict === 'cannot')
    return 'a false "cannot": what AWS does not publish was taken for impossible';
  const known = findAllowed(given, isFormed);
  if (answer.verdict === 'unknown')
    return known && `a needless "unknown": ${JSON.stringify(known)} has a known form`;
  const { action, resource, context } = answer.request;
  const shown = { action, resource, context: normalized(context) };
  if (!isFormed(shown)) return `a "can" in a form that AWS does not publish: ${JSON.stringify(shown)}`;
  return isAllowed(given, shown) ? undefined : `a false "can": ${JSON.stringify(shown)}`;
}

function normalized(context: OracleRequest['context']): OracleRequest['context'] {
  const strange = Object.keys(context).filter((key) => !(key in keyUniverse) && key !== 'aws:sourcevpc');
  if (strange.length > 0)
    throw new Error(`the engine speaks of ${strange.join(', ')}, which no policy mentions`);
  return context;
}
