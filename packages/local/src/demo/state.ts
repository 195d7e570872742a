// What the demo page shows, as data. Pure.

import type { Mail } from './mailbox.ts';
import { codeAt, msLeftAt } from './one-time-code.ts';
import type { Persona } from './personas.ts';

export type DemoState = {
  readonly codeMsLeft: number;
  readonly personas: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly does: string;
    readonly email: string;
    readonly password: string;
    readonly code: string | null;
    readonly origin: string;
    readonly signIn: string;
  }[];
  readonly mails: readonly Mail[];
};

const homes: Readonly<Record<Persona['role'], { readonly path: string; readonly does: string }>> = {
  customer: { path: '/new', does: 'Sends a parcel and follows it.' },
  dispatcher: { path: '/board', does: 'Sees every order live and gives it to a courier.' },
  courier: { path: '/run', does: 'Collects, drives, delivers against the PIN.' },
  admin: { path: '/board', does: 'Runs the place, and reads what is proved about it.' },
  auditor: { path: '/security', does: 'Reads everything, changes nothing.' },
};

export function demoState(given: {
  readonly personas: readonly Persona[];
  readonly mails: readonly Mail[];
  readonly key: string;
  readonly port: string;
  readonly now: number;
}): DemoState {
  return {
    codeMsLeft: msLeftAt(given.now),
    personas: given.personas
      .filter((persona) => persona.shown)
      .map(({ id, name, role, email, password, totpSecret }) => {
        const origin = `http://${id}.localhost:${given.port}`;
        const { path, does } = homes[role];
        return {
          id,
          name,
          role,
          does,
          email,
          password,
          code: totpSecret === null ? null : codeAt(totpSecret, given.now),
          origin,
          signIn: `${origin}/demo/as/${id}?to=${encodeURIComponent(path)}&key=${given.key}`,
        };
      }),
    mails: given.mails,
  };
}
