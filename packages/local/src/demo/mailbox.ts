// The file mailbox of this machine, as the recipients' inbox: where the PIN and the tracking link arrive.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type Mail = {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly at: string;
  readonly kind: string;
  readonly orderId: string | null;
};

/** The newest first. Mails never change, so a parsed one is kept. */
export function makeMailbox(folder: string): {
  /** Those with `containing` in their address or subject, whatever its case. */
  readonly newest: (count: number, containing?: string) => readonly Mail[];
  readonly pinOf: (orderId: string) => string | null;
} {
  const known = new Map<string, Mail>();
  const all = (): readonly Mail[] => {
    if (!existsSync(folder)) return [];
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.json') && !known.has(name)) known.set(name, readMail(join(folder, name)));
    }
    return [...known.values()];
  };
  return {
    newest: (count, containing = '') => {
      const wanted = containing.trim().toLowerCase();
      return all()
        .filter(({ to, subject }) => `${to}\n${subject}`.toLowerCase().includes(wanted))
        .sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
        .slice(0, count);
    },
    pinOf: (orderId) =>
      pinIn(all().find((mail) => mail.orderId === orderId && pinIn(mail.text) !== null)?.text ?? ''),
  };
}

function readMail(path: string): Mail {
  const mail: Partial<Mail> = JSON.parse(readFileSync(path, 'utf8'));
  return {
    id: mail.id ?? path,
    to: mail.to ?? '',
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    at: mail.at ?? statSync(path).mtime.toISOString(),
    kind: mail.kind ?? '',
    orderId: mail.orderId ?? null,
  };
}

/** The four digits after the word PIN, or null. */
export function pinIn(text: string): string | null {
  return /\bPIN\b[^0-9]{0,40}([0-9]{4})\b/i.exec(text)?.[1] ?? null;
}
