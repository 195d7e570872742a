// Makes and sends what waits. The link is made here, right before sending; a mail that could not be delivered is tried
// again after its lease with a new link, and the earlier one simply expires. A mail for nobody is dropped in silence.

import type { Logger } from 'pino';
import type { Clock } from '#platform/clock.ts';
import type { InvitationsStore, LinksStore, UsersStore } from '../identity/index.ts';
import type { Mailer } from '../mail/index.ts';
import type { AccountMailStore, AccountMessage } from './account-mail-store.ts';
import {
  hasAccountLetter,
  type Letter,
  type LinkedMail,
  linkLetter,
  linkPages,
  noticeLetters,
} from './account-messages.ts';

export interface SendingParts {
  readonly waiting: AccountMailStore;
  readonly users: Pick<UsersStore, 'byEmail'>;
  readonly invitations: Pick<InvitationsStore, 'makeToken' | 'signUp'>;
  readonly links: Pick<LinksStore, 'make'>;
  readonly mailer: Mailer;
  readonly publicOrigin: string;
  readonly clock: Clock;
  readonly log: Logger;
}

const mostAtOnce = 100;
const worthSendingMs = 24 * 3_600_000;

export async function sendAccountMail(parts: SendingParts): Promise<void> {
  for (let sent = 0; sent < mostAtOnce; sent += 1) {
    const mail = await parts.waiting.lease(parts.clock());
    if (mail === null) return;
    try {
      const stale = parts.clock().getTime() - mail.at.getTime() > worthSendingMs;
      const letter = stale ? null : await letterOf(parts, mail.message);
      if (letter !== null) {
        await parts.mailer.send({
          id: mail.id,
          to: mail.message.to,
          subject: letter.subject,
          text: [...letter.lines, 'Cool Delivery'].join('\n\n'),
          at: mail.at.toISOString(),
          kind: mail.message.kind,
        });
      }
    } catch (error) {
      parts.log.error({ event: 'mail-failed', messageId: mail.id, err: error });
      continue;
    }
    await parts.waiting.drop(mail.id);
  }
}

async function letterOf(parts: SendingParts, message: AccountMessage): Promise<Letter | null> {
  const { links, invitations, users, publicOrigin, clock } = parts;
  const linked = (kind: LinkedMail, token: string) =>
    linkLetter(kind, `${publicOrigin}${linkPages[kind]}#${token}`);
  switch (message.kind) {
    case 'notice':
      return noticeLetters[message.what];
    case 'invitation': {
      const token = await invitations.makeToken(message.ref, clock());
      return token === null ? null : linked(message.kind, token);
    }
    case 'sign-up': {
      const user = await users.byEmail(message.to);
      if (user?.disabledAt != null) return null; // neither an account to sign in to, nor room for another
      if (user !== null) return hasAccountLetter(publicOrigin);
      return linked(message.kind, await invitations.signUp(message.to, clock()));
    }
    case 'password-reset': {
      const user = await users.byEmail(message.to);
      if (user === null || user.disabledAt !== null) return null;
      const link = { purpose: message.kind, userId: user.id, email: user.email };
      return linked(message.kind, await links.make(link, clock()));
    }
    case 'email-change':
    case 're-enrolment': {
      const link = {
        purpose: message.kind,
        userId: message.userId,
        email: message.to,
        ...('version' in message ? { version: message.version } : {}),
      };
      return linked(message.kind, await links.make(link, clock()));
    }
  }
}
