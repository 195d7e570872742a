// URL, schema, access, use case: what an auditor reads of the trail. Reading it is told in it.

import { Readable } from 'node:stream';
import { auditPage, auditQuery } from '@cool/contract/audit';
import { urls } from '@cool/contract/urls';
import type { App } from '#platform/app-type.ts';
import type { AuditStore } from './audit-store.ts';
import { checkpointsStore } from './checkpoints-store.ts';
import { exportLines } from './export-trail.ts';
import { listRecords } from './list-records.ts';
import { makeVerification, type VerificationParts } from './stream-verification.ts';

const auditors = { roles: ['auditor', 'admin'], aal: 2 } as const;

export function auditRoutes(app: App, store: AuditStore, parts: VerificationParts): void {
  const checkpoints = checkpointsStore(parts.db);
  const verify = makeVerification(parts);

  app.get(
    urls.audit(),
    {
      config: {
        access: auditors,
        told: { summary: 'The audit trail, newest first' },
        discloses: 'personal-data',
      },
      schema: { querystring: auditQuery, response: { 200: auditPage } },
      // As they are stored: a record that somebody altered out of its form must be seen, not break the page that shows it.
      serializerCompiler: () => (page) => JSON.stringify(page),
    },
    async (request) => await listRecords(store, checkpoints, request.query),
  );

  app.get(
    urls.auditExport(),
    {
      exposeHeadRoute: false,
      config: {
        access: { ...auditors, fresh: true },
        told: { summary: 'The whole trail to take away, as JSON lines', produces: 'application/x-ndjson' },
        discloses: 'export',
      },
    },
    async (_request, reply) =>
      reply
        .type('application/x-ndjson')
        .header('cache-control', 'no-store')
        .header('content-disposition', 'attachment; filename="audit-trail.jsonl"')
        .send(Readable.from(exportLines(store, checkpoints))),
  );

  app.get(
    urls.auditVerification(),
    {
      exposeHeadRoute: false, // a stream has no length and no end to tell
      config: {
        access: auditors,
        told: { summary: 'A verification of the whole trail as it runs', produces: 'text/event-stream' },
      },
    },
    async (request, reply) => {
      await verify(request, reply);
      return reply;
    },
  );
}
