// URL, schema, access, use case: what a person does about their own account. A change that would help somebody who found
// an unlocked screen asks for a fresh second factor, or for the password where there is no second factor; one that changes
// how the person signs in, for both.

import {
  account,
  changeEmail as changeEmailBody,
  changePassword as changePasswordBody,
  confirmEmail,
  endedSessions,
  ownSessions,
  passwordAgain,
  recoveryCodes,
  requestPasswordReset as requestPasswordResetBody,
  resetPassword as resetPasswordBody,
  roles,
  sessionRef,
  signUp as signUpBody,
} from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import Type from 'typebox';
import { freshMs, isFresh } from '#platform/access.ts';
import type { App } from '#platform/app-type.ts';
import { Refusal } from '#platform/problem.ts';
import { sessionOf } from '#platform/session.ts';
import {
  actorOf,
  type IdentityDeps,
  makeRecoveryCodes,
  personEvent,
  rememberDevice,
} from '../identity/index.ts';
import { askedAgain } from './asked-again.ts';
import { confirmEmailChange, requestEmailChange } from './change-email.ts';
import { changePassword } from './change-password.ts';
import { requestPasswordReset, resetPassword } from './reset-password.ts';
import { ownSessionOf } from './session-view.ts';
import { requestSignUp } from './sign-up.ts';

const nothing = { 202: Type.Null(), 204: Type.Null() };
const anybody = { roles, aal: 1 } as const;

export function accountRoutes(app: App, deps: IdentityDeps): void {
  app.get(
    urls.account(),
    {
      config: { access: anybody, told: { summary: 'One’s own account' } },
      schema: { response: { 200: account } },
    },
    async (request) => {
      const session = sessionOf(request);
      const user = await deps.users.byId(session.userId);
      if (user === null) throw new Refusal('not-signed-in');
      const { strongAt } = session;
      return {
        email: user.email,
        totp: user.totp !== null,
        recoveryCodesLeft: user.recoveryCodes.length,
        freshUntil:
          strongAt !== null && isFresh(session, deps.clock())
            ? new Date(strongAt.getTime() + freshMs).toISOString()
            : null,
      };
    },
  );

  app.get(
    urls.sessions(),
    {
      config: { access: anybody, told: { summary: 'Where one is signed in' } },
      schema: { response: { 200: ownSessions } },
    },
    async (request) => {
      const { id, userId } = sessionOf(request);
      return { sessions: (await deps.sessions.livingOf(userId)).map((each) => ownSessionOf(each, id)) };
    },
  );

  app.post(
    urls.endOtherSessions(),
    {
      config: {
        access: { ...anybody, fresh: true },
        limit: 'sign-in',
        told: { summary: 'Sign out everywhere else' },
      },
      schema: { body: passwordAgain, response: { 200: endedSessions } },
    },
    async (request) => {
      const session = sessionOf(request);
      await askedAgain(deps, session, request.body?.password);
      await deps.users.tell(session.userId, personEvent('session-ended', actorOf(session), deps.clock()));
      return { ended: await deps.sessions.endAllOf(session.userId, session.id) };
    },
  );

  app.post(
    '/api/sessions/:sessionRef/end',
    {
      config: {
        access: { ...anybody, fresh: true },
        limit: 'sign-in',
        told: { summary: 'Sign out in one place' },
      },
      schema: { params: Type.Object({ sessionRef }), body: passwordAgain, response: nothing },
    },
    async (request, reply) => {
      const session = sessionOf(request);
      await askedAgain(deps, session, request.body?.password);
      const { sessionRef: ref } = request.params;
      // Whose session it is stands in the query: another's is not there.
      if (!(await deps.sessions.endNamed(session.userId, ref))) throw new Refusal('not-found');
      const ended = personEvent('session-ended', actorOf(session), deps.clock(), { sessionRef: ref });
      await deps.users.tell(session.userId, ended);
      return reply.status(204).send(null);
    },
  );

  app.post(
    urls.recoveryCodes(),
    {
      config: {
        access: { roles, aal: 2, fresh: 'both' },
        limit: 'sign-in',
        told: { summary: 'Make new recovery codes; the old ones end' },
      },
      schema: { response: { 200: recoveryCodes } },
    },
    async (request) => {
      const session = sessionOf(request);
      const user = await deps.users.byId(session.userId);
      if (user === null) throw new Refusal('not-signed-in');
      const { codes, hashes } = makeRecoveryCodes();
      const made = personEvent('recovery-codes-made', actorOf(session), deps.clock());
      if (!(await deps.users.setRecoveryCodes(user.id, user.securityVersion, hashes, made))) {
        throw new Refusal('person-changed');
      }
      await deps.mail.enqueue({ kind: 'notice', what: 'recovery-codes-made', to: user.email });
      return { recoveryCodes: [...codes] };
    },
  );

  app.post(
    urls.changePassword(),
    {
      config: {
        access: { ...anybody, fresh: true },
        limit: 'sign-in',
        told: { summary: 'Change one’s own password' },
      },
      schema: { body: changePasswordBody, response: nothing },
    },
    async (request, reply) => {
      await changePassword(deps, sessionOf(request), request.body);
      return reply.status(204).send(null);
    },
  );

  app.post(
    urls.changeEmail(),
    {
      config: {
        access: { ...anybody, fresh: true },
        limit: 'sign-in',
        told: { summary: 'Ask for another address; a link goes there' },
      },
      schema: { body: changeEmailBody, response: nothing },
    },
    async (request, reply) => {
      await requestEmailChange(deps, sessionOf(request), request.body);
      return reply.status(202).send(null);
    },
  );

  app.post(
    urls.confirmEmail(),
    {
      config: {
        access: 'public',
        limit: 'sign-in',
        told: { summary: 'Confirm another address by its link' },
      },
      schema: { body: confirmEmail, response: nothing },
    },
    async (request, reply) => {
      await confirmEmailChange(deps, request.body.token);
      return reply.status(204).send(null);
    },
  );

  app.post(
    urls.signUp(),
    {
      config: { access: 'public', limit: 'sign-in', told: { summary: 'Ask for an account of one’s own' } },
      schema: { body: signUpBody, response: nothing },
    },
    async (request, reply) => {
      await requestSignUp(deps, request.body);
      return reply.status(202).send(null);
    },
  );

  app.post(
    urls.passwordReset(),
    {
      config: {
        access: 'public',
        limit: 'sign-in',
        told: { summary: 'Ask for a link to choose a new password' },
      },
      schema: { body: requestPasswordResetBody, response: nothing },
    },
    async (request, reply) => {
      await requestPasswordReset(deps, request.body.email);
      return reply.status(202).send(null);
    },
  );

  app.post(
    urls.confirmPasswordReset(),
    {
      config: { access: 'public', limit: 'sign-in', told: { summary: 'Choose a new password by that link' } },
      schema: { body: resetPasswordBody, response: nothing },
    },
    async (request, reply) => {
      // Who reads the mailbox is known from now on: they get in however much others guess at the address.
      rememberDevice(reply, deps.keys, await resetPassword(deps, request.body), deps.clock());
      return reply.status(204).send(null);
    },
  );
}
