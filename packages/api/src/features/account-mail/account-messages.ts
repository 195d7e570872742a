// What our mails about accounts say. A link's token stands in the fragment, which browsers never send to a server.

import type { Notice } from './account-mail-store.ts';

export interface Letter {
  readonly subject: string;
  readonly lines: readonly string[];
}

export const linkPages = {
  invitation: '/invitation',
  'sign-up': '/invitation',
  'password-reset': '/password-reset',
  'email-change': '/confirm-email',
  're-enrolment': '/re-enrolment',
} as const;

export type LinkedMail = keyof typeof linkPages;

export function linkLetter(kind: LinkedMail, link: string): Letter {
  return letters[kind](link);
}

const letters: Readonly<Record<LinkedMail, (link: string) => Letter>> = {
  invitation: (link) => ({
    subject: 'You are invited to Cool Delivery',
    lines: [
      'You are invited to work with Cool Delivery. Choose a name and a password here, within a day:',
      link,
    ],
  }),
  'sign-up': (link) => ({
    subject: 'Your account at Cool Delivery',
    lines: [
      'Somebody, probably you, asked for an account with this address. Choose a name and a password here, within a day:',
      link,
      'If it was not you, do nothing: there is no account until this link is used.',
    ],
  }),
  'password-reset': (link) => ({
    subject: 'Choose a new password',
    lines: [
      'Somebody asked for a new password for your account. If it was you, choose one here, within 10 minutes:',
      link,
      'You will still need your second factor to sign in. If it was not you, do nothing: your password stays.',
    ],
  }),
  'email-change': (link) => ({
    subject: 'Confirm your new e-mail address',
    lines: ['Confirm here, within an hour, that this address belongs to your account:', link],
  }),
  're-enrolment': (link) => ({
    subject: 'Set up your second factor anew',
    lines: [
      'Your admin has let you set up a new second factor. Open this within 10 minutes, with your password at hand:',
      link,
      'If you did not ask for this, tell your admin at once.',
    ],
  }),
};

/** To whoever asks for an account and has one: said in the mailbox, never on the page. */
export function hasAccountLetter(publicOrigin: string): Letter {
  return {
    subject: 'You already have an account',
    lines: [
      'Somebody, probably you, asked for an account with this address. It has one already.',
      `Sign in: ${publicOrigin}/sign-in`,
      `Forgotten password: ${publicOrigin}/password-reset`,
      'If it was not you, do nothing: nothing was changed.',
    ],
  };
}

const told = 'If it was not you, choose a new password at once and tell your admin.';

export const noticeLetters: Readonly<Record<Notice, Letter>> = {
  'second-factor-set': {
    subject: 'Your second factor was set up',
    lines: [
      'A second factor was set up for your account, and everybody else signed in to it was signed out.',
      told,
    ],
  },
  'passkey-added': {
    subject: 'A passkey was added',
    lines: ['A passkey was added to your account. It signs in without the password.', told],
  },
  'passkey-removed': {
    subject: 'A passkey was removed',
    lines: ['A passkey was removed from your account. It no longer signs in.', told],
  },
  'recovery-code-used': {
    subject: 'A recovery code was used',
    lines: ['Somebody signed in to your account with a recovery code. That code is now spent.', told],
  },
  'recovery-codes-made': {
    subject: 'New recovery codes were made',
    lines: ['New recovery codes were made for your account. The old ones no longer work.', told],
  },
  'password-changed': {
    subject: 'Your password was changed',
    lines: [
      'The password of your account was changed, and everybody else signed in to it was signed out.',
      told,
    ],
  },
  'email-changed': {
    subject: 'Your e-mail address was changed',
    lines: ['Your account now uses another e-mail address. This one no longer signs in.', told],
  },
  're-enrolment-requested': {
    subject: 'A new second factor was asked for',
    lines: [
      'An admin asked that you may set up a new second factor. Another admin has to agree before anything happens.',
      'If you did not ask for this, tell your admins at once.',
    ],
  },
};
