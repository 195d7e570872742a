// The API against its own description, in the hands of a fuzzer of others: no server error and no answer that is not
// described. Here as nobody and in the roles that may all between them, a request or two of each kind; as each role, in
// numbers and with every corner of every schema: `npm run soak -- schemathesis`.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, type FuzzReport, fuzzAs, judgeFuzz } from '../src/openapi/fuzz.ts';
import { installSchemathesis } from '../src/openapi/schemathesis.ts';
import { type Platform, startPlatform } from '../src/platform/start-platform.ts';

const tool = installSchemathesis();
const seed = 20_261_122;
/** What a dispatcher or an auditor may, an admin may. */
const callers: readonly Caller[] = ['anonymous', 'customer', 'courier', 'admin'];
let platform: Platform | undefined;
let reports: readonly FuzzReport[] = [];

beforeAll(async () => {
  if ('missing' in tool) {
    console.log(`SKIPPED: Schemathesis is not there (${tool.missing}); the API was not fuzzed.`);
    return;
  }
  const started = await startPlatform();
  platform = started;
  const plan = { command: tool.command, examples: 1, seed, corners: false };
  reports = await Promise.all(callers.map((caller) => fuzzAs(caller, started, plan)));
}, 900_000);

afterAll(async () => {
  await platform?.discard();
});

describe(`the API, read from its own description (seed ${seed})`, () => {
  it.for(callers)('breaks in nothing and answers nothing undescribed to: %s', (caller, { skip }) => {
    if ('missing' in tool) return skip(tool.missing);
    const report = reports.find((each) => each.caller === caller);
    console.log(`${caller}: ${report?.cases} requests`);
    expect(report?.cases).toBeGreaterThan(50);
    expect(reports.filter((each) => each.caller === caller).flatMap(judgeFuzz)).toEqual([]);
  });

  it('would be called broken by a report that found something', () => {
    const found = { caller: 'admin', code: 1, cases: 9, output: '= FAILURES =\nServer error' } as const;
    expect(judgeFuzz(found).join()).toContain('Server error');
    expect(judgeFuzz({ ...found, code: 0, cases: 0 }).join()).toContain('no request');
  });
});
