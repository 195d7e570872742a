// Somebody is invited, moves in, loses the phone, and comes back with a recovery code: in a real browser, with nothing but
// the pages and the mailbox. Every page is held against WCAG and its own security policy.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { urls } from '@cool/contract/urls';
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openPage, phone, type WatchedPage } from '../../src/browser/watched-page.ts';
import { totpCode } from '../../src/client/sign-in.ts';
import { type Persona, personasOf, readPersonas } from '../../src/platform/personas.ts';
import type { Stage } from './stage.ts';

export function movingIn(stage: Stage): void {
  const newcomer = { email: 'tadhg@example.org', name: 'Tadhg Ryan', password: 'three words and a river' };

  let admin: WatchedPage;
  let newcomerPage: WatchedPage;
  let seed: string;
  let recoveryCodes: readonly string[];

  const originOf = (host: string) => `http://${host}.localhost:${stage.platform.port}`;

  /** The fragment of the newest link in the file mailbox, of this kind, for this address. */
  async function linkFragment(to: string, kind: string): Promise<string> {
    const folder = join(stage.platform.data, 'mail');
    for (let tries = 0; tries < 200; tries += 1) {
      const mails = readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, string>);
      const found = mails.findLast((mail) => mail['to'] === to && mail['kind'] === kind);
      const fragment = /#([A-Za-z0-9_-]{43})/.exec(found?.['text'] ?? '')?.[1];
      if (fragment !== undefined) return fragment;
      await sleep(50);
    }
    throw new Error(`No mail of kind ${kind} reached ${to}.`);
  }

  /** The API's answer to the next request there, as if what was given were no longer fresh. */
  async function fiveMinutesLater(page: Page, path: string): Promise<void> {
    const code = 'step-up-required';
    const json = { type: '', code, status: 403, title: 'Again, please.', requestId: '' };
    await page.route(`**${path}`, (route) => route.fulfill({ status: 403, json }), { times: 1 });
  }

  async function typeCode({ page }: WatchedPage, who: string, secret: string): Promise<void> {
    await page.getByLabel('Code').fill(await stage.unspent(who, () => totpCode(secret)));
  }

  describe.sequential('somebody new, from the invitation to a lost phone', () => {
    it('an admin sees who has a second factor, and invites a courier', async () => {
      const [persona] = personasOf(readPersonas(stage.platform.data), 'admin') as [Persona];
      admin = await openPage(stage.browser);
      const { page } = admin;
      await page.goto(`${originOf('admin')}/people`);
      await page.getByLabel('E-mail').fill(persona.email);
      await page.getByLabel('Password', { exact: true }).fill(persona.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
      await typeCode(admin, persona.name, persona.totpSecret ?? '');
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByRole('heading', { name: 'People' }).waitFor();
      await page.getByText('Everybody on the staff has a second factor.').waitFor();
      expect(await admin.accessibilityFindings()).toEqual([]);

      await page.getByRole('button', { name: 'Invite' }).click();
      const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
      await dialog.getByLabel('E-mail').fill(newcomer.email);
      await dialog.getByLabel('Role').selectOption('courier');
      expect(await admin.accessibilityFindings()).toEqual([]);
      await dialog.getByRole('button', { name: 'Send the invitation' }).click();
      await page.getByText(`The invitation is on its way to ${newcomer.email}.`).waitFor();
    });

    it('the newcomer chooses a password, enrols and saves the recovery codes', async () => {
      newcomerPage = await openPage(stage.browser, { viewport: phone });
      const { page } = newcomerPage;
      await page.goto(
        `${originOf('newcomer')}/invitation#${await linkFragment(newcomer.email, 'invitation')}`,
      );
      await page.getByLabel('Name').fill(newcomer.name);
      await page.getByLabel('Password', { exact: true }).fill(newcomer.password);
      await page.getByRole('button', { name: 'Create my account' }).click();
      await page.getByRole('heading', { name: 'Set up your second factor' }).waitFor();
      expect(await newcomerPage.accessibilityFindings()).toEqual([]);
      // Signed in half is signed in: the way out is in sight, here and where the code is asked for.
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('E-mail').fill(newcomer.email);
      await page.getByLabel('Password', { exact: true }).fill(newcomer.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('You need an authenticator app that counts with SHA-256').waitFor();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('Cannot scan? Type the key').click();
      seed = (await page.locator('.secret-key').innerText()).replaceAll(/\s/g, '');
      await page.getByText('choose SHA-256').waitFor();
      await page.getByRole('button', { name: 'I have added it' }).click();
      const deaf = new TOTP({ secret: Secret.fromBase32(seed), algorithm: 'SHA1' }).generate();
      await page.getByLabel('Code').fill(deaf);
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByRole('alert').getByText('the app counts with SHA-1').waitFor();
      expect(await newcomerPage.accessibilityFindings()).toEqual([]);
      await typeCode(newcomerPage, newcomer.name, seed);
      await page.getByRole('button', { name: 'Verify' }).click();
      const list = page.getByRole('list', { name: 'Recovery codes' });
      await list.waitFor();
      recoveryCodes = await list.getByRole('listitem').allInnerTexts();
      expect(recoveryCodes).toHaveLength(10);
      expect(await newcomerPage.accessibilityFindings()).toEqual([]);

      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByText('Save the codes first').waitFor();
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      const saved = await (await download).createReadStream();
      let text = '';
      for await (const chunk of saved) text += String(chunk);
      expect(text.trim().split('\n')).toEqual(recoveryCodes);
      await page.getByLabel('I saved them').check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'My run' }).waitFor();
    });

    it('without the phone a recovery code signs in, once, and the account page counts what is left', async () => {
      const { page } = newcomerPage;
      await page.getByRole('button', { name: /account menu/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('E-mail').fill(newcomer.email);
      await page.getByLabel('Password', { exact: true }).fill(newcomer.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
      await page.getByRole('button', { name: 'Use a recovery code' }).click();
      expect(await newcomerPage.accessibilityFindings()).toEqual([]);
      await page.getByLabel('Recovery code').fill(recoveryCodes[0]?.toLowerCase() ?? '');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'My run' }).waitFor();
      await page.goto(`${originOf('newcomer')}/account`);
      await page.getByText('9 recovery codes left').waitFor();
      await page.getByText('this one').waitFor();
      expect(await newcomerPage.accessibilityFindings()).toEqual([]);
    });

    it('the admin ends the newcomer’s sessions, and the open page is signed out on its next request', async () => {
      const { page } = admin;
      await page.reload();
      await page.getByRole('button', { name: `Open ${newcomer.name}` }).click();
      expect(await admin.accessibilityFindings()).toEqual([]);
      await page.getByRole('button', { name: 'End all sessions' }).click();
      await page.getByText(`${newcomer.name} is signed out everywhere.`).waitFor();
      await newcomerPage.page.getByRole('button', { name: 'Make new recovery codes' }).click();
      await newcomerPage.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    });

    it('a forgotten password is replaced by mail, and the page says nothing about who has an account', async () => {
      const { page } = newcomerPage;
      await page.getByRole('link', { name: 'Forgot your password?' }).click();
      await page.getByLabel('E-mail').fill(newcomer.email);
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByText('If this address has an account, a link is on its way.').waitFor();
      expect(await newcomerPage.accessibilityFindings()).toEqual([]);
      const fragment = await linkFragment(newcomer.email, 'password-reset');
      await page.goto(`${originOf('newcomer')}/password-reset#${fragment}`);
      await page.getByLabel('New password', { exact: true }).fill('four words and no river');
      await page.getByRole('button', { name: 'Change the password' }).click();
      await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
      expect(page.url()).not.toContain(fragment);
      expect(await newcomerPage.accessibilityFindings()).toEqual([]);
    });

    it('a passkey that verified its owner signs in alone, an answer counts once, and an unverified one is nothing', async () => {
      const { page } = admin;
      const device = await page.context().newCDPSession(page);
      await device.send('WebAuthn.enable');
      const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
        },
      });
      await page.goto(`${originOf('admin')}/account`);
      await page.getByRole('button', { name: 'Add a passkey' }).click();
      await page.getByText('not used yet').waitFor();
      expect(await admin.accessibilityFindings()).toEqual([]);

      await page.getByRole('button', { name: /account menu/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      const sent = page.waitForRequest((request) => request.url().endsWith(urls.passkeySignIn()));
      await page.getByRole('button', { name: 'Use a passkey' }).click();
      await page.getByRole('heading', { name: 'Board' }).waitFor();
      const replayed = await page.evaluate(
        async ([url = '', body = '']) => {
          const headers = { 'content-type': 'application/json' };
          const response = await fetch(url, { method: 'POST', headers, body });
          return [response.status, await response.json()] as const;
        },
        [urls.passkeySignIn(), (await sent).postData() ?? ''],
      );
      expect(replayed).toMatchObject([401, { code: 'passkey-refused' }]);
      await page.goto(`${originOf('admin')}/account`);
      await page.getByText(/last used/).waitFor();
      await page.getByRole('row').filter({ hasText: 'this one' }).getByText('two factors').waitFor();

      // Where the API asks for both factors, the passkey will do.
      await fiveMinutesLater(page, urls.recoveryCodes());
      await page.getByRole('button', { name: 'Make new recovery codes' }).click();
      const dialog = page.getByRole('dialog', { name: 'Is it still you?' });
      expect(await admin.accessibilityFindings()).toEqual([]);
      const before = (await page.context().cookies()).find(({ name }) => name === '__Host-cd')?.value;
      const shown = page.waitForResponse((response) => response.url().endsWith(urls.passkeyStepUp()));
      await dialog.getByRole('button', { name: 'Use a passkey' }).click();
      expect(await (await shown).json()).toMatchObject({ state: 'active', aal: 2 });
      await page.getByRole('dialog', { name: 'Your new recovery codes' }).waitFor();
      expect((await page.context().cookies()).find(({ name }) => name === '__Host-cd')?.value).not.toBe(
        before,
      );
      await page.keyboard.press('Escape');

      // So do password and code together, asked for in one dialog that the keyboard alone can answer.
      const [persona] = personasOf(readPersonas(stage.platform.data), 'admin') as [Persona];
      await fiveMinutesLater(page, '/api/account/passkeys/*/remove');
      await page.getByRole('button', { name: /Remove the passkey/ }).click();
      const password = dialog.getByLabel('Password', { exact: true });
      expect(await password.evaluate((field) => field === document.activeElement)).toBe(true);
      await page.keyboard.press('Enter');
      await dialog.getByText('Type your password.').waitFor();
      await dialog.getByText('Type all six digits.').waitFor();
      expect(await admin.accessibilityFindings()).toEqual([]);
      await page.keyboard.type('not the password');
      await dialog.getByLabel('Code').fill('000000');
      await page.keyboard.press('Enter');
      await dialog.getByRole('alert').getByText('The password or the code is not right.').waitFor();
      expect(await admin.accessibilityFindings()).toEqual([]);
      await password.fill(persona.password);
      await typeCode(admin, persona.name, persona.totpSecret ?? '');
      await page.keyboard.press('Enter');
      await page.getByText(/last used/).waitFor({ state: 'detached' });

      await page.getByRole('button', { name: /account menu/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
      await page.getByRole('button', { name: 'Use a passkey' }).click();
      await page.getByText('No passkey was used.').waitFor();
      expect(await admin.accessibilityFindings()).toEqual([]);
    });

    it('no page broke its own policy', () => {
      expect([...admin.complaints(), ...newcomerPage.complaints()]).toEqual([]);
    });
  });
}
