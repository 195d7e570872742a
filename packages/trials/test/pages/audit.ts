// An auditor reads the trail in a real browser, by keyboard, verifies it, and sees it turn red and name the record when the
// store was altered behind the platform's back. The page is held against WCAG and its own security policy in each state.

import { MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { openPage, phone, type WatchedPage } from '../../src/browser/watched-page.ts';
import { totpCode } from '../../src/client/sign-in.ts';
import { withOneCharacterChanged } from '../../src/main-job/tamper.ts';
import { type Persona, personasOf, readPersonas } from '../../src/platform/personas.ts';
import type { Stage } from './stage.ts';

export function auditPage(stage: Stage): void {
  let auditor: WatchedPage;

  /** Goes on with Tab until the element of that name has the focus: what a keyboard reaches, and nothing else. */
  async function tabTo({ page }: WatchedPage, name: string): Promise<void> {
    await page.getByRole('heading', { level: 1 }).focus(); // where a page that was just opened puts it
    for (let presses = 0; presses < 10; presses += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      );
      if (focused.trim() === name) return;
    }
    throw new Error(`Ten presses of Tab did not reach ${name}.`);
  }

  async function verifyByKeyboard(watched: WatchedPage): Promise<void> {
    await tabTo(watched, 'Verify now');
    await watched.page.keyboard.press('Enter');
  }

  /** Any record that is no order's: a delivery would be named a second time by its own history. */
  async function recordOfAPerson(): Promise<number> {
    const { mongodbUri, database } = stage.platform.runtime();
    const client = new MongoClient(mongodbUri, { retryWrites: false });
    try {
      const found = await client
        .db(database)
        .collection('audit')
        .find({ 'subject.type': 'person' })
        .sort({ seq: -1 })
        .limit(1)
        .next();
      return Number(found?.['seq']);
    } finally {
      await client.close();
    }
  }

  describe.sequential('the audit page', () => {
    it('shows what happened, who did it and how sure we were, with every field of a record', async () => {
      const [persona] = personasOf(readPersonas(stage.platform.data), 'auditor') as [Persona];
      auditor = await openPage(stage.browser);
      const { page } = auditor;
      await page.goto(`http://auditor.localhost:${stage.platform.port}/audit`);
      await page.getByLabel('E-mail').fill(persona.email);
      await page.getByLabel('Password', { exact: true }).fill(persona.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page
        .getByLabel('Code')
        .fill(await stage.unspent(persona.name, () => totpCode(persona.totpSecret ?? '')));
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByRole('heading', { name: 'Audit trail' }).waitFor();
      const records = page.getByRole('list', { name: 'Records, the newest first' });
      await records.getByRole('listitem').nth(5).waitFor();
      expect(await auditor.accessibilityFindings()).toEqual([]);

      await page.getByLabel('What happened').selectOption({ label: 'session begun' });
      await records.getByText('account made').first().waitFor({ state: 'detached' });
      const mine = records
        .getByRole('listitem')
        .filter({ hasText: /session begun, level 2.*auditor, level 2/ })
        .first();
      await mine.waitFor();
      await mine.locator('summary').focus();
      await page.keyboard.press('Enter');
      await mine.getByText('hash of the record before').waitFor();
      expect(await mine.innerText()).toContain('otp');
      expect(await auditor.accessibilityFindings()).toEqual([]);
    });

    it('takes an id only in its form, and says what an id looks like', async () => {
      const { page } = auditor;
      await page.getByLabel('About (id)').fill('Aoife');
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await page.getByText('begins with ord_ or usr_').waitFor();
      expect(await auditor.accessibilityFindings()).toEqual([]);
      await page.getByRole('button', { name: 'Show everything' }).click();
    });

    it('verifies the trail by keyboard and says that it is intact', async () => {
      const { page } = auditor;
      await verifyByKeyboard(auditor);
      await page.getByText('The trail is intact.').waitFor({ timeout: 30_000 });
      expect(await auditor.accessibilityFindings()).toEqual([]);
    });

    it('turns red and names the record that was altered in the store, and is green again when it is put back', async () => {
      const { page } = auditor;
      const seq = await recordOfAPerson();
      const edit = { collection: 'audit', filter: { seq }, path: 'event.at' } as const;
      await withOneCharacterChanged(stage.platform.runtime(), edit, async () => {
        await verifyByKeyboard(auditor);
        const alarm = page.getByRole('region', { name: 'State of the trail' }).getByRole('alert');
        await alarm.getByText(`The trail was altered at record ${seq}.`).waitFor({ timeout: 30_000 });
        expect(await alarm.innerText()).toContain('its hash is not the hash of what it holds');
        expect(await alarm.getAttribute('class')).toContain('tone-bad');
        expect(await auditor.accessibilityFindings()).toEqual([]);
      });
      await verifyByKeyboard(auditor);
      await page.getByText('The trail is intact.').waitFor({ timeout: 30_000 });
      expect(auditor.complaints()).toEqual([]);
    });

    it('gives the whole trail to take away, and tells of it', async () => {
      const { page } = auditor;
      const begun = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      const saved = await (await begun).createReadStream();
      let text = '';
      for await (const chunk of saved) text += String(chunk);
      expect(text.trim().split('\n').at(-1)).toMatch(/"kind":"end","records":[1-9]/);
      await page.getByLabel('What happened').selectOption({ label: 'exported' });
      const told = page.getByText('exported: GET /api/audit/export');
      const readAgain = async () => {
        await page.getByRole('button', { name: 'Read again' }).click();
        return told.count();
      };
      // What is told stands in the trail a moment later, when the drainer came by.
      await expect.poll(readAgain, { timeout: 30_000, interval: 500 }).toBe(1);
      expect(auditor.complaints()).toEqual([]);
    });

    it('can be read on a phone at night', async () => {
      const { page } = auditor;
      await page.setViewportSize(phone);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        phone.width,
      );
      expect(await auditor.accessibilityFindings()).toEqual([]);
    });
  });
}
