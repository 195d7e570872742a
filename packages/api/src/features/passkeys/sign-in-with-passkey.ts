// Signing in with a passkey: the device and what unlocks it, two factors in one. The question names nobody, so it reveals
// nobody; one answer for every assertion that does not fit.

import type { PasskeyAssertion, PasskeyRequest } from '@cool/contract/identity';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { Refusal } from '#platform/problem.ts';
import { openSession, type SignedIn } from '../identity/index.ts';
import { challengeMs } from './challenges-store.ts';
import type { PasskeyDeps } from './deps.ts';
import { judged } from './register-passkey.ts';
import type { RelyingParty } from './relying-party.ts';

export async function passkeyRequestOptions(deps: PasskeyDeps, party: RelyingParty): Promise<PasskeyRequest> {
  const challenge = { purpose: 'sign-in', userId: null, rpId: party.id } as const;
  return {
    challenge: await deps.challenges.make(challenge, deps.clock()),
    rpId: party.id,
    timeout: challengeMs,
    userVerification: 'required',
  };
}

export async function signInWithPasskey(
  deps: PasskeyDeps,
  party: RelyingParty,
  given: PasskeyAssertion,
  agent: string,
): Promise<SignedIn> {
  const passkey = await deps.passkeys.byId(given.id);
  const user = passkey === null ? null : await deps.users.byId(passkey.userId);
  if (passkey === null || user === null || user.disabledAt !== null || passkey.rpId !== party.id) {
    throw new Refusal('passkey-refused');
  }
  const challenge = { purpose: 'sign-in', userId: null, rpId: party.id } as const;
  const { verified, authenticationInfo } = await judged(() =>
    verifyAuthenticationResponse({
      response: {
        id: given.id,
        rawId: given.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: given.clientDataJSON,
          authenticatorData: given.authenticatorData,
          signature: given.signature,
        },
      },
      expectedChallenge: (text) => deps.challenges.claim(text, challenge, deps.clock()),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
      requireUserVerification: true,
    }),
  );
  const at = deps.clock();
  if (!verified) throw new Refusal('passkey-refused');
  if (!(await deps.passkeys.noteUse(passkey.id, passkey.counter, authenticationInfo.newCounter, at))) {
    throw new Refusal('passkey-refused');
  }
  return await openSession(deps, user, { aal: 2, amr: ['pop', 'user'], next: null, agent });
}
