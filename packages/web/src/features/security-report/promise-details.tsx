// One promise: its state on both sides; opened, its controls; each opened, the evidence of both verdicts.
import type { ReportVerdict } from '@cool/contract/security-report';
import { Badge } from '#ui/note.tsx';
import type { ControlView, PromiseState, PromiseView, VerdictName } from './report-view.ts';
import { promiseWords, verdictWords } from './verdict-words.ts';

export function PromiseDetails({ promise }: { readonly promise: PromiseView }) {
  return (
    <details className="promise">
      <summary>
        <span className="promise-name">
          <code>{promise.id}</code>
          <span>{promise.title}</span>
        </span>
        <span className="pair">
          <PromiseBadge side="As built" state={promise.asBuilt} />
          <PromiseBadge side="As designed" state={promise.asDesigned} />
        </span>
      </summary>
      <div className="controls">
        {promise.controls.length === 0 && <p className="soft">No control judges this promise yet.</p>}
        {promise.controls.map((control) => (
          <ControlDetails key={control.id} control={control} />
        ))}
      </div>
    </details>
  );
}

function ControlDetails({ control }: { readonly control: ControlView }) {
  return (
    <details className="control">
      <summary>
        <span className="promise-name">
          <span>{control.claim === '' ? control.id : control.claim}</span>
          <code className="small soft">{control.id}</code>
        </span>
        <span className="pair">
          <VerdictBadge side="As built" verdict={control.asBuilt?.verdict ?? null} />
          <VerdictBadge side="As designed" verdict={control.asDesigned?.verdict ?? null} />
        </span>
      </summary>
      <div className="evidence-pair">
        <Evidence side="As built" control={control.id} verdict={control.asBuilt} />
        <Evidence side="As designed" control={control.id} verdict={control.asDesigned} />
      </div>
    </details>
  );
}

function Evidence(props: {
  readonly side: string;
  readonly control: string;
  readonly verdict: ReportVerdict | null;
}) {
  const { side, control, verdict } = props;
  return (
    <section className="evidence" aria-label={`${side}: ${control}`}>
      <h3>{side}</h3>
      {verdict === null && <p className="soft">This report does not judge it.</p>}
      {verdict !== null && (
        <>
          <p>
            <VerdictBadge side="" verdict={verdict.verdict} />{' '}
            <span className="soft small">{verdict.severity} severity</span>
          </p>
          {verdict.witness !== null && (
            <p className="witness">
              <span className="soft small">Witness ({verdict.witness.kind})</span>
              {verdict.witness.summary}
            </p>
          )}
          {verdict.reason !== null && <p>{verdict.reason}</p>}
          {verdict.resources.length > 0 && (
            <ul className="places">
              {verdict.resources.map((resource) => (
                <li key={`${resource.file}:${resource.line} ${resource.id} ${resource.path}`}>
                  <strong>{resource.id}</strong> <span className="soft small">{resource.type}</span>
                  <code>
                    {resource.file}:{resource.line}
                  </code>
                </li>
              ))}
            </ul>
          )}
          {verdict.satisfies.length > 0 && (
            <p className="soft small">Satisfies {verdict.satisfies.join(', ')}</p>
          )}
          {verdict.threats.length > 0 && <p className="soft small">Against {verdict.threats.join(', ')}</p>}
        </>
      )}
    </section>
  );
}

function VerdictBadge({ side, verdict }: { readonly side: string; readonly verdict: VerdictName | null }) {
  return <SidedBadge side={side} word={verdict === null ? null : verdictWords[verdict]} />;
}

function PromiseBadge({ side, state }: { readonly side: string; readonly state: PromiseState | null }) {
  return <SidedBadge side={side} word={state === null ? null : promiseWords[state]} />;
}

function SidedBadge(props: {
  readonly side: string;
  readonly word: (typeof verdictWords)[VerdictName] | null;
}) {
  const { side, word } = props;
  return (
    <span className="sided">
      {side !== '' && <span className="side-name soft small">{side}</span>}
      {word === null ? (
        <span className="soft small">not in this report</span>
      ) : (
        <Badge tone={word.tone} icon={word.icon}>
          {word.word}
        </Badge>
      )}
    </span>
  );
}
