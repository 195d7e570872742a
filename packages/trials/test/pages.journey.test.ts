// What people see, in a real browser on one running platform: what happens around a door, one order by everyone who has a
// part in it, the trail an auditor reads, a newcomer from the invitation to a lost phone, pages whose session ends, the page of the API. Each part
// signs its people in itself and counts on nothing that another left behind.

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { type LaunchedBrowser, launchBrowser } from '../../../tools/browser/launch.ts';
import { type Platform, startPlatform } from '../src/platform/start-platform.ts';
import { apiPage } from './pages/api-page.ts';
import { aroundTheDoor } from './pages/at-the-door.ts';
import { auditPage } from './pages/audit.ts';
import { everyRole } from './pages/every-role.ts';
import { leaving } from './pages/leaving.ts';
import { movingIn } from './pages/people.ts';
import type { Stage } from './pages/stage.ts';

let platform: Platform;
let launched: LaunchedBrowser;
const spent = new Map<string, string>();

beforeAll(async () => {
  [platform, launched] = await Promise.all([startPlatform(), launchBrowser()]);
});
afterAll(async () => {
  await launched?.close();
  await platform?.discard();
});

const stage: Stage = {
  get platform() {
    return platform;
  },
  get browser() {
    return launched.browser;
  },
  async unspent(person, read) {
    let code = await read();
    while (code === spent.get(person)) {
      await sleep(500);
      code = await read();
    }
    spent.set(person, code);
    return code;
  },
};

aroundTheDoor(stage); // before the customer has a second factor
everyRole(stage);
auditPage(stage);
movingIn(stage);
leaving(stage);
apiPage(stage);
