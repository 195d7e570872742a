// The form of a new delivery, filled as a person fills it; what else is wished, and sending it, is left to whoever looks.

import type { Page } from 'playwright-core';

export async function fillDelivery(
  page: Page,
  given: {
    readonly recipient: { readonly name: string; readonly email: string };
    readonly parcel: string;
    readonly weightKg: string;
  },
): Promise<void> {
  await page.getByRole('combobox', { name: /^From/ }).fill('Trinity College');
  await page.getByRole('listbox').getByRole('option').first().click();
  await page.getByRole('combobox', { name: /^To/ }).fill('Croke Park');
  await page.getByRole('listbox').getByRole('option').first().click();
  await page.getByLabel('Recipient name').fill(given.recipient.name);
  await page.getByLabel('Recipient e-mail').fill(given.recipient.email);
  await page.getByLabel('Parcel', { exact: true }).fill(given.parcel);
  await page.getByLabel('Weight in kg').fill(given.weightKg);
}
