// The audit trail for auditors and admins: whether it holds, and what it says, the newest first.
import type { AuditPage as Answered } from '@cool/contract/audit';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { Button } from '#ui/button.tsx';
import { Page } from '#ui/page.tsx';
import { EmptyState, Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { readAudit } from './audit-client.ts';
import { type AuditFilter, everything } from './audit-filter.ts';
import { ExportButton } from './export-button.tsx';
import { FilterForm } from './filter-form.tsx';
import { RecordItem } from './record-item.tsx';
import { Seal } from './seal.tsx';
import { useVerification } from './use-verification.ts';

export function AuditPage() {
  const [filter, setFilter] = useState<AuditFilter>(everything);
  const [page, setPage] = useState<Answered | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [reading, setReading] = useState(false);
  const [verification, verify] = useVerification();

  const read = async (wanted: AuditFilter, after: Answered | null) => {
    setReading(true);
    const answer = await readAudit(wanted, after?.nextCursor ?? null);
    setReading(false);
    setRefusal(answer.ok ? null : answer.refusal);
    if (!answer.ok) return;
    const earlier = after === null ? [] : after.records;
    setPage({ ...answer.value, records: [...earlier, ...answer.value.records] });
  };
  // After a verdict too: what was verified is then what stands here.
  const isDone = verification.state === 'done';
  useEffect(() => void read(filter, null), [filter, isDone]);

  const alteredSeq =
    verification.state === 'done' && !verification.verdict.ok ? verification.verdict.seq : null;
  return (
    <Page
      title="Audit trail"
      width="full"
      lead="Everything that happened, each record bound to the one before it."
      actions={
        <>
          <ExportButton onRefusal={setRefusal} />
          <Button icon="redo" busy={reading} onPress={() => void read(filter, null)}>
            Read again
          </Button>
        </>
      }
    >
      {refusal !== null && <RefusalNote refusal={refusal} onRetry={() => void read(filter, null)} />}
      {page === null && refusal === null && <Skeleton rows={8} label="Reading the trail" />}
      {page !== null && (
        <>
          <Seal
            page={page}
            verification={verification}
            onVerify={verify}
            onShow={(about) => setFilter({ ...everything, about })}
          />
          <FilterForm filter={filter} onFilter={setFilter} />
          {page.records.length === 0 ? (
            <EmptyState icon="search" title="No record fits">
              <p>Nothing of this kind has happened yet.</p>
            </EmptyState>
          ) : (
            <ol className="records" aria-label="Records, the newest first" reversed>
              {page.records.map((record) => (
                <RecordItem key={record.seq} record={record} altered={record.seq === alteredSeq} />
              ))}
            </ol>
          )}
          {page.nextCursor !== null && (
            <Button busy={reading} icon="down" onPress={() => void read(filter, page)}>
              Older records
            </Button>
          )}
        </>
      )}
    </Page>
  );
}
