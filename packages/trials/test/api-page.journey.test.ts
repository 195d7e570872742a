// The API's description in the browser: open to anybody, and the place that every problem's `type` points to.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedBrowser, launchBrowser } from '../../../tools/browser/launch.ts';
import { openPage, type WatchedPage } from '../src/browser/watched-page.ts';
import { type Platform, startPlatform } from '../src/platform/start-platform.ts';

let platform: Platform;
let launched: LaunchedBrowser;
let watched: WatchedPage;

beforeAll(async () => {
  [platform, launched] = await Promise.all([startPlatform(), launchBrowser()]);
  watched = await openPage(launched.browser);
}, 200_000);

afterAll(async () => {
  await launched?.close();
  await platform?.discard();
});

const open = (path: string) => watched.page.goto(`http://localhost:${platform.port}${path}`);

describe('the page of the API', () => {
  it('shows anybody what a route takes, and leads to the schema it names', async () => {
    await open('/docs');
    const route = watched.page.locator('#postApiOrders');
    await route.locator('summary').click();
    expect(await route.innerText()).toContain('For customer, dispatcher, admin.');
    await route.getByRole('link', { name: 'placeOrder' }).click();
    expect(await watched.page.locator('#schema-placeOrder').innerText()).toContain('recipient');
  });

  it('is where the type of a problem points to', async () => {
    const answer = await fetch(`http://127.0.0.1:${platform.port}/api/orders`);
    const { type } = (await answer.json()) as { readonly type: string };
    expect(type).toBe('/docs/problems#not-signed-in');
    await open(type);
    const told = watched.page.locator('#not-signed-in');
    await told.waitFor();
    expect(await told.innerText()).toContain('Nobody is signed in.');
  });

  it('breaks no rule of accessibility or of the content security policy', async () => {
    expect(await watched.accessibilityFindings()).toEqual([]);
    expect(watched.complaints()).toEqual([]);
  });
});
