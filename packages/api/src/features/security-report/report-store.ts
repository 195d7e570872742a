// The latest report of the assurance engine. Kept as text: its keys are the engine's business, not the database's.

import { type StoredSecurityReport, storedSecurityReport } from '@cool/contract/security-report';
import type { Collection, Db } from 'mongodb';
import { compileSchema, fieldErrors } from '#platform/validation.ts';

interface ReportDocument {
  readonly _id: 'latest';
  readonly json: string;
}

const fits = compileSchema<StoredSecurityReport>(storedSecurityReport);

export function reportStore(db: Db) {
  const reports: Collection<ReportDocument> = db.collection('reports');
  return {
    async latest(): Promise<StoredSecurityReport | null> {
      const found = await reports.findOne({ _id: 'latest' });
      return found === null ? null : (JSON.parse(found.json) as StoredSecurityReport); // judged when it was stored
    },
    /** Refuses what is no report, naming the field. */
    async store(report: unknown): Promise<void> {
      if (!fits(report)) {
        const [first] = fieldErrors(fits.errors ?? []);
        throw new Error(
          `The security report's ${first?.field} is ${first?.given}, allowed is ${first?.allowed}.`,
        );
      }
      await reports.replaceOne({ _id: 'latest' }, { json: JSON.stringify(report) }, { upsert: true });
    },
  };
}
