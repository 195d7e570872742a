// The routes the application really offers, from the application itself: a route added tomorrow is in every matrix tomorrow.

import { buildApp } from '../src/app.ts';
import { makeDrain } from '../src/platform/drain.ts';
import { decodeKeys } from '../src/platform/keys.ts';
import { makeLogger } from '../src/platform/logging.ts';
import type { OfferedRoute } from '../src/platform/strict-routes.ts';
import type { Platform } from './harness.ts';

export async function offeredRoutes(platform: Platform): Promise<readonly OfferedRoute[]> {
  const app = await buildApp({
    db: platform.db,
    keys: decodeKeys(platform.keys),
    mailDir: platform.mailDir,
    evidenceDir: platform.evidenceDir,
    publicOrigin: 'http://localhost:8080',
    mfaRequired: 'staff',
    clock: () => new Date(),
    drain: makeDrain(),
    log: makeLogger({ write: () => undefined }),
  });
  await app.ready();
  const offered = [...app.inventory];
  await app.close();
  return offered;
}
