import { expect, test } from 'vitest';
import { Refusal } from '#platform/problem.ts';
import { acceptInvitation } from './accept-invitation.ts';
import type { IdentityDeps } from './deps.ts';

test('a process too busy to take the password costs nobody the invitation', async () => {
  let claimed = 0;
  const invitation = { email: 'niamh@example.ie', role: 'courier' } as const;
  const deps = {
    clock: () => new Date('2026-11-22T12:00:00Z'),
    invitations: {
      look: async () => invitation,
      claim: async () => {
        claimed += 1;
        return invitation;
      },
    },
    passwords: {
      hash: async () => {
        throw new Refusal('unavailable', { retryAfterSeconds: 2 });
      },
    },
    users: { insert: async () => false },
    personKeys: { make: async () => Buffer.alloc(32) },
    keys: { bodyDigestKey: Buffer.alloc(32) },
  } as unknown as IdentityDeps;
  const given = { token: 't'.repeat(43), name: 'Niamh', password: 'correct horse battery staple' };
  await expect(acceptInvitation(deps, given, 'Firefox on Linux')).rejects.toThrow('cannot answer just now');
  expect(claimed).toBe(0);
});
