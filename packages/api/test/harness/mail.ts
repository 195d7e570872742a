// What a recipient learns from the mailbox.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import type { Platform } from './platform.ts';

/** The PIN as the recipient learns it: from the mail. */
export async function pinFromMail(platform: Platform, orderId: string): Promise<string> {
  return await inMail(platform, orderId, /PIN: ([0-9]{4})/);
}

/** The token of the manage link in the mail of a kind. */
export async function manageTokenFromMail(
  platform: Platform,
  orderId: string,
  kind = 'delivery-announced',
): Promise<string> {
  return await inMail(platform, orderId, /\/manage#(\S+)/, kind);
}

async function inMail(platform: Platform, orderId: string, what: RegExp, kind?: string): Promise<string> {
  return await eventually('the mail', () => {
    const names = existsSync(platform.mailDir) ? readdirSync(platform.mailDir) : [];
    for (const name of names.filter((each) => each.endsWith('.json'))) {
      const mail = JSON.parse(readFileSync(join(platform.mailDir, name), 'utf8')) as {
        orderId: string;
        kind: string;
        text: string;
      };
      const found = what.exec(mail.text)?.[1];
      if (mail.orderId === orderId && (kind === undefined || mail.kind === kind) && found !== undefined)
        return found;
    }
    return undefined;
  });
}
