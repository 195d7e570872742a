// One order from placed to delivered in a real browser, by everyone who has a part in it, with nothing but what a
// person sees: the pages, and the demo's codes page. Every page is held against WCAG and its own security policy.

import { describe, expect, it } from 'vitest';
import { codeOf, credentialsOf, mailTo } from '../../src/browser/demo-page.ts';
import { fillDelivery } from '../../src/browser/fill-delivery.ts';
import { openPage, phone, type WatchedPage } from '../../src/browser/watched-page.ts';
import { totpCode } from '../../src/client/sign-in.ts';
import { pinIn } from '../../src/platform/mailbox.ts';
import type { Stage } from './stage.ts';

export function everyRole(stage: Stage): void {
  const people = {
    customer: 'Saoirse Kelly',
    dispatcher: 'Ciara O’Brien',
    courier: 'Aoife Byrne',
    admin: 'Fionn Gallagher',
    auditor: 'Gráinne Lynch',
  } as const;
  const recipient = { name: 'Niamh Doyle', email: 'niamh.doyle@example.org' };
  const parcel = 'A birthday cake';

  const pages = new Map<string, WatchedPage>();

  function at(persona: string): WatchedPage {
    const watched = pages.get(persona);
    if (watched === undefined) throw new Error(`Nobody has opened the page of ${persona} yet.`);
    return watched;
  }

  const originOf = (persona: string) => `http://${persona}.localhost:${stage.platform.port}`;

  /** Signs a persona in by hand: e-mail, password and, for who has one, the code of the moment. */
  async function signIn(persona: keyof typeof people, options: Parameters<typeof openPage>[1] = {}) {
    const watched = await openPage(stage.browser, options);
    pages.set(persona, watched);
    const { page } = watched;
    const { email, password } = await credentialsOf(at('demo').page, people[persona]);
    await page.goto(originOf(persona));
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    expect(await watched.accessibilityFindings()).toEqual([]);
    await page.getByRole('button', { name: 'Sign in' }).click();
    if (persona === 'customer') return page;
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    expect(await watched.accessibilityFindings()).toEqual([]);
    await page
      .getByLabel('Code')
      .fill(await stage.unspent(people[persona], () => codeOf(at('demo').page, people[persona])));
    await page.getByRole('button', { name: 'Verify' }).click();
    return page;
  }

  describe.sequential('one order, by everyone who has a part in it', () => {
    it('the codes page shows everybody who takes part', async () => {
      const demo = await openPage(stage.browser);
      pages.set('demo', demo);
      await demo.page.goto(`http://localhost:${stage.platform.port}/demo`);
      for (const name of Object.values(people)) await demo.page.getByRole('heading', { name }).waitFor();
      expect(await demo.accessibilityFindings()).toEqual([]);
    });

    it('a customer places a delivery and gets a link to follow it', async () => {
      const page = await signIn('customer');
      await page.getByRole('heading', { name: 'New delivery' }).waitFor();
      await fillDelivery(page, { recipient, parcel, weightKg: '1.5' });
      expect(await at('customer').accessibilityFindings()).toEqual([]);
      await page.getByRole('button', { name: 'Review' }).click();
      await page.getByRole('button', { name: 'Place delivery' }).click();
      const link = page.getByRole('link', { name: /\/t\// });
      await link.waitFor();
      expect(await at('customer').accessibilityFindings()).toEqual([]);

      const tracking = await openPage(stage.browser, { viewport: phone });
      pages.set('tracking', tracking);
      const [asked] = await Promise.all([
        tracking.page.waitForRequest((request) => request.url().includes('/t/delivery/')),
        tracking.page.goto(await link.innerText()),
      ]);
      expect(asked.method()).toBe('POST'); // the secret of the link is in no address that is sent
      await tracking.page.getByRole('listitem').first().waitFor();
      expect(await tracking.accessibilityFindings()).toEqual([]);
      expect(await tracking.page.textContent('body')).not.toContain(recipient.name);
    });

    it('the customer sets up a second factor', async () => {
      const { page } = at('customer');
      const { password } = await credentialsOf(at('demo').page, people.customer);
      await page.goto(`${originOf('customer')}/enrol`);
      await page.getByLabel('Your password, once more', { exact: true }).fill(password);
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('Cannot scan? Type the key').click();
      expect(await at('customer').accessibilityFindings()).toEqual([]);
      const key = (await page.locator('.secret-key').innerText()).replaceAll(/\s/g, '');
      await page.getByRole('button', { name: 'I have added it' }).click();
      await page.getByLabel('Code').fill(totpCode(key));
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByRole('list', { name: 'Recovery codes' }).waitFor();
      expect(await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').count()).toBe(10);
      await page.getByLabel('I saved them').check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'New delivery' }).waitFor();
    });

    it('the dispatcher sees it come in, confirms it and assigns it', async () => {
      const page = await signIn('dispatcher');
      const card = page.getByRole('listitem').filter({ hasText: parcel });
      await card.getByRole('button', { name: 'Confirm' }).click();
      await card.getByRole('button', { name: 'Assign' }).click();
      await page.getByRole('dialog').getByRole('combobox', { name: 'Courier' }).fill('Aoife');
      expect(await at('dispatcher').accessibilityFindings()).toEqual([]);
      await page.getByRole('dialog').getByRole('option', { name: people.courier }).click();
      await card.getByText('Assigned').waitFor();
      expect(await at('dispatcher').accessibilityFindings()).toEqual([]);
    });

    it('the courier collects it, rides, and delivers it with the PIN of the mail', async () => {
      const page = await signIn('courier', { viewport: phone, colorScheme: 'dark' });
      await page.getByRole('heading', { name: 'My run' }).waitFor();
      const stop = page.getByRole('region', { name: 'Next stop' });
      const mine = page.getByRole('button').filter({ hasText: 'Croke Park' });
      await stop.waitFor();
      if (!(await stop.innerText()).includes(parcel)) await mine.first().click();
      for (const action of ['Collect', 'Start', 'Arrived']) {
        expect(await stop.innerText()).toContain(parcel);
        await stop.getByRole('button', { name: action }).click();
        await stop.getByRole('button', { name: action }).waitFor({ state: 'detached' });
      }
      expect(await at('courier').accessibilityFindings()).toEqual([]);
      const pin = pinIn(await mailTo(at('demo').page, recipient.email)) ?? '';
      expect(pin).toMatch(/^\d{4}$/);
      await stop.getByRole('button', { name: 'Deliver', exact: true }).click();
      const dialog = page.getByRole('dialog');

      await dialog.getByLabel('PIN', { exact: true }).fill(pin === '0000' ? '0001' : '0000');
      await dialog.getByRole('button', { name: 'Deliver' }).click();
      await dialog.getByText('The PIN is not right.').waitFor();
      expect(await at('courier').accessibilityFindings()).toEqual([]);

      await dialog.getByLabel('PIN', { exact: true }).fill(pin);
      await dialog.getByRole('button', { name: 'Deliver' }).click();
      await dialog.waitFor({ state: 'detached' });
    });

    it('the tracking page and the board say so without being asked', async () => {
      await at('tracking')
        .page.getByText(/was delivered/)
        .waitFor();
      expect(await at('tracking').accessibilityFindings()).toEqual([]);
      await at('dispatcher')
        .page.getByRole('listitem')
        .filter({ hasText: parcel })
        .waitFor({ state: 'detached' });
    });

    it('the admin finds it in the list of everything and the auditor may read but not act', async () => {
      const admin = await signIn('admin');
      await admin.getByRole('heading', { name: 'Board' }).waitFor();
      expect(await at('admin').accessibilityFindings()).toEqual([]);
      const auditor = await signIn('auditor');
      await auditor.getByRole('heading', { name: 'Security' }).waitFor();
      await auditor.getByRole('link', { name: 'Board' }).click();
      await auditor.getByRole('heading', { name: 'Board' }).waitFor();
      await auditor.getByRole('listitem').first().waitFor();
      expect(await auditor.getByRole('button', { name: 'Assign' }).count()).toBe(0);
      expect(await at('auditor').accessibilityFindings()).toEqual([]);
    });

    it('the auditor reads from a promise to the line that breaks it', async () => {
      const { page } = at('auditor');
      await page.getByRole('link', { name: 'Security' }).click();
      await page.getByText('NET-PRIVATE', { exact: true }).click();
      await page.getByText('no-public-ssh').filter({ visible: true }).click();
      const asBuilt = page.locator('details details[open]').getByRole('region', { name: 'As built' });
      expect(await asBuilt.innerText()).toMatch(/:22 .*gets through/);
      expect(await asBuilt.innerText()).toMatch(/as-built\/template\.yaml:\d+/);
      expect(await at('auditor').accessibilityFindings()).toEqual([]);
    });

    it('no page broke, and none asked for what its policy refuses', () => {
      expect([...pages.values()].flatMap((watched) => watched.complaints())).toEqual([]);
      expect([...pages.keys()].sort()).toEqual(
        ['admin', 'auditor', 'courier', 'customer', 'demo', 'dispatcher', 'tracking'].sort(),
      );
    });
  });
}
