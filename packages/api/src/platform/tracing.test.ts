import { spanAttributes } from '@cool/contract/telemetry';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import type { App } from './app-type.ts';
import { installTracing, otlpLine, parentOf, type Span } from './tracing.ts';

const trace = 'a'.repeat(32);
const parent = 'b'.repeat(16);

test('a trace that was begun goes on, in the form of W3C Trace Context', () => {
  expect(parentOf(`00-${trace}-${parent}-01`)).toEqual({ traceId: trace, parentSpanId: parent });
});

test.each([
  undefined,
  '',
  'CanarySecret',
  `00-${'0'.repeat(32)}-${parent}-01`,
  `00-${trace}-${'0'.repeat(16)}-01`,
  `00-${trace.toUpperCase()}-${parent}-01`,
  `00-${trace}-${parent}-01-CanarySecret`,
])('%s begins a new one', (header) => {
  const { traceId, parentSpanId } = parentOf(header);
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(traceId).not.toBe(trace);
  expect(parentSpanId).toBeNull();
});

test('a request is one span that names its route’s pattern, and nothing outside the list', async () => {
  const spans: Span[] = [];
  const app: App = fastify();
  app.decorateRequest('problemCode', null);
  installTracing(app, (span) => spans.push(span));
  app.get('/t/:token', { config: { access: 'public' } }, async () => ({}));
  await app.inject({ url: '/t/CanarySecret?q=CanarySecret', headers: { cookie: 'a=CanarySecret' } });
  await app.inject({ url: '/CanarySecret' });
  expect(spans.map(({ name }) => name)).toEqual(['GET /t/:token', 'GET nothing']);
  const lines = spans.map(otlpLine);
  expect(lines.join()).not.toContain('CanarySecret');
  for (const { attributes } of spans)
    expect(Object.keys(attributes).filter((name) => !spanAttributes.some((known) => known === name))).toEqual(
      [],
    );
  const [span] = JSON.parse(lines[0] ?? '{}').resourceSpans[0].scopeSpans[0].spans;
  expect(span).toMatchObject({ kind: 2, name: 'GET /t/:token', traceId: spans[0]?.traceId });
  expect(span.startTimeUnixNano).toMatch(/^\d{19}$/);
  await app.close();
});
