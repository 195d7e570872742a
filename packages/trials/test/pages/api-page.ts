// The API's description in the browser: open to anybody, and the place that every problem's `type` points to.

import { urls } from '@cool/contract/urls';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPage, type WatchedPage } from '../../src/browser/watched-page.ts';
import type { Stage } from './stage.ts';

export function apiPage(stage: Stage): void {
  let watched: WatchedPage;

  const open = (path: string) => watched.page.goto(`http://localhost:${stage.platform.port}${path}`);

  describe('the page of the API', () => {
    beforeAll(async () => {
      watched = await openPage(stage.browser);
    });

    it('shows anybody what a route takes, and leads to the schema it names', async () => {
      // That nobody is signed in is known first: what the page asked for meanwhile is for strangers too.
      const known = watched.page.waitForResponse((answer) => answer.url().endsWith(urls.session()));
      await watched.page.route(`**${urls.openApi()}`, async (route) => {
        await known;
        await route.continue();
      });
      await open('/docs');
      const route = watched.page.locator('#postApiOrders');
      await route.locator('summary').click();
      expect(await route.innerText()).toContain('For customer, dispatcher, admin.');
      await route.getByRole('link', { name: 'placeOrder' }).click();
      expect(await watched.page.locator('#schema-placeOrder').innerText()).toContain('recipient');
    });

    it('is where the type of a problem points to', async () => {
      const answer = await fetch(`http://127.0.0.1:${stage.platform.port}/api/orders`);
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
}
