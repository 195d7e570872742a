import type { ReportVerdict, SecurityReport } from '@cool/contract/security-report';
import { describe, expect, it } from 'vitest';
import { countControls, filterView, viewOf } from './report-view.ts';

function verdict(control: string, name: ReportVerdict['verdict']): ReportVerdict {
  return {
    control,
    verdict: name,
    claim: `Claim of ${control}.`,
    severity: 'high',
    stride: [],
    threats: [],
    keeps: [],
    satisfies: [],
    resources: [],
    witness: null,
    reason: null,
  };
}

function report(promises: SecurityReport['promises'], verdicts: readonly ReportVerdict[]): SecurityReport {
  return {
    summary: { proved: 0, refuted: 0, unknown: 0, notJudged: 0, waived: 0 },
    promises,
    verdicts: [...verdicts],
    unmodelled: [],
  };
}

const stored = {
  asDesigned: report(
    [{ id: 'NET-PRIVATE', title: 'Private tier', state: 'kept', controls: ['no-public-ssh', 'no-way-past'] }],
    [verdict('no-public-ssh', 'proved'), verdict('no-way-past', 'proved'), verdict('stray', 'unknown')],
  ),
  asBuilt: report(
    [
      { id: 'NET-PRIVATE', title: 'Private tier', state: 'broken', controls: ['no-public-ssh'] },
      { id: 'SVC-ALB', title: 'Load balancer', state: 'broken', controls: ['has-balancer'] },
    ],
    [verdict('no-public-ssh', 'refuted'), verdict('has-balancer', 'refuted')],
  ),
  commit: 'abc',
  judgedAt: '2026-11-22T09:00:00Z',
};

describe('the report side by side', () => {
  it('shows both verdicts of a control, and null where one report has none', () => {
    const controls = viewOf(stored)[0]?.controls;
    expect(
      controls?.map(({ id, asBuilt, asDesigned }) => [id, asBuilt?.verdict, asDesigned?.verdict]),
    ).toEqual([
      ['no-public-ssh', 'refuted', 'proved'],
      ['no-way-past', undefined, 'proved'],
    ]);
  });

  it('loses no promise and no verdict of either report', () => {
    const view = viewOf(stored);
    expect(view.map(({ id }) => id)).toEqual(['NET-PRIVATE', 'SVC-ALB', 'OTHER']);
    const shown = new Set(view.flatMap(({ controls }) => controls.map(({ id }) => id)));
    for (const { control } of [...stored.asBuilt.verdicts, ...stored.asDesigned.verdicts]) {
      expect(shown).toContain(control);
    }
  });

  it('counts a control once that keeps two promises', () => {
    const [first, ...others] = viewOf(stored);
    if (first === undefined) throw new Error('the report has promises');
    expect(countControls([first])).toBe(2);
    expect(countControls([first, { ...first, id: 'NET-SECURED' }, ...others])).toBe(4);
  });

  it('filters by verdict on either side, and by words of promise or control', () => {
    const ids = (filter: Parameters<typeof filterView>[1]) =>
      filterView(viewOf(stored), filter).flatMap(({ controls }) => controls.map(({ id }) => id));
    expect(ids({ verdict: 'refuted', text: '' })).toEqual(['no-public-ssh', 'has-balancer']);
    expect(ids({ verdict: 'all', text: 'private' })).toEqual(['no-public-ssh', 'no-way-past']);
    expect(ids({ verdict: 'all', text: 'ssh' })).toEqual(['no-public-ssh']);
    expect(ids({ verdict: 'waived', text: '' })).toEqual([]);
  });
});
