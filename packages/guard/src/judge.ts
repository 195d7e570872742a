// The heart of it: every control in every world, folded into one verdict each. Pure; no file is read here.

import type { Control, Finding } from './controls/control.ts';
import type { Model } from './model/model.ts';
import type { Place } from './model/place.ts';
import type { Certificate } from './reason/answer.ts';

export interface Verdict {
  readonly control: Control;
  readonly finding: Finding;
  /** The world in which the claim breaks or stays open; empty when there is only one. */
  readonly world: string;
}

/** Proved holds in all worlds; refuted in at least one, which is named; unknown is everything between. */
export function judge(
  control: Control,
  models: readonly Model[],
  { undecided, unread }: { readonly undecided: string | undefined; readonly unread: readonly string[] },
): Verdict {
  if (undecided !== undefined)
    return { control, finding: { verdict: 'unknown', resources: [], reason: undecided }, world: '' };
  const findings = models.map((model) => ({
    finding: inOpenWorld(control.prove(model), unread),
    world: model.world,
  }));
  for (const verdict of ['refuted', 'unknown'] as const) {
    const found = findings.find(({ finding }) => finding.verdict === verdict);
    if (found) return { control, ...found };
  }
  const proved = findings.find(({ finding }) => finding.verdict === 'proved');
  const [first] = findings;
  if (proved) return { control, finding: proved.finding, world: '' };
  return {
    control,
    finding: first?.finding ?? { verdict: 'not-judged', reason: 'nothing was given' },
    world: '',
  };
}

/** While a template declares things out of sight, the world is not closed: neither safe nor absent can be claimed. */
function inOpenWorld(finding: Finding, unread: readonly string[]): Finding {
  const claimsAbsence =
    finding.verdict === 'proved' ||
    finding.verdict === 'not-judged' ||
    (finding.verdict === 'refuted' && finding.witness.kind === 'absence');
  if (unread.length === 0 || !claimsAbsence) return finding;
  const resources = finding.verdict === 'not-judged' ? [] : finding.resources;
  return { verdict: 'unknown', resources, reason: `${unread.join('; ')}, which leaves facts out of sight` };
}

export function placesOf({ finding }: Verdict): readonly Place[] {
  return finding.verdict === 'not-judged' ? [] : finding.resources;
}

export function certificatesOf({ finding }: Verdict): readonly Certificate[] {
  return finding.verdict === 'proved' ? finding.certificates : [];
}
