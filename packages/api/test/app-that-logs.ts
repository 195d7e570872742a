// A server with the platform's refusals and its log, whose lines a test reads; its routes are the test's own.

import fastify, { type FastifyBaseLogger } from 'fastify';
import type { App } from '../src/platform/app-type.ts';
import { makeLogger } from '../src/platform/logging.ts';
import { installProblems } from '../src/platform/problem.ts';

export function appThatLogs(): { readonly app: App; readonly lines: readonly string[] } {
  const lines: string[] = [];
  const log = makeLogger({ write: (line) => void lines.push(line) });
  const app = fastify({
    loggerInstance: log as FastifyBaseLogger,
    disableRequestLogging: true,
  }) as unknown as App;
  installProblems(app);
  return { app, lines };
}
