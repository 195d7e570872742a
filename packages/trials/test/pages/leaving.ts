/// <reference lib="dom" />
// What a page shows when its session ends: by itself while two tabs stand open, while nobody can be asked, and by signing out
// of a server that does not answer. Looked at in the document of the browser, on a page full of other people's names.

import { MongoClient } from 'mongodb';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, type WatchedPage } from '../../src/browser/watched-page.ts';
import { totpCode } from '../../src/client/sign-in.ts';
import { type Persona, personasOf, readPersonas } from '../../src/platform/personas.ts';
import type { Stage } from './stage.ts';

export function leaving(stage: Stage): void {
  const parcel = 'A letter nobody else should read';

  let database: MongoClient;
  let admin: Persona;
  let names: readonly string[];
  let watched: WatchedPage;
  let page: Page;
  let other: Page;

  const addressOf = (path: string) => `http://admin.localhost:${stage.platform.port}${path}`;
  const sessions = () =>
    database.db(stage.platform.runtime().database).collection<{ userId: string }>('sessions');
  const users = () => database.db(stage.platform.runtime().database).collection<{ email: string }>('users');
  const ownSessions = async () => {
    const user = await users().findOne({ email: admin.email });
    return { userId: String(user?._id) };
  };

  const living = async () =>
    await sessions().countDocuments({ ...(await ownSessions()), idleUntil: { $gt: new Date() } });

  /** As if nobody had used the session for so long that these seconds are left of it. */
  async function letEndIn(seconds: number): Promise<void> {
    const now = Date.now();
    await sessions().updateMany(await ownSessions(), {
      $set: { seenAt: new Date(now), idleUntil: new Date(now + seconds * 1_000) },
    });
  }

  /** As if it was last used a while ago: activity is noted once a minute. */
  async function letUseCount(): Promise<void> {
    await sessions().updateMany(await ownSessions(), { $set: { seenAt: new Date(Date.now() - 120_000) } });
  }

  async function signIn(): Promise<void> {
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password', { exact: true }).fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const code = await stage.unspent(admin.name, () => totpCode(admin.totpSecret ?? ''));
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Verify' }).click();
  }

  /** Names and addresses of people that stand anywhere in the document, seen or not. */
  async function leftIn(of: Page): Promise<readonly string[]> {
    const html = await of.evaluate(() => `${document.title} ${document.documentElement.outerHTML}`);
    const typed = await of.evaluate(() => [...document.querySelectorAll('input')].map(({ value }) => value));
    return [...names, parcel].filter((name) => `${html} ${typed.join(' ')}`.includes(name));
  }

  const signInShown = (of: Page) => of.getByRole('heading', { name: 'Sign in' }).waitFor();
  const peopleShown = (of: Page) => of.getByRole('heading', { name: 'People' }).waitFor();

  /** The edge takes connections and answers none, as a server does that hangs. */
  async function whileNothingAnswers(during: () => Promise<void>): Promise<void> {
    const edge = stage.platform.runtime().processes.find(({ name }) => name === 'edge');
    if (edge === undefined) throw new Error('No process is named edge.');
    process.kill(edge.pid, 'SIGSTOP');
    try {
      await during();
    } finally {
      process.kill(edge.pid, 'SIGCONT');
    }
  }

  describe.sequential('nothing is left when the session ends', () => {
    beforeAll(async () => {
      database = await new MongoClient(stage.platform.runtime().mongodbUri).connect();
      const personas = readPersonas(stage.platform.data);
      [admin] = personasOf(personas, 'admin') as [Persona];
      names = personas.filter(({ shown }) => shown).flatMap(({ name, email }) => [name, email]);
    });
    afterAll(async () => {
      await database?.close();
    });

    it('a page says that its session ends soon, and what is done in one tab goes on in the other', async () => {
      watched = await openPage(stage.browser);
      page = watched.page;
      other = await page.context().newPage();
      await page.goto(addressOf('/people'));
      await signIn();
      await peopleShown(page);
      await page
        .getByRole('button', { name: /^Open / })
        .first()
        .waitFor();
      expect(await leftIn(page)).not.toEqual([]); // what is looked for is there to be found

      await letEndIn(12);
      await page.reload();
      await other.goto(addressOf('/people'));
      const warning = (of: Page) => of.getByText('You will be signed out within two minutes.');
      await warning(page).waitFor();
      await warning(other).waitFor();
      expect(await watched.accessibilityFindings()).toEqual([]);
      await letUseCount();
      await other.keyboard.press('Shift');
      await warning(other).waitFor({ state: 'detached' });
      await warning(page).waitFor({ state: 'detached' }); // asked at its end, and told that the session goes on
      await peopleShown(page);
      await other.close();
    });

    it('who cannot ask whether the session goes on sees nothing more, until the server says that it does', async () => {
      await letEndIn(4);
      await page.reload();
      await peopleShown(page);
      await page.context().setOffline(true);
      await letEndIn(600);
      await signInShown(page);
      await page.getByText('Cool Delivery could not be reached.').waitFor();
      expect(await leftIn(page)).toEqual([]);
      expect(await watched.accessibilityFindings()).toEqual([]);
      await page.context().setOffline(false);
      await peopleShown(page);
    });

    it('a page that is left open clears itself at the end, and is there again after signing in, without the draft', async () => {
      await page.goto(addressOf('/new'));
      await page.getByLabel('Parcel', { exact: true }).fill(parcel);
      await page.getByRole('link', { name: 'People' }).click();
      await peopleShown(page);
      await page.getByRole('link', { name: 'New delivery' }).click();
      expect(await page.getByLabel('Parcel', { exact: true }).inputValue()).toBe(parcel);
      await page.getByRole('link', { name: 'People' }).click();
      await peopleShown(page);
      await letEndIn(5);
      // Another tab makes it ask who is signed in; loading it anew would drop the draft by itself.
      await page.evaluate(() => new BroadcastChannel('cool-session').postMessage('signed-in'));
      await page.getByText('Your session has ended.').waitFor();
      expect(await leftIn(page)).toEqual([]);
      expect(await watched.accessibilityFindings()).toEqual([]);
      await signIn();
      await peopleShown(page);
      await page.getByRole('link', { name: 'New delivery' }).click();
      expect(await page.getByLabel('Parcel', { exact: true }).inputValue()).toBe('');
    });

    it('signing out of a server that does not answer clears every tab at once, says so, and is told when it answers', async () => {
      other = await page.context().newPage();
      await other.goto(addressOf('/people'));
      await peopleShown(other);
      await page.getByRole('link', { name: 'People' }).click();
      await peopleShown(page);
      await page
        .getByRole('button', { name: /^Open / })
        .first()
        .waitFor();
      await page.getByRole('button', { name: /account menu/ }).click();
      await whileNothingAnswers(async () => {
        await page.getByRole('button', { name: 'Sign out' }).click();
        await signInShown(page);
        await signInShown(other);
        expect(await leftIn(page)).toEqual([]);
        expect(await leftIn(other)).toEqual([]);
        await page.getByText('This browser is cleared, but the server does not know yet.').waitFor();
        await page.getByText(/ends by itself in at most 30 minutes/).waitFor();
        expect(await watched.accessibilityFindings()).toEqual([]);
        expect(await living()).toBe(1);
      });
      await page.getByText('The server knows now.').waitFor();
      expect(await watched.accessibilityFindings()).toEqual([]);
      expect(await living()).toBe(0);
      await page.reload();
      await signInShown(page);
      expect(watched.complaints()).toEqual([]);
    });
  });
}
