// URL, schema, access, use case: the doors of identity.

import {
  acceptInvitation as acceptInvitationBody,
  enrolledSession,
  passwordAgain,
  reEnrol as reEnrolBody,
  roles,
  sessionEnds,
  session as sessionView,
  signIn as signInBody,
  spendRecoveryCode,
  stepUp,
  totpCode,
  totpEnrolment,
} from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { shortAgent } from '#platform/agent.ts';
import type { App } from '#platform/app-type.ts';
import { Refusal } from '#platform/problem.ts';
import { clearSessionCookie, endFormerSession, sessionOf } from '#platform/session.ts';
import { acceptInvitation } from './accept-invitation.ts';
import type { IdentityDeps } from './deps.ts';
import { beginEnrolment, confirmEnrolment } from './enrol-totp.ts';
import { knownDeviceOf, rememberDevice } from './known-device.ts';
import { actorOf, personEvent } from './person-events.ts';
import { reEnrol } from './re-enrol.ts';
import { answerSignedIn, sessionEndsOf, sessionViewOf } from './session-answer.ts';
import { type SignedIn, signIn } from './sign-in.ts';
import { verifyRecoveryCode } from './verify-recovery-code.ts';
import { confirmTotpAgain, verifyTotp } from './verify-totp.ts';

const agentOf = (request: FastifyRequest) => shortAgent(request.headers['user-agent']);

export function identityRoutes(app: App, deps: IdentityDeps): void {
  const answer = (reply: FastifyReply, signedIn: SignedIn) => answerSignedIn(reply, signedIn, deps.clock);

  app.post(
    urls.signIn(),
    {
      config: { access: 'public', limit: 'sign-in', told: { summary: 'Sign in with address and password' } },
      schema: { body: signInBody, response: { 200: sessionView } },
    },
    async (request, reply) => {
      const { email } = request.body;
      const known = knownDeviceOf(deps.keys, request, email, deps.clock());
      const signedIn = await signIn(deps, request.body, agentOf(request), known);
      await endFormerSession(request, deps.sessions);
      const view = answer(reply, signedIn);
      rememberDevice(reply, deps.keys, email, deps.clock(), known);
      return view;
    },
  );

  app.post(
    urls.verifyTotp(),
    {
      // Only a session that waits for a code gets here; one that already has two factors has nothing to verify.
      config: {
        access: { roles: [], aal: 1, pending: ['verify'] },
        limit: 'sign-in',
        told: { summary: 'Finish signing in with a code of the app' },
      },
      schema: { body: totpCode, response: { 200: sessionView } },
    },
    async (request, reply) => answer(reply, await verifyTotp(deps, sessionOf(request), request.body.code)),
  );

  app.post(
    urls.recoverySignIn(),
    {
      config: {
        access: { roles: [], aal: 1, pending: ['verify'] },
        limit: 'sign-in',
        told: { summary: 'Finish signing in with a recovery code' },
      },
      schema: { body: spendRecoveryCode, response: { 200: sessionView } },
    },
    async (request, reply) =>
      answer(reply, await verifyRecoveryCode(deps, sessionOf(request), request.body.code)),
  );

  app.post(
    urls.stepUp(),
    {
      config: {
        access: { roles, aal: 2 },
        limit: 'sign-in',
        told: {
          summary: 'Show the second factor again, or with the password both, before what asks for fresh ones',
        },
      },
      schema: { body: stepUp, response: { 200: sessionView } },
    },
    async (request, reply) => answer(reply, await confirmTotpAgain(deps, sessionOf(request), request.body)),
  );

  app.post(
    urls.reEnrol(),
    {
      config: {
        access: 'public',
        limit: 'sign-in',
        told: { summary: 'Begin again with a new second factor, by the link that was mailed' },
      },
      schema: { body: reEnrolBody, response: { 200: sessionView } },
    },
    async (request, reply) => {
      const signedIn = await reEnrol(deps, request.body, agentOf(request));
      await endFormerSession(request, deps.sessions);
      return answer(reply, signedIn);
    },
  );

  app.post(
    urls.enrolTotp(),
    {
      config: {
        access: { roles, aal: 1, pending: ['enrol'] },
        limit: 'sign-in',
        told: { summary: 'Begin to set up an app for codes' },
      },
      schema: { body: passwordAgain, response: { 200: totpEnrolment } },
    },
    async (request) => await beginEnrolment(deps, sessionOf(request), request.body?.password),
  );

  app.post(
    urls.confirmTotp(),
    {
      config: {
        access: { roles, aal: 1, pending: ['enrol'] },
        limit: 'sign-in',
        told: { summary: 'Finish that setup with the first code' },
      },
      schema: { body: totpCode, response: { 200: enrolledSession } },
    },
    async (request, reply) => {
      const enrolled = await confirmEnrolment(deps, sessionOf(request), request.body.code);
      return { ...answer(reply, enrolled), recoveryCodes: [...enrolled.recoveryCodes] };
    },
  );

  app.post(
    urls.acceptInvitation(),
    {
      config: {
        access: 'public',
        limit: 'sign-in',
        told: { summary: 'Accept an invitation and choose a password' },
      },
      schema: { body: acceptInvitationBody, response: { 201: sessionView } },
    },
    async (request, reply) => {
      const signedIn = await acceptInvitation(deps, request.body, agentOf(request));
      await endFormerSession(request, deps.sessions);
      return reply.status(201).send(answer(reply, signedIn));
    },
  );

  app.get(
    urls.session(),
    {
      config: {
        access: { roles, aal: 1, pending: ['verify', 'enrol'] },
        told: { summary: 'Who is signed in here' },
      },
      schema: { response: { 200: sessionView } },
    },
    async (request) => {
      const session = sessionOf(request);
      const user = await deps.users.byId(session.userId);
      if (user === null) throw new Refusal('not-signed-in');
      return sessionViewOf(session, user, deps.clock());
    },
  );

  app.get(
    urls.sessionEnds(),
    {
      // A page asks before it clears itself: the person may have gone on in another tab.
      config: {
        access: { roles, aal: 1, pending: ['verify', 'enrol'] },
        isUse: false,
        told: { summary: 'When the session ends; asking does not prolong it' },
      },
      schema: { response: { 200: sessionEnds } },
    },
    async (request) => sessionEndsOf(sessionOf(request), deps.clock()),
  );

  app.post(
    urls.signOut(),
    {
      config: { access: { roles, aal: 1, pending: ['verify', 'enrol'] }, told: { summary: 'Sign out' } },
      schema: { response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      const ended = personEvent('session-ended', actorOf(session), deps.clock(), { sessionRef: session.ref });
      await deps.users.tell(session.userId, ended);
      await deps.sessions.end(session.id);
      clearSessionCookie(reply);
      return reply.status(204).send(null);
    },
  );
}
