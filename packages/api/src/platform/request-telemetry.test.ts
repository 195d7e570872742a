import { paths } from '@cool/contract/runtime';
import { urls } from '@cool/contract/urls';
import { expect, test } from 'vitest';
import { appThatLogs } from '../../test/app-that-logs.ts';
import { Refusal } from './problem.ts';
import { countsOf, installRequestTelemetry, type Outcome } from './request-telemetry.ts';
import type { CountName } from './telemetry.ts';

const answered: Outcome = { route: urls.orders(), status: 200, ms: 5, problem: null, streamed: false };

test.each<readonly [string, Partial<Outcome>, readonly CountName[]]>([
  ['an answer is a request and nothing else', {}, ['Requests']],
  ['a 5xx is a server error', { status: 500, problem: 'internal' }, ['Requests', 'ServerErrors']],
  ['an answer after more than a second is slow', { ms: 1_001 }, ['Requests', 'SlowRequests']],
  ['a stream is not slow for having lasted', { ms: 900_000, streamed: true }, ['Requests']],
  [
    'a wrong password is a failed sign-in',
    { status: 401, problem: 'sign-in-failed' },
    ['Requests', 'SignInFailures'],
  ],
  ['a try while locked is a lock', { status: 429, problem: 'sign-in-locked' }, ['Requests', 'SignInLocks']],
  ['nobody signed in is no failed sign-in', { status: 401, problem: 'not-signed-in' }, ['Requests']],
  [
    'a silent database is that, and a server error',
    { status: 503, problem: 'unavailable' },
    ['Requests', 'ServerErrors', 'DatabaseUnavailable'],
  ],
  [
    'a probe counts only for what it finds out',
    { route: paths.ready, status: 503, problem: 'unavailable' },
    ['DatabaseUnavailable'],
  ],
  ['a probe that finds all well counts nothing', { route: paths.live }, []],
])('%s', (_name, outcome, counts) => {
  expect(countsOf({ ...answered, ...outcome })).toEqual(counts);
});

test('a refused sign-in leaves one line with its address, any other refusal none', async () => {
  const { app, lines } = appThatLogs();
  installRequestTelemetry(app, {
    count: () => undefined,
    start: () => Promise.reject(new Error('unused')) as never,
  });
  app.post('/guess', () => {
    throw new Refusal('sign-in-failed');
  });
  app.post('/other', () => {
    throw new Refusal('forbidden');
  });
  const headers = { 'cloudfront-viewer-address': '198.51.100.7:4711' };
  await app.inject({ method: 'POST', url: '/other', headers });
  await app.inject({ method: 'POST', url: '/guess', headers });
  await app.close();
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    event: 'sign-in-refused',
    problem: 'sign-in-failed',
    address: '198.51.100.7',
  });
});
