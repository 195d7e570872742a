// What a run found, as the published JSON shape: summary, promises, verdicts, unmodelled types. The schema stands in
// schema/report.schema.json; readers in other packages rely on it, so a change here is a change of a contract.

import { placesOf, type Verdict } from '../judge.ts';
import type { Place } from '../model/place.ts';
import { judgedLater, type PromiseId, promiseIds, promises } from '../threats/promises.ts';
import { strideOf } from '../threats/threats.ts';

export type VerdictName = 'proved' | 'refuted' | 'unknown' | 'not-judged' | 'waived';
export type PromiseState = 'kept' | 'kept-as-far-as-judged' | 'broken' | 'unknown' | 'not-judged';

export interface ReportStep {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

export interface ReportVerdict {
  readonly control: string;
  readonly verdict: VerdictName;
  readonly claim: string;
  readonly severity: string;
  readonly stride: readonly string[];
  readonly threats: readonly string[];
  readonly keeps: readonly string[];
  readonly satisfies: readonly string[];
  readonly resources: readonly Place[];
  readonly witness: {
    readonly kind: string;
    readonly summary: string;
    readonly path: readonly ReportStep[];
  } | null;
  readonly reason: string | null;
  readonly waiver: null;
}

export interface ReportPromise {
  readonly id: PromiseId;
  readonly title: string;
  readonly state: PromiseState;
  readonly controls: readonly string[];
}

export interface Report {
  readonly summary: {
    readonly proved: number;
    readonly refuted: number;
    readonly unknown: number;
    readonly notJudged: number;
    readonly waived: number;
  };
  readonly promises: readonly ReportPromise[];
  readonly verdicts: readonly ReportVerdict[];
  readonly unmodelled: readonly { readonly type: string; readonly count: number }[];
}

export function reportOf(verdicts: readonly Verdict[], unmodelled: Report['unmodelled']): Report {
  const told = verdicts.map(tell);
  const count = (name: VerdictName) => told.filter(({ verdict }) => verdict === name).length;
  return {
    summary: {
      proved: count('proved'),
      refuted: count('refuted'),
      unknown: count('unknown'),
      notJudged: count('not-judged'),
      waived: count('waived'),
    },
    promises: promiseIds.map((id) => promiseOf(id, told)),
    verdicts: told,
    unmodelled,
  };
}

function tell(verdict: Verdict): ReportVerdict {
  const { control, finding, world } = verdict;
  const inWorld = world === '' ? '' : ` (when ${world})`;
  return {
    control: control.id,
    verdict: finding.verdict,
    claim: control.claim,
    severity: control.severity,
    stride: strideOf(control.threats),
    threats: control.threats,
    keeps: control.keeps,
    satisfies: control.satisfies,
    resources: placesOf(verdict),
    witness: witnessOf(finding, inWorld),
    reason: 'reason' in finding ? `${finding.reason}${inWorld}` : null,
    waiver: null,
  };
}

function witnessOf(finding: Verdict['finding'], inWorld: string): ReportVerdict['witness'] {
  if (finding.verdict !== 'refuted') return null;
  const { kind, summary, path } = finding.witness;
  return {
    kind,
    summary: `${summary}${inWorld}`,
    path: path.map(({ text, place }) => ({ text, file: place.file, line: place.line })),
  };
}

function promiseOf(id: PromiseId, verdicts: readonly ReportVerdict[]): ReportPromise {
  const keeping = verdicts.filter(({ keeps }) => keeps.includes(id));
  return {
    id,
    title: promises[id].title,
    state: stateOf(id, keeping),
    controls: keeping.map(({ control }) => control),
  };
}

/** One refutation breaks a promise; it is kept only when all that belongs to it was judged and proved. */
function stateOf(id: PromiseId, keeping: readonly ReportVerdict[]): PromiseState {
  const has = (name: VerdictName) => keeping.some(({ verdict }) => verdict === name);
  if (has('refuted')) return 'broken';
  if (has('unknown')) return 'unknown';
  if (!has('proved')) return 'not-judged';
  return has('not-judged') || judgedLater(id) !== undefined ? 'kept-as-far-as-judged' : 'kept';
}

/** `3 of 4 controls`, the way reports qualify a state. */
export function judgedCount(promise: ReportPromise, report: Report): string {
  const keeping = report.verdicts.filter(({ control }) => promise.controls.includes(control));
  const proved = keeping.filter(({ verdict }) => verdict === 'proved').length;
  return `${proved} of ${keeping.length}`;
}

/** Exit code of `prove`: 0 all proved, 1 refuted (or unknown under strict), 2 unknown remains. */
export function exitCodeOf(report: Report, strict: boolean): 0 | 1 | 2 {
  if (report.summary.refuted > 0) return 1;
  if (report.summary.unknown === 0) return 0;
  return strict ? 1 : 2;
}
