// Puts the two judgements beside each other: for each promise its state as built and as designed, and for each of
// its controls both verdicts. Every promise and every verdict of either report appears; none is shown that is not there.
import type { ReportVerdict, SecurityReport, StoredSecurityReport } from '@cool/contract/security-report';

export type PromiseState = SecurityReport['promises'][number]['state'];
export type VerdictName = ReportVerdict['verdict'];

export interface ControlView {
  readonly id: string;
  readonly claim: string;
  readonly severity: string;
  readonly asBuilt: ReportVerdict | null;
  readonly asDesigned: ReportVerdict | null;
}

export interface PromiseView {
  readonly id: string;
  readonly title: string;
  readonly asBuilt: PromiseState | null;
  readonly asDesigned: PromiseState | null;
  readonly controls: readonly ControlView[];
}

export interface ReportFilter {
  /** Controls with this verdict on either side; `all` shows every one. */
  readonly verdict: VerdictName | 'all';
  readonly text: string;
}

/** Controls no promise names stand under this heading, so that none is lost. */
const withoutPromise = { id: 'OTHER', title: 'Controls that no promise names' };

export function viewOf(report: StoredSecurityReport): readonly PromiseView[] {
  const { asBuilt, asDesigned } = report;
  const ids = unique([...asDesigned.promises, ...asBuilt.promises].map(({ id }) => id));
  const promises = ids.map((id) => {
    const built = asBuilt.promises.find((promise) => promise.id === id);
    const designed = asDesigned.promises.find((promise) => promise.id === id);
    const controls = unique([...(designed?.controls ?? []), ...(built?.controls ?? [])]);
    return {
      id,
      title: designed?.title ?? built?.title ?? id,
      asBuilt: built?.state ?? null,
      asDesigned: designed?.state ?? null,
      controls: controls.map((control) => controlOf(control, asBuilt, asDesigned)),
    };
  });
  const named = new Set(promises.flatMap(({ controls }) => controls.map(({ id }) => id)));
  const others = unique([...asDesigned.verdicts, ...asBuilt.verdicts].map(({ control }) => control)).filter(
    (control) => !named.has(control),
  );
  if (others.length === 0) return judgedFirst(promises);
  const controls = others.map((control) => controlOf(control, asBuilt, asDesigned));
  return judgedFirst([...promises, { ...withoutPromise, asBuilt: null, asDesigned: null, controls }]);
}

/** The promises with the controls that fit; a promise none of whose controls fits is left out. */
export function filterView(view: readonly PromiseView[], filter: ReportFilter): readonly PromiseView[] {
  const text = filter.text.trim().toLowerCase();
  if (filter.verdict === 'all' && text === '') return view;
  return view
    .map((promise) => {
      const named = `${promise.id} ${promise.title}`.toLowerCase().includes(text);
      const controls = promise.controls.filter(
        (control) =>
          (filter.verdict === 'all' ||
            control.asBuilt?.verdict === filter.verdict ||
            control.asDesigned?.verdict === filter.verdict) &&
          (named || `${control.id} ${control.claim}`.toLowerCase().includes(text)),
      );
      return { ...promise, controls };
    })
    .filter((promise) => promise.controls.length > 0);
}

/** Each control once, under however many promises it stands. */
export function countControls(view: readonly PromiseView[]): number {
  return unique(view.flatMap(({ controls }) => controls.map(({ id }) => id))).length;
}

/** What has evidence stands before what nobody judges yet; within both the order of the report stands. */
function judgedFirst(promises: readonly PromiseView[]): readonly PromiseView[] {
  const judged = (promise: PromiseView) => promise.controls.length > 0;
  return [...promises.filter(judged), ...promises.filter((promise) => !judged(promise))];
}

function controlOf(id: string, asBuilt: SecurityReport, asDesigned: SecurityReport): ControlView {
  const built = asBuilt.verdicts.find((verdict) => verdict.control === id) ?? null;
  const designed = asDesigned.verdicts.find((verdict) => verdict.control === id) ?? null;
  const either = designed ?? built;
  return {
    id,
    claim: either?.claim ?? '',
    severity: either?.severity ?? '',
    asBuilt: built,
    asDesigned: designed,
  };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
