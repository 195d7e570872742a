// URL, schema, access, use case: passkeys. To add or remove one asks for both factors given just now.

import {
  passkeyAssertion,
  passkeyCreation,
  passkeyId,
  passkeyRequest,
  passkeys,
  registerPasskey as registerPasskeyBody,
  roles,
  session as sessionView,
} from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { shortAgent } from '#platform/agent.ts';
import type { App } from '#platform/app-type.ts';
import { Refusal } from '#platform/problem.ts';
import { endFormerSession, sessionOf } from '#platform/session.ts';
import { actorOf, answerSignedIn, personEvent } from '../identity/index.ts';
import type { PasskeyDeps } from './deps.ts';
import { passkeyCreationOptions, registerPasskey } from './register-passkey.ts';
import { type RelyingParty, relyingPartyOf } from './relying-party.ts';
import { askAgain, askSignIn, confirmPasskeyAgain, signInWithPasskey } from './use-passkey.ts';

const done = { 204: Type.Null() };
const fresh = { roles, aal: 2, fresh: 'both' } as const;

export function passkeyRoutes(app: App, deps: PasskeyDeps, publicOrigin: string): void {
  const partyOf = (request: FastifyRequest): RelyingParty => {
    const party = relyingPartyOf(publicOrigin, request.headers.host);
    if (party !== undefined) return party;
    throw new Refusal('passkey-refused', { detail: 'Passkeys belong to the host of our own pages.' });
  };

  app.post(
    urls.passkeySignInOptions(),
    {
      config: { access: 'public', limit: 'sign-in', told: { summary: 'Begin to sign in with a passkey' } },
      schema: { response: { 200: passkeyRequest } },
    },
    async (request) => await askSignIn(deps, partyOf(request)),
  );

  app.post(
    urls.passkeySignIn(),
    {
      config: { access: 'public', limit: 'sign-in', told: { summary: 'Finish signing in with a passkey' } },
      schema: { body: passkeyAssertion, response: { 200: sessionView } },
    },
    async (request, reply) => {
      const agent = shortAgent(request.headers['user-agent']);
      const signedIn = await signInWithPasskey(deps, partyOf(request), request.body, agent);
      await endFormerSession(request, deps.sessions);
      return answerSignedIn(reply, signedIn, deps.clock);
    },
  );

  app.post(
    urls.passkeyStepUpOptions(),
    {
      config: {
        access: { roles, aal: 2 },
        limit: 'sign-in',
        told: { summary: 'Begin to show a passkey again before what asks for a fresh second factor' },
      },
      schema: { response: { 200: passkeyRequest } },
    },
    async (request) => await askAgain(deps, sessionOf(request), partyOf(request)),
  );

  app.post(
    urls.passkeyStepUp(),
    {
      config: {
        access: { roles, aal: 2 },
        limit: 'sign-in',
        told: { summary: 'Finish showing a passkey again' },
      },
      schema: { body: passkeyAssertion, response: { 200: sessionView } },
    },
    async (request, reply) =>
      answerSignedIn(
        reply,
        await confirmPasskeyAgain(deps, sessionOf(request), partyOf(request), request.body),
        deps.clock,
      ),
  );

  app.get(
    urls.passkeys(),
    {
      config: { access: { roles, aal: 1 }, told: { summary: 'One’s own passkeys' } },
      schema: { response: { 200: passkeys } },
    },
    async (request) => ({
      passkeys: (await deps.passkeys.of(sessionOf(request).userId)).map((each) => ({
        id: each.id,
        madeOn: each.madeOn,
        madeAt: each.madeAt.toISOString(),
        usedAt: each.usedAt?.toISOString() ?? null,
      })),
    }),
  );

  app.post(
    urls.passkeyOptions(),
    {
      config: { access: fresh, told: { summary: 'Begin to add a passkey' } },
      schema: { response: { 200: passkeyCreation } },
    },
    async (request) => await passkeyCreationOptions(deps, sessionOf(request), partyOf(request)),
  );

  app.post(
    urls.passkeys(),
    {
      config: { access: fresh, told: { summary: 'Finish adding a passkey' } },
      schema: { body: registerPasskeyBody, response: done },
    },
    async (request, reply) => {
      await registerPasskey(deps, sessionOf(request), partyOf(request), request.body);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/api/account/passkeys/:passkeyId/remove',
    {
      config: { access: fresh, told: { summary: 'Remove a passkey' } },
      schema: { params: Type.Object({ passkeyId }), response: done },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const user = await deps.users.byId(session.userId);
      if (user === null) throw new Refusal('not-signed-in');
      if (!(await deps.passkeys.remove(session.userId, request.params.passkeyId))) {
        throw new Refusal('not-found');
      }
      await deps.users.tell(session.userId, personEvent('passkey-removed', actorOf(session), deps.clock()));
      await deps.mail.enqueue({ kind: 'notice', what: 'passkey-removed', to: user.email });
      return reply.status(204).send(null);
    },
  );
}
