// URL, schema, access, use case: erasing a person. Two admins, each with a second factor given just now.

import { askErasure as askErasureBody } from '@cool/contract/identity';
import { userId } from '@cool/contract/orders';
import Type from 'typebox';
import type { App } from '#platform/app-type.ts';
import { sessionOf } from '#platform/session.ts';
import type { PeopleDeps } from './deps.ts';
import { approveErasure, askErasure } from './erase-person.ts';

const freshAdmin = { roles: ['admin'], aal: 2, fresh: true } as const;
const params = Type.Object({ userId });
const done = { 204: Type.Null() };

export function erasureRoutes(app: App, deps: PeopleDeps): void {
  app.post(
    '/api/people/:userId/erasure',
    {
      config: { access: freshAdmin, told: { summary: 'Ask that a person be erased' } },
      schema: { params, body: askErasureBody, response: done },
    },
    async (request, reply) => {
      await askErasure(deps, sessionOf(request), request.params.userId, request.body.reason);
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/api/people/:userId/erasure/approve',
    {
      config: { access: freshAdmin, told: { summary: 'Agree, as the second admin, and erase' } },
      schema: { params, response: done },
    },
    async (request, reply) => {
      await approveErasure(deps, sessionOf(request), request.params.userId);
      return reply.status(204).send(null);
    },
  );
}
