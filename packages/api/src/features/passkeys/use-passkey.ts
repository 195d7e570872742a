// Signing in with a passkey, or showing it again (step-up): the device and what unlocks it, two factors in one. The question
// names nobody, so it reveals nobody; one answer for every assertion that does not fit.

import type { PasskeyAssertion, PasskeyRequest } from '@cool/contract/identity';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import { openSession, refreshSecondFactor, type SignedIn, type User } from '../identity/index.ts';
import { isOfOurs } from './algorithms.ts';
import { type Challenge, challengeMs } from './challenges-store.ts';
import type { PasskeyDeps } from './deps.ts';
import { judged } from './register-passkey.ts';
import type { RelyingParty } from './relying-party.ts';

/** Whom a challenge is for: anybody who would sign in, or the one who is. */
type For = Pick<Challenge, 'purpose' | 'userId'>;

const anybody: For = { purpose: 'sign-in', userId: null };
const themselves = (userId: string): For => ({ purpose: 'step-up', userId });

const methods = ['pop', 'user'] as const;

export async function askSignIn(deps: PasskeyDeps, party: RelyingParty): Promise<PasskeyRequest> {
  return await ask(deps, party, anybody);
}

export async function askAgain(
  deps: PasskeyDeps,
  session: Session,
  party: RelyingParty,
): Promise<PasskeyRequest> {
  return await ask(deps, party, themselves(session.userId));
}

export async function signInWithPasskey(
  deps: PasskeyDeps,
  party: RelyingParty,
  given: PasskeyAssertion,
  agent: string,
): Promise<SignedIn> {
  const user = await ownerOf(deps, party, given, anybody);
  return await openSession(deps, user, { aal: 2, amr: methods, next: null, agent });
}

/** From signed in to signed in just now, for one's own passkey alone. */
export async function confirmPasskeyAgain(
  deps: PasskeyDeps,
  session: Session,
  party: RelyingParty,
  given: PasskeyAssertion,
): Promise<SignedIn> {
  const user = await ownerOf(deps, party, given, themselves(session.userId));
  return await refreshSecondFactor(deps, session, user, methods, deps.clock()); // both factors in one
}

async function ask(deps: PasskeyDeps, party: RelyingParty, whom: For): Promise<PasskeyRequest> {
  return {
    challenge: await deps.challenges.make({ ...whom, rpId: party.id }, deps.clock()),
    rpId: party.id,
    timeout: challengeMs,
    userVerification: 'required',
  };
}

/** Whose passkey signed the challenge, or `passkey-refused`. */
async function ownerOf(
  deps: PasskeyDeps,
  party: RelyingParty,
  given: PasskeyAssertion,
  whom: For,
): Promise<User> {
  const passkey = await deps.passkeys.byId(given.id);
  const user = passkey === null ? null : await deps.users.byId(passkey.userId);
  if (passkey === null || user === null || user.disabledAt !== null || passkey.rpId !== party.id) {
    throw new Refusal('passkey-refused');
  }
  if (whom.userId !== null && whom.userId !== user.id) throw new Refusal('passkey-refused');
  const publicKey = new Uint8Array(Buffer.from(passkey.publicKey, 'base64url'));
  if (!isOfOurs(publicKey)) throw new Refusal('passkey-refused');
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
      expectedChallenge: (text) => deps.challenges.claim(text, { ...whom, rpId: party.id }, deps.clock()),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: {
        id: passkey.id,
        publicKey,
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
  return user;
}
