import { metrics } from '@cool/contract/telemetry';
import type { Logger } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeLogger } from './logging.ts';
import { makeTelemetry } from './telemetry.ts';

let lines: Readonly<Record<string, unknown>>[];
let log: Logger;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  log = makeLogger({ write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
});

afterEach(() => void vi.useRealTimers());

const clock = () => new Date();

test('each report carries every count, nought where nothing happened, and begins anew', async () => {
  const telemetry = makeTelemetry({ clock, log });
  telemetry.count('Requests');
  telemetry.count('Requests');
  const reporter = telemetry.start({});
  await vi.advanceTimersByTimeAsync(1);
  await vi.advanceTimersByTimeAsync(10_000);
  await reporter.stop();
  expect(lines.map(({ event }) => event)).toEqual(['metrics', 'metrics']);
  expect(lines[0]).toMatchObject({ Requests: 2, ServerErrors: 0, SignInFailures: 0 });
  expect(lines[1]).toMatchObject({ Requests: 0 });
  for (const [name, { kind }] of Object.entries(metrics))
    if (kind === 'count') expect(lines[1]).toHaveProperty(name);
});

test('a reading that hangs is left out in time: metrics are needed most when something hangs', async () => {
  vi.useRealTimers();
  const telemetry = makeTelemetry({ clock, log, readingTimeoutMs: 20 });
  const reporter = telemetry.start({
    OpenStreams: () => 7,
    AuditDrainLag: () => new Promise(() => undefined),
  });
  await vi.waitFor(() => expect(lines).toHaveLength(1));
  await reporter.stop();
  expect(lines[0]).toMatchObject({ OpenStreams: 7 });
  expect(lines[0]).not.toHaveProperty('AuditDrainLag');
});

test('a reading that fails is left out of its report and keeps no other from it', async () => {
  const telemetry = makeTelemetry({
    clock,
    log,
    unread: (_error, count) => count('DatabaseUnavailable'),
  });
  const reporter = telemetry.start({
    OpenStreams: () => 7,
    AuditDrainLag: async () => {
      throw new Error('mongodb://user:secret@host');
    },
  });
  await vi.advanceTimersByTimeAsync(1);
  await reporter.stop();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ OpenStreams: 7, DatabaseUnavailable: 1 });
  expect(lines[0]).not.toHaveProperty('AuditDrainLag');
  expect(JSON.stringify(lines)).not.toContain('secret');
});
