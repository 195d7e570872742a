// The proof that the architecture keeps its promises, beside the site that did not: from a promise to its
// evidence, file and line, in two presses. Prints as it stands.
import type { StoredSecurityReport } from '@cool/contract/security-report';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Refusal } from '#http/http-client.ts';
import { age } from '#ui/moments.ts';
import { Page } from '#ui/page.tsx';
import { EmptyState, Skeleton } from '#ui/placeholders.tsx';
import { RefusalNote } from '#ui/refusal-note.tsx';
import { PromiseDetails } from './promise-details.tsx';
import { readSecurityReport } from './report-client.ts';
import { countControls, filterView, type ReportFilter, viewOf } from './report-view.ts';
import { SummaryPanel } from './summary-panel.tsx';
import { verdictWords } from './verdict-words.ts';

const askAgainMs = 3_000;
const everything: ReportFilter = { verdict: 'all', text: '' };

export function SecurityPage() {
  const [report, refusal, readAgain] = useReport();
  return (
    <Page
      title="Security"
      lead={
        report === null
          ? 'What the architecture promises, and the proof.'
          : `Judged ${age(report.judgedAt)} from commit ${report.commit.slice(0, 12)}.`
      }
    >
      {report !== null && <Report report={report} />}
      {report === null && refusal === null && <Skeleton rows={6} label="Reading the report" />}
      {report === null && refusal?.code === 'not-found' && (
        <EmptyState icon="shield" title="The report is being made">
          <p role="status">
            The templates are judged right after the start. This page looks again by itself.
          </p>
        </EmptyState>
      )}
      {report === null && refusal !== null && refusal.code !== 'not-found' && (
        <RefusalNote refusal={refusal} onRetry={readAgain} />
      )}
    </Page>
  );
}

function Report({ report }: { readonly report: StoredSecurityReport }) {
  const [filter, setFilter] = useState<ReportFilter>(everything);
  const view = useMemo(() => viewOf(report), [report]);
  const shown = useMemo(() => filterView(view, filter), [view, filter]);
  const controlCount = countControls(shown);
  return (
    <>
      <div className="summaries">
        <SummaryPanel
          title="As built"
          explained="The running account this project began from."
          report={report.asBuilt}
        />
        <SummaryPanel
          title="As designed"
          explained="The templates in this repository."
          report={report.asDesigned}
        />
      </div>
      <form className="report-filter" onSubmit={(event) => event.preventDefault()}>
        <label className="field">
          <span className="field-label">Verdict</span>
          <select
            className="input"
            value={filter.verdict}
            onChange={(event) =>
              setFilter({ ...filter, verdict: event.currentTarget.value as ReportFilter['verdict'] })
            }
          >
            <option value="all">All verdicts</option>
            {Object.entries(verdictWords).map(([name, { word }]) => (
              <option key={name} value={name}>
                {word}
              </option>
            ))}
          </select>
        </label>
        <label className="field report-search">
          <span className="field-label">Promise or control</span>
          <input
            className="input"
            type="search"
            placeholder="Such as NET-PRIVATE or ssh"
            value={filter.text}
            onInput={(event) => setFilter({ ...filter, text: event.currentTarget.value })}
          />
        </label>
        <p className="soft small" role="status">
          {counted(shown.length, 'promise')}, {counted(controlCount, 'control')} shown
        </p>
      </form>
      {shown.length === 0 ? (
        <EmptyState icon="search" title="Nothing fits this filter">
          <button type="button" className="button" onClick={() => setFilter(everything)}>
            Show everything
          </button>
        </EmptyState>
      ) : (
        <div className="promises">
          <div className="promise-columns soft small" aria-hidden="true">
            <span>As built</span>
            <span>As designed</span>
          </div>
          {shown.map((promise) => (
            <PromiseDetails key={promise.id} promise={promise} />
          ))}
        </div>
      )}
      {report.asDesigned.unmodelled.length > 0 && (
        <details className="unmodelled">
          <summary>Resource types the judge does not model ({report.asDesigned.unmodelled.length})</summary>
          <ul>
            {report.asDesigned.unmodelled.map(({ type, count }) => (
              <li key={type}>
                <code>{type}</code> × {count}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Reads the report, and asks again while it is still being made. */
function useReport(): readonly [StoredSecurityReport | null, Refusal | null, () => void] {
  const [report, setReport] = useState<StoredSecurityReport | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    void readSecurityReport().then((answer) => {
      if (!wanted) return;
      setReport(answer.ok ? answer.value : null);
      setRefusal(answer.ok ? null : answer.refusal);
      if (!answer.ok && answer.refusal.code === 'not-found') {
        timer = setTimeout(() => setAttempt(attempt + 1), askAgainMs);
      }
    });
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [attempt]);
  return [report, refusal, () => setAttempt(attempt + 1)];
}
