// Two questions, two answers. /livez: does the process turn? (No database here: restarting us would not mend it.)
// /readyz: should requests come here? 503, not 404, while draining: the load balancer must retry elsewhere.

import { paths } from '@cool/contract/runtime';
import type { Db } from 'mongodb';
import Type from 'typebox';
import type { App } from './app-type.ts';
import type { Drain } from './drain.ts';
import { Refusal } from './problem.ts';

const answer = { response: { 200: Type.Object({ status: Type.Literal('ok') }) } };

export function installHealth(app: App, db: Db, drain: Drain): void {
  app.get(
    paths.live,
    { config: { access: 'public', told: { summary: 'Does the process turn?' } }, schema: answer },
    async () => ({
      status: 'ok' as const,
    }),
  );
  app.get(
    paths.ready,
    { config: { access: 'public', told: { summary: 'Should requests come here?' } }, schema: answer },
    async () => {
      if (drain.draining) throw new Refusal('draining', { retryAfterSeconds: 1 });
      try {
        await db.command({ ping: 1 }, { signal: AbortSignal.timeout(1_000) });
      } catch (cause) {
        throw new Refusal('unavailable', { retryAfterSeconds: 1, detail: databaseSilent(cause) });
      }
      return { status: 'ok' as const };
    },
  );
}

function databaseSilent(cause: unknown): string {
  return `The database does not answer (${cause instanceof Error ? cause.name : 'unknown'}).`;
}
