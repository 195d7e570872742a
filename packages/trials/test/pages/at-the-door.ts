/// <reference lib="dom" />
// What happens around a door, in a real browser: a sender promises a time, the recipient moves it and says where to leave
// the parcel, the dispatcher finds it, the courier takes a signature and a photo on the phone, and all of it is seen.

import type { Order, PlacedOrder } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { codeOf, credentialsOf, mailTo } from '../../src/browser/demo-page.ts';
import { fillDelivery } from '../../src/browser/fill-delivery.ts';
import { openPage, phone, type WatchedPage } from '../../src/browser/watched-page.ts';
import type { Stage } from './stage.ts';

export function aroundTheDoor(stage: Stage): void {
  const people = { customer: 'Saoirse Kelly', dispatcher: 'Ciara O’Brien', courier: 'Aoife Byrne' } as const;
  const recipient = { name: 'Sorcha Ní Éalaithe', email: 'sorcha@example.org' };
  const parcel = 'A cello bow';

  let order: Order;
  const pages = new Map<string, WatchedPage>();

  function at(who: string): WatchedPage {
    const watched = pages.get(who);
    if (watched === undefined) throw new Error(`Nobody has opened the page of ${who} yet.`);
    return watched;
  }

  async function signIn(
    who: keyof typeof people,
    options: Parameters<typeof openPage>[1] = {},
  ): Promise<Page> {
    const watched = await openPage(stage.browser, options);
    pages.set(who, watched);
    const { page } = watched;
    const { email, password } = await credentialsOf(at('demo').page, people[who]);
    await page.goto(`http://${who}.localhost:${stage.platform.port}`);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    if (who === 'customer') return page;
    await page
      .getByLabel('Code')
      .fill(await stage.unspent(people[who], () => codeOf(at('demo').page, people[who])));
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'code' }).waitFor();
    return page;
  }

  /** Asks the API as the page does, with the page's own session. */
  async function ask<Answer>(
    page: Page,
    method: 'GET' | 'POST',
    url: string,
    body: object | null,
    version = 0,
  ) {
    const answer = await page.evaluate(
      async ([how, where, what, read]) => {
        const response = await fetch(where, {
          method: how,
          headers: { 'content-type': 'application/json', ...(read === 0 ? {} : { 'if-match': `"${read}"` }) },
          ...(what === null ? {} : { body: JSON.stringify(what) }),
        });
        return { status: response.status, body: (await response.json()) as unknown };
      },
      [method, url, body, version] as const,
    );
    if (answer.status > 201)
      throw new Error(`${url} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as Answer;
  }

  async function give(who: keyof typeof people, command: string, more: object = {}): Promise<void> {
    const { page } = at(who);
    const now = await ask<Order>(page, 'GET', urls.order(order.id), null);
    const body = { eventId: `evt_${crypto.randomUUID()}`, ...more };
    order = await ask<Order>(page, 'POST', `${urls.order(order.id)}/${command}`, body, now.version);
  }

  /** Brings the order to the door, through the API: what is looked at here happens there. */
  async function toTheDoor(): Promise<void> {
    await give('dispatcher', 'confirm');
    const { couriers } = await ask<{ couriers: { id: string; name: string }[] }>(
      at('dispatcher').page,
      'GET',
      urls.couriers(),
      null,
    );
    await give('dispatcher', 'assign', {
      courierId: couriers.find(({ name }) => name === people.courier)?.id,
    });
    for (const command of ['collect', 'depart', 'arrive']) await give('courier', command);
  }

  async function openStop(): Promise<Page> {
    const { page } = at('courier');
    await page.reload();
    const stop = page.getByRole('region', { name: 'Next stop' });
    await stop.waitFor();
    if (!(await stop.innerText()).includes(parcel)) {
      await page.getByRole('listitem').getByRole('button').filter({ hasText: 'Croke Park' }).first().click();
    }
    await stop.getByText(parcel).waitFor();
    return page;
  }

  describe.sequential('around the door', () => {
    beforeAll(async () => {
      pages.set('demo', await openPage(stage.browser));
      await at('demo').page.goto(`http://localhost:${stage.platform.port}/demo`);
    });

    it('a sender promises a window and takes more than the PIN', async () => {
      const page = await signIn('customer');
      await fillDelivery(page, { recipient, parcel, weightKg: '0.3' });
      await page.getByLabel('Day').selectOption({ index: 3 });
      await page.getByRole('radio', { name: '14:00–16:00' }).check();
      await page.getByRole('radio', { name: /PIN, signature or photo/ }).check();
      expect(await at('customer').accessibilityFindings()).toEqual([]);
      await page.getByRole('button', { name: 'Review' }).click();
      await page.getByText('14:00–16:00').waitFor();
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/api/orders')),
        page.getByRole('button', { name: 'Place delivery' }).click(),
      ]);
      order = ((await answer.json()) as PlacedOrder).order;
      expect(order).toMatchObject({ proofPolicy: 'any', window: expect.any(Object) });
      await page.goto(await page.getByRole('link', { name: /\/t\// }).innerText());
      await page.getByText(/Promised on .* between 14:00 and 16:00/).waitFor();
      expect(await at('customer').accessibilityFindings()).toEqual([]);
    });

    it('the dispatcher finds it by keyboard: on the board, and among everything that ever was', async () => {
      const page = await signIn('dispatcher');
      const card = page.getByRole('listitem').filter({ hasText: parcel });
      await card.waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('cello');
      await card.getByText('14:00–16:00').waitFor();
      expect(await page.locator('.board-card').count()).toBe(1);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('eala');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.keyboard.press('Enter');
      const found = page.getByRole('list', { name: 'Found deliveries' });
      await found.getByRole('button').filter({ hasText: recipient.name }).waitFor();
      expect(asked.map((url) => new URL(url).pathname)).toContain(urls.searchOrders());
      expect([...asked, page.url()].filter((url) => url.includes('eala'))).toEqual([]); // words are in no address
      expect(await at('dispatcher').accessibilityFindings()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByLabel('Filter deliveries').fill('');
      await page.getByLabel('State', { exact: true }).selectOption('Placed');
      await card.waitFor();
      expect(await at('dispatcher').accessibilityFindings()).toEqual([]);
      await page.getByLabel('State', { exact: true }).selectOption('Every state');
    });

    it('the recipient asks for another time, then says where to leave it, with nothing but the mail', async () => {
      await give('dispatcher', 'confirm');
      const link = /(http\S+\/manage#\S+)/.exec(await mailTo(at('demo').page, recipient.email))?.[1] ?? '';
      const watched = await openPage(stage.browser, { viewport: phone });
      pages.set('recipient', watched);
      const { page } = watched;
      await page.goto(link);
      await page.getByText(/Promised on .* between 14:00 and 16:00/).waitFor();
      expect(page.url()).not.toContain('#'); // the token is out of the address bar at once
      expect(await watched.accessibilityFindings()).toEqual([]);
      await page.getByLabel('Day').selectOption({ index: 4 });
      await page.getByRole('radio', { name: '18:00–20:00' }).check();
      await page.getByRole('button', { name: 'Ask for this time' }).click();
      await page.getByText('Asked for. We plan it').waitFor();
      await page.getByText(/between 18:00 and 20:00/).waitFor();
      await page.getByRole('button', { name: 'Tell the courier' }).click();
      await page.getByText('Say in a few words').waitFor();
      await page.getByLabel('What the courier should know').fill('Behind the blue bin');
      await page.getByLabel(/Leave it there/).check();
      await page.getByRole('button', { name: 'Tell the courier' }).click();
      await page.getByText('The courier will see it.').waitFor();
      expect(await watched.accessibilityFindings()).toEqual([]);
      expect(await page.textContent('body')).not.toContain(recipient.name);
    });

    it('the courier reads it at the door and takes a signature on the phone', async () => {
      await signIn('courier', { viewport: phone, colorScheme: 'dark' });
      await toTheDoor();
      const page = await openStop();
      await page.getByText('Behind the blue bin').waitFor();
      await page.getByRole('button', { name: 'Deliver', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: 'Signature' }).check();
      await dialog.getByRole('button', { name: 'Deliver' }).click();
      await dialog.getByText('too short for a signature').waitFor();
      expect(await at('courier').accessibilityFindings()).toEqual([]);
      const field = await dialog.getByRole('img', { name: /Field to sign on/ }).boundingBox();
      if (field === null) throw new Error('The field to sign on is not to be seen.');
      await page.mouse.move(field.x + 40, field.y + 60);
      await page.mouse.down();
      for (const [x, y] of [
        [90, 20],
        [140, 90],
        [200, 30],
        [280, 80],
      ] as const) {
        await page.mouse.move(field.x + x, field.y + y, { steps: 5 });
      }
      await page.mouse.up();
      await dialog.getByRole('button', { name: 'Deliver' }).click();
      await dialog.waitFor({ state: 'detached' });
    });

    it('sender and dispatcher see the signature; the link of the recipient has ended', async () => {
      for (const [who, path] of [
        ['dispatcher', '/board'],
        ['customer', '/orders'],
      ] as const) {
        const { page } = at(who);
        await page.goto(`http://${who}.localhost:${stage.platform.port}${path}/${order.id}`);
        const shown = page.getByRole('img', { name: 'Signature of the recipient' });
        await shown.waitFor();
        await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1_000);
        expect(await at(who).accessibilityFindings()).toEqual([]);
      }
      const { page } = at('recipient');
      await page.getByRole('button', { name: 'Tell the courier' }).click();
      await page.getByText('This link does not exist, was used or has expired.').waitFor();
    });

    it('a photo is looked at before it is sent, and loses what the phone wrote beside it', async () => {
      const { page: customer } = at('customer');
      const { id: _id, ...given } = {
        id: order.id,
        pickup: order.pickup,
        dropOff: order.dropOff,
        parcel: order.parcel,
      };
      const body = { ...given, recipient, proofPolicy: 'any', eventId: `evt_${crypto.randomUUID()}` };
      order = (await ask<PlacedOrder>(customer, 'POST', urls.orders(), body)).order;
      await toTheDoor();
      const page = await openStop();
      await page.getByRole('button', { name: 'Deliver', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: 'Photo' }).check();
      const take = dialog.locator('input[type=file]');
      await take.setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
      await dialog.getByText('no picture that can be read').waitFor();
      await take.setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: await picture(page) });
      await dialog.getByRole('img', { name: 'What will be sent' }).waitFor();
      expect(await at('courier').accessibilityFindings()).toEqual([]);
      await dialog.getByRole('button', { name: 'Deliver' }).click();
      await dialog.waitFor({ state: 'detached' });

      const { page: board } = at('dispatcher');
      await board.goto(`http://dispatcher.localhost:${stage.platform.port}/board/${order.id}`);
      const shown = board.getByRole('img', { name: 'The parcel where it was left' });
      await shown.waitFor();
      await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1_600);
    });

    it('no page broke, and none asked for what its policy refuses', () => {
      expect([...pages.values()].flatMap((watched) => watched.complaints())).toEqual([]);
      expect(pages.size).toBe(5);
    });
  });

  /** A picture larger than what may be sent, drawn by the browser itself. */
  async function picture(page: Page): Promise<Buffer> {
    const base64 = await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      canvas.width = 3_000;
      canvas.height = 2_000;
      const pen = canvas.getContext('2d');
      for (let i = 0; i < 300; i += 1) {
        if (pen !== null) pen.fillStyle = `hsl(${i * 7} 60% 50%)`;
        pen?.fillRect((i * 97) % 3_000, (i * 61) % 2_000, 300, 200);
      }
      return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length);
    });
    return Buffer.from(base64, 'base64');
  }
}
