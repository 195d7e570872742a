// The application itself, without a process around it: for what it offers, and for a clock that a test holds.

import { buildApp } from '../src/app.ts';
import type { App } from '../src/platform/app-type.ts';
import type { Clock } from '../src/platform/clock.ts';
import { makeDrain } from '../src/platform/drain.ts';
import { decodeKeys } from '../src/platform/keys.ts';
import { makeLogger } from '../src/platform/logging.ts';
import type { OfferedRoute } from '../src/platform/strict-routes.ts';
import { type Platform, startPlatform } from './harness.ts';

/** On the database of this platform; closed by who asked for it. */
export async function appOn(platform: Platform, clock: Clock = () => new Date()): Promise<App> {
  const app = await buildApp({
    db: platform.db,
    keys: decodeKeys(platform.keys),
    mailDir: platform.mailDir,
    evidenceDir: platform.evidenceDir,
    publicOrigin: 'http://localhost:8080',
    mfaRequired: 'staff',
    clock,
    drain: makeDrain(),
    log: makeLogger({ write: () => undefined }),
  });
  await app.ready();
  return app;
}

/** A database of its own and the application on it, with a clock that the test holds. */
export async function startHeld(clock: Clock) {
  const platform = await startPlatform(0);
  const app = await appOn(platform, clock);
  return {
    platform,
    app,
    async stop(): Promise<void> {
      app.server.closeAllConnections(); // a client keeps silent ones for minutes
      await app.close();
      await platform.stop();
    },
  };
}

/** The routes the application really offers: one added tomorrow is in every matrix tomorrow. */
export async function offeredRoutes(platform: Platform): Promise<readonly OfferedRoute[]> {
  const app = await appOn(platform);
  const offered = [...app.inventory];
  await app.close();
  return offered;
}
