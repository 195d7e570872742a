// The door of the security report: auditors and admins read what the assurance engine last found.

import { storedSecurityReport } from '@cool/contract/security-report';
import { urls } from '@cool/contract/urls';
import type { Db } from 'mongodb';
import type { App } from '#platform/app-type.ts';
import { Refusal } from '#platform/problem.ts';
import { reportStore } from './report-store.ts';

export { reportStore } from './report-store.ts';

export function installSecurityReport(app: App, db: Db): void {
  const reports = reportStore(db);
  app.get(
    urls.securityReport(),
    {
      config: {
        access: { roles: ['auditor', 'admin'], aal: 2 },
        told: { summary: 'What the assurance engine last found' },
      },
      schema: { response: { 200: storedSecurityReport } },
    },
    async () => {
      const report = await reports.latest();
      if (report === null) {
        throw new Refusal('not-found', {
          detail: 'No security report was stored yet. Run the assurance engine and store its report.',
        });
      }
      return report;
    },
  );
}
