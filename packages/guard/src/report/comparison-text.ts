// Two reports side by side, for a terminal: one line per control, and under it what the first one breaks it with.

import type { Judgement } from '../index.ts';
import type { ReportVerdict } from './report.ts';
import { paint, type Terminal, wrap } from './terminal.ts';
import { colourOf, summaryLine } from './text.ts';

export function comparisonText(asBuilt: Judgement, asDesigned: Judgement, terminal: Terminal): string {
  const designed = new Map(asDesigned.report.verdicts.map((verdict) => [verdict.control, verdict]));
  const cell = (verdict: ReportVerdict | undefined) => {
    const name = verdict?.verdict ?? 'not-judged';
    return paint(terminal, colourOf[name], name.padEnd(12));
  };
  const rows = asBuilt.report.verdicts.flatMap((verdict) => [
    `${cell(verdict)}${cell(designed.get(verdict.control))}${paint(terminal, 'bold', verdict.control)}`,
    ...witnessLines(verdict, terminal),
  ]);
  const states = (judgement: Judgement, ...names: readonly string[]) =>
    judgement.report.promises.filter(({ state }) => names.includes(state)).length;
  return [
    paint(terminal, 'bold', 'The site as it was running, beside the site as designed'),
    '',
    paint(
      terminal,
      'dim',
      `${'as built'.padEnd(12)}${'as designed'.padEnd(12)}control, and what breaks it as built`,
    ),
    ...rows,
    '',
    `as built     ${summaryLine(asBuilt.report, terminal)}; ${states(asBuilt, 'broken')} promises broken`,
    `as designed  ${summaryLine(asDesigned.report, terminal)}; ${states(asDesigned, 'broken')} promises broken, ${states(asDesigned, 'kept', 'kept-as-far-as-judged')} kept as far as judged`,
    '',
  ].join('\n');
}

function witnessLines({ witness, resources }: ReportVerdict, terminal: Terminal): string[] {
  const [place] = resources;
  if (!witness || !place) return [];
  return [wrap(terminal, ' '.repeat(24), `${witness.summary} ${place.file}:${place.line}`)];
}
