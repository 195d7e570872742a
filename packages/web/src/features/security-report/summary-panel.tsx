// One judgement in numbers: how many controls were proved, refuted, unknown, not judged; how many promises kept.
import type { SecurityReport } from '@cool/contract/security-report';
import { Badge } from '#ui/note.tsx';
import type { VerdictName } from './report-view.ts';
import { verdictWords } from './verdict-words.ts';

export function SummaryPanel(props: {
  readonly title: string;
  readonly explained: string;
  readonly report: SecurityReport;
}) {
  const { summary, promises } = props.report;
  const counts: readonly (readonly [VerdictName, number])[] = [
    ['refuted', summary.refuted],
    ['unknown', summary.unknown],
    ['proved', summary.proved],
    ['not-judged', summary.notJudged],
    ['waived', summary.waived],
  ];
  const broken = promises.filter(({ state }) => state === 'broken').length;
  const kept = promises.filter(({ state }) => state === 'kept' || state === 'kept-as-far-as-judged').length;
  return (
    <div className="card stack">
      <div>
        <h2>{props.title}</h2>
        <p className="soft small">{props.explained}</p>
      </div>
      <p className="summary-line">
        {broken > 0 ? (
          <>
            <strong>{broken}</strong> {broken === 1 ? 'promise' : 'promises'} broken
          </>
        ) : (
          <>
            <strong>{kept}</strong> {kept === 1 ? 'promise' : 'promises'} kept as far as judged, none broken
          </>
        )}
      </p>
      <ul className="summary-counts">
        {counts
          .filter(([, count]) => count > 0)
          .map(([name, count]) => (
            <li key={name}>
              <Badge tone={verdictWords[name].tone} icon={verdictWords[name].icon}>
                {`${count} ${verdictWords[name].word.toLowerCase()}`}
              </Badge>
            </li>
          ))}
      </ul>
    </div>
  );
}
