// A new passkey for somebody who is signed in with two factors given just now. The authenticator must have verified the
// person, and the answer must be to our own challenge, which counts once.

import type { PasskeyCreation, RegisterPasskey } from '@cool/contract/identity';
import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { isDatabaseAway } from '#platform/mongo.ts';
import { Refusal } from '#platform/problem.ts';
import type { Session } from '#platform/session-store.ts';
import { actorOf, personEvent, type StoredPasskey, type User } from '../identity/index.ts';
import { algorithms } from './algorithms.ts';
import { challengeMs } from './challenges-store.ts';
import type { PasskeyDeps } from './deps.ts';
import type { RelyingParty } from './relying-party.ts';

export async function passkeyCreationOptions(
  deps: PasskeyDeps,
  session: Session,
  party: RelyingParty,
): Promise<PasskeyCreation> {
  const user = await deps.users.byId(session.userId);
  if (user === null) throw new Refusal('not-signed-in');
  const known = await deps.passkeys.of(user.id);
  const challenge = { purpose: 'register', userId: user.id, rpId: party.id } as const;
  return {
    challenge: await deps.challenges.make(challenge, deps.clock()),
    rp: { id: party.id, name: 'Cool Delivery' },
    user: {
      id: Buffer.from(user.id, 'utf8').toString('base64url'),
      name: user.email,
      displayName: user.name,
    },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout: challengeMs,
    attestation: 'none',
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    excludeCredentials: known.map(({ id }) => ({ type: 'public-key', id })),
  };
}

export async function registerPasskey(
  deps: PasskeyDeps,
  session: Session,
  party: RelyingParty,
  given: RegisterPasskey,
): Promise<void> {
  const user = await deps.users.byId(session.userId);
  if (user === null) throw new Refusal('not-signed-in');
  const challenge = { purpose: 'register', userId: user.id, rpId: party.id } as const;
  const verified = await judged(() =>
    verifyRegistrationResponse({
      response: {
        id: given.id,
        rawId: given.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: { clientDataJSON: given.clientDataJSON, attestationObject: given.attestationObject },
      },
      expectedChallenge: (text) => deps.challenges.claim(text, challenge, deps.clock()),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms],
    }),
  );
  if (!verified.verified) throw new Refusal('passkey-refused');
  const { credential } = verified.registrationInfo;
  // Told first: a key that was added is never missing from the trail, whatever dies in between.
  await deps.users.tell(user.id, personEvent('passkey-added', actorOf(session), deps.clock()));
  await keepPasskey(deps, user, {
    id: credential.id,
    userId: user.id,
    rpId: party.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    madeOn: session.agent,
    madeAt: deps.clock(),
    usedAt: null,
  });
  await deps.mail.enqueue({ kind: 'notice', what: 'passkey-added', to: user.email });
}

/**
 * Written first, then the person is read again: whoever takes somebody's factors away moves the person's version and
 * removes the passkeys, so whichever comes second sees the other and no key outlives the right it was made on.
 */
export async function keepPasskey(
  deps: Pick<PasskeyDeps, 'passkeys' | 'users'>,
  user: Pick<User, 'id' | 'securityVersion'>,
  passkey: StoredPasskey,
): Promise<void> {
  if (!(await deps.passkeys.insert(passkey))) throw new Refusal('passkey-refused');
  const now = await deps.users.byId(user.id);
  if (now !== null && now.securityVersion === user.securityVersion && now.disabledAt === null) return;
  await deps.passkeys.remove(user.id, passkey.id);
  throw new Refusal('person-changed');
}

/** The library throws for every answer it does not believe; only a database that is away is something else. */
export async function judged<Verdict>(verify: () => Promise<Verdict>): Promise<Verdict> {
  try {
    return await verify();
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    throw new Refusal('passkey-refused');
  }
}
