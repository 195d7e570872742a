// The codes page of the demo, read as a person reads it: codes from the cards, PINs and links from the mailbox.

import type { Page } from 'playwright-core';

export type PersonaId = 'customer' | 'dispatcher' | 'courier' | 'admin' | 'auditor';

/** E-mail and password as the card of a persona shows them. */
export async function credentialsOf(
  demo: Page,
  name: string,
): Promise<{ readonly email: string; readonly password: string }> {
  const card = demo.getByRole('listitem').filter({ has: demo.getByRole('heading', { name }) });
  const [email, password] = await card.locator('dd span').allTextContents();
  if (email === undefined || password === undefined)
    throw new Error(`The demo page shows no card of ${name}.`);
  return { email, password };
}

/** The code that is shown for a persona now. */
export async function codeOf(demo: Page, name: string): Promise<string> {
  const shown = demo.getByLabel(`Code of ${name}`, { exact: true });
  await shown.filter({ hasText: /\d{3} \d{3}/ }).waitFor();
  return (await shown.innerText()).replaceAll(/\D/g, '');
}

/** The text of the newest mail to an address, once it has come. */
export async function mailTo(demo: Page, address: string): Promise<string> {
  await demo.getByLabel('Find a mail').fill(address); // the simulated couriers' mails would push it out of sight
  const mail = demo
    .getByRole('listitem')
    .filter({ hasText: `to ${address}` })
    .first();
  await mail.waitFor({ timeout: 20_000 });
  return mail.locator('pre').innerText();
}
