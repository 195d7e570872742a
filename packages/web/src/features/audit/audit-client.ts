// The audit trail's routes: pages of records, and one verification as it runs.
import type { AuditPage, VerificationProgress, VerificationVerdict } from '@cool/contract/audit';
import { urls } from '@cool/contract/urls';
import { type Answer, request, requestFile } from '#http/http-client.ts';
import { type AuditFilter, queryOf } from './audit-filter.ts';

export function readAudit(filter: AuditFilter, cursor: string | null): Promise<Answer<AuditPage>> {
  return request('GET', urls.audit({ ...queryOf(filter), ...(cursor === null ? {} : { cursor }) }));
}

/** Asks for a fresh second factor, and is told in the trail. */
export function readExport(): Promise<Answer<Blob>> {
  return requestFile(urls.auditExport());
}

export interface VerificationListener {
  readonly onProgress: (progress: VerificationProgress) => void;
  readonly onVerdict: (verdict: VerificationVerdict) => void;
  /** It was refused, or ended without a verdict. */
  readonly onFailed: () => void;
}

/** Runs until a verdict, or until the returned function is called. Never begins anew by itself. */
export function verifyTrail(listener: VerificationListener): () => void {
  const stream = new EventSource(urls.auditVerification());
  const end = () => stream.close();
  stream.addEventListener('progress', (event: MessageEvent<string>) => {
    listener.onProgress(JSON.parse(event.data) as VerificationProgress);
  });
  stream.addEventListener('verdict', (event: MessageEvent<string>) => {
    end(); // before the server closes: the browser would ask again
    listener.onVerdict(JSON.parse(event.data) as VerificationVerdict);
  });
  for (const name of ['failed', 'error'] as const) {
    stream.addEventListener(name, () => {
      end();
      listener.onFailed();
    });
  }
  return end;
}
