// One span for each request, as a line of OTLP in JSON (the file exporter of OpenTelemetry's specification), which a
// collector reads. Off unless TRACE_FILE names a file. Attributes are an allow-list of the contract. Writing waits for
// nothing and can fail no request.

import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type SpanAttribute, traceServiceName } from '@cool/contract/telemetry';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { App } from './app-type.ts';

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
  readonly attributes: Readonly<Partial<Record<SpanAttribute, string | number>>>;
}

export type SpanSink = (span: Span) => void;

/** W3C Trace Context: who asked may have begun the trace. Anything of another shape begins a new one. */
export function parentOf(traceparent: string | undefined): { traceId: string; parentSpanId: string | null } {
  const [, traceId = '', spanId = ''] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/.exec(traceparent ?? '') ?? [];
  if (/^0*$/.test(traceId) || /^0*$/.test(spanId)) {
    return { traceId: randomBytes(16).toString('hex'), parentSpanId: null };
  }
  return { traceId, parentSpanId: spanId };
}

export function installTracing(app: App, sink: SpanSink): void {
  app.addHook('onResponse', async (request, reply) => {
    const endMs = Date.now();
    const route = request.is404 ? null : (request.routeOptions.url ?? null);
    sink({
      ...parentOf(headerOf(request, 'traceparent')),
      spanId: randomBytes(8).toString('hex'),
      name: `${request.method} ${route ?? 'nothing'}`,
      startMs: endMs - reply.elapsedTime,
      endMs,
      isError: reply.statusCode >= 500,
      attributes: {
        'http.request.method': request.method,
        ...(route === null ? {} : { 'http.route': route }),
        'http.response.status_code': reply.statusCode,
        ...(request.problemCode === null ? {} : { 'cool.problem': request.problemCode }),
        'cool.request_id': request.id,
      },
    });
  });
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** The span as OTLP writes it: times in nanoseconds as text, because they are longer than a number of JSON is exact. */
export function otlpLine(span: Span): string {
  const nanos = (ms: number) => `${Math.round(ms * 1_000)}000`;
  const { traceId, spanId, parentSpanId, name, isError } = span;
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: traceServiceName } }] },
        scopeSpans: [
          {
            scope: { name: traceServiceName },
            spans: [
              {
                traceId,
                spanId,
                ...(parentSpanId === null ? {} : { parentSpanId }),
                name,
                kind: 2, // SERVER
                startTimeUnixNano: nanos(span.startMs),
                endTimeUnixNano: nanos(span.endMs),
                attributes: Object.entries(span.attributes).map(([key, value]) => ({
                  key,
                  value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
                })),
                status: isError ? { code: 2 } : {},
              },
            ],
          },
        ],
      },
    ],
  });
}

/** Appends to the file; when it cannot be written, that is said once and tracing ends, not the service. */
export function fileSink(path: string, log: Pick<Logger, 'error'>): SpanSink {
  const file = createWriteStream(path, { flags: 'a', mode: 0o600 });
  let broken = false;
  file.on('error', (err) => {
    if (!broken) log.error({ event: 'tracing-failed', err });
    broken = true;
  });
  return (span) => {
    if (!broken) file.write(`${otlpLine(span)}\n`);
  };
}
