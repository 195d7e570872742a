// From the end of a request to what is counted and, for a refused sign-in, to the line the ban list goes by. The
// decision is a table over the problem's code.

import type { ProblemCode } from '@cool/contract/problems';
import { paths } from '@cool/contract/runtime';
import type { App } from './app-type.ts';
import { clientAddress } from './client-address.ts';
import type { CountName, Telemetry } from './telemetry.ts';

/** Above this a person notices. */
const slowMs = 1_000;

const countOfProblem: Readonly<Partial<Record<ProblemCode, CountName>>> = {
  'sign-in-failed': 'SignInFailures',
  'code-used': 'SignInFailures',
  'sign-in-locked': 'SignInLocks',
  forbidden: 'AccessRefusals',
  'second-factor-required': 'AccessRefusals',
  'cross-site': 'AccessRefusals',
  'too-many-requests': 'RateLimited',
  'too-many-streams': 'RateLimited',
  'pin-locked': 'PinLocks',
  unavailable: 'DatabaseUnavailable',
};

const guesses: ReadonlySet<ProblemCode> = new Set(['sign-in-failed', 'code-used', 'sign-in-locked']);

export interface Outcome {
  readonly route: string | null;
  readonly status: number;
  readonly ms: number;
  readonly problem: ProblemCode | null;
  /** A live stream lasts as long as somebody looks. */
  readonly streamed: boolean;
}

/** Health probes count only for what they find out about the database: they are nobody's request. */
export function countsOf({ route, status, ms, problem, streamed }: Outcome): readonly CountName[] {
  const ofProblem = problem === null ? undefined : countOfProblem[problem];
  const found = ofProblem === undefined ? [] : [ofProblem];
  if (route === paths.live || route === paths.ready) return found;
  return [
    'Requests',
    ...(status >= 500 ? (['ServerErrors'] as const) : []),
    ...(ms > slowMs && !streamed ? (['SlowRequests'] as const) : []),
    ...found,
  ];
}

export function installRequestTelemetry(app: App, telemetry: Telemetry): void {
  app.addHook('onResponse', async (request, reply) => {
    const problem = request.problemCode;
    const route = request.is404 ? null : (request.routeOptions.url ?? null);
    const streamed = String(reply.raw.getHeader('content-type')).startsWith('text/event-stream');
    const outcome = { route, status: reply.statusCode, ms: reply.elapsedTime, problem, streamed };
    for (const name of countsOf(outcome)) telemetry.count(name);
    if (problem !== null && guesses.has(problem))
      request.log.warn({ event: 'sign-in-refused', problem, address: clientAddress(request) });
  });
}
