// A mailbox in a folder: one JSON file per message, named by its id. Written beside and renamed, so a reader sees a
// whole message or none; sent twice it overwrites itself.

import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mail, Mailer } from './mailer.ts';

export function fileMailer(folder: string): Mailer {
  return {
    async send(mail: Mail) {
      if (!/^[A-Za-z0-9_-]{1,100}$/.test(mail.id)) throw new Error('A message id must be a plain file name.');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, `${mail.id}.json`);
      const beside = `${path}.${process.pid}.tmp`;
      await writeFile(beside, `${JSON.stringify(mail, null, 2)}\n`, { mode: 0o600, flush: true });
      await rename(beside, path);
    },
  };
}
