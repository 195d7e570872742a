// URL, schema, access, use case: what an admin does about people. Ending somebody's sessions must be quick and asks for
// nothing more; whatever gives or takes a right asks for a fresh second factor.

import {
  breakGlass,
  changeRole as changeRoleBody,
  endedSessions,
  invitePerson as invitePersonBody,
  isStaff,
  people,
  withdrawInvitation,
} from '@cool/contract/identity';
import { userId } from '@cool/contract/orders';
import { urls } from '@cool/contract/urls';
import Type from 'typebox';
import { noteOf } from '#platform/access-trail.ts';
import type { App } from '#platform/app-type.ts';
import { Refusal } from '#platform/problem.ts';
import { sessionOf } from '#platform/session.ts';
import { actorOf, normalEmail, personEvent, type User } from '../identity/index.ts';
import { changeRole, disable, enable, personOf } from './change-person.ts';
import type { PeopleDeps } from './deps.ts';
import { invitePerson } from './invite-person.ts';
import { countStaffWithoutSecondFactor, groupByUser, personView } from './people-view.ts';
import { approveReEnrolment, breakGlassReEnrolment, requestReEnrolment } from './re-enrolment.ts';

const admin = { roles: ['admin'], aal: 2 } as const;
const freshAdmin = { ...admin, fresh: true } as const;
const params = Type.Object({ userId });
const done = { 204: Type.Null() };

export function peopleRoutes(app: App, deps: PeopleDeps): void {
  app.get(
    urls.people(),
    {
      config: {
        access: admin,
        discloses: 'personal-data',
        told: { summary: 'People, open invitations and who has no second factor' },
      },
      schema: { response: { 200: people } },
    },
    async () => {
      const now = deps.clock();
      const [users, sessions, reEnrolments, erasures, owners, invitations] = await Promise.all([
        deps.users.all(),
        deps.sessions.allLiving(),
        deps.reEnrolments.all(now),
        deps.erasures.waiting(now),
        deps.passkeys.owners(),
        deps.invitations.open(now),
      ]);
      const byUser = groupByUser(sessions);
      const asked = new Map(reEnrolments.map((each) => [each.userId, each]));
      const leaving = new Map(erasures.map((each) => [each.userId, each]));
      return {
        people: shownOf(users.filter(({ erasedAt }) => erasedAt === null)).map((user) =>
          personView(
            user,
            byUser.get(user.id) ?? [],
            asked.get(user.id),
            owners.has(user.id),
            leaving.get(user.id),
          ),
        ),
        invitations: invitations.map(({ email, role, at, expiresAt }) => ({
          email,
          role,
          at: at.toISOString(),
          expiresAt: expiresAt.toISOString(),
        })),
        staffWithoutSecondFactor: countStaffWithoutSecondFactor(users),
      };
    },
  );

  app.post(
    urls.invitePerson(),
    {
      config: { access: freshAdmin, limit: 'sign-in', told: { summary: 'Invite a person' } },
      schema: { body: invitePersonBody, response: { 202: Type.Null() } },
    },
    async (request, reply) => {
      // Told first: an invitation that was sent is never missing from the trail.
      await deps.trail.note({ ...noteOf(request, 'invited', null), role: request.body.role });
      await invitePerson(deps, request.body);
      return reply.status(202).send(null);
    },
  );

  app.post(
    urls.withdrawInvitation(),
    {
      config: { access: admin, told: { summary: 'Take an invitation back' } },
      schema: { body: withdrawInvitation, response: done },
    },
    async (request, reply) => {
      const email = normalEmail(request.body.email);
      if (!(await deps.invitations.withdraw(email))) throw new Refusal('not-found');
      await deps.trail.note(noteOf(request, 'invitation-withdrawn', null));
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/api/people/:userId/role',
    {
      config: { access: freshAdmin, told: { summary: 'Give a person another role' } },
      schema: { params, body: changeRoleBody, response: done },
    },
    async (request, reply) => {
      await changeRole(deps, actorOf(sessionOf(request)), request.params.userId, request.body.role);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/api/people/:userId/disable',
    {
      config: { access: freshAdmin, told: { summary: 'Close a person’s account' } },
      schema: { params, response: done },
    },
    async (request, reply) => {
      await disable(deps, actorOf(sessionOf(request)), request.params.userId);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/api/people/:userId/enable',
    {
      config: { access: freshAdmin, told: { summary: 'Open it again' } },
      schema: { params, response: done },
    },
    async (request, reply) => {
      await enable(deps, actorOf(sessionOf(request)), request.params.userId);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/api/people/:userId/end-sessions',
    {
      config: { access: admin, told: { summary: 'Sign a person out everywhere' } },
      schema: { params, response: { 200: endedSessions } },
    },
    async (request) => {
      const user = await personOf(deps, request.params.userId);
      await deps.users.tell(user.id, personEvent('session-ended', actorOf(sessionOf(request)), deps.clock()));
      return { ended: await deps.sessions.endAllOf(user.id) };
    },
  );

  app.post(
    '/api/people/:userId/re-enrolment',
    {
      config: { access: freshAdmin, told: { summary: 'Ask that a person may set up a new second factor' } },
      schema: { params, response: done },
    },
    async (request, reply) => {
      await requestReEnrolment(deps, sessionOf(request), request.params.userId);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/api/people/:userId/re-enrolment/approve',
    {
      config: { access: freshAdmin, told: { summary: 'Agree to that, as the second admin' } },
      schema: { params, response: done },
    },
    async (request, reply) => {
      await approveReEnrolment(deps, sessionOf(request), request.params.userId);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/api/people/:userId/re-enrolment/break-glass',
    {
      config: {
        access: freshAdmin,
        told: { summary: 'Agree alone, where there is one admin; audited as such' },
      },
      schema: { params, body: breakGlass, response: done },
    },
    async (request, reply) => {
      const { userId: subject } = request.params;
      await breakGlassReEnrolment(deps, sessionOf(request), subject, request.body.reason);
      return reply.status(204).send(null);
    },
  );
}

/** All staff; of the customers, who may be many, the first 500 by address. */
function shownOf(users: readonly User[]): readonly User[] {
  const customers = users.filter(({ role }) => !isStaff(role));
  return [...users.filter(({ role }) => isStaff(role)), ...customers.slice(0, 500)];
}
