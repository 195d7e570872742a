// The report for a terminal: what is broken first, with its witness and lines; what holds afterwards, in one line each.

import type { Judgement } from '../index.ts';
import { judgedCount, type Report, type ReportVerdict } from './report.ts';
import { paint, type Terminal, wrap } from './terminal.ts';

interface Options extends Terminal {
  readonly title: string;
}

export const colourOf = {
  proved: 'green',
  refuted: 'red',
  unknown: 'yellow',
  'not-judged': 'dim',
  waived: 'dim',
  kept: 'green',
  'kept-as-far-as-judged': 'green',
  broken: 'red',
} as const;

const order = ['refuted', 'unknown', 'proved', 'not-judged', 'waived'] as const;

export function textReport({ report, verdicts, sources }: Judgement, options: Options): string {
  const remedies = new Map(verdicts.map(({ control }) => [control.id, control.remedy]));
  const sorted = order.flatMap((name) => report.verdicts.filter(({ verdict }) => verdict === name));
  const files = `${sources.length} template${sources.length === 1 ? '' : 's'}`;
  return [
    paint(options, 'bold', `${options.title} · ${files}, ${report.verdicts.length} controls`),
    '',
    ...sorted.flatMap((verdict) => verdictLines(verdict, remedies.get(verdict.control) ?? '', options)),
    ...promiseLines(report, options),
    ...unmodelledLines(report, options),
    '',
    summaryLine(report, options),
    '',
  ].join('\n');
}

function verdictLines(verdict: ReportVerdict, remedy: string, options: Options): string[] {
  const head = `${paint(options, colourOf[verdict.verdict], verdict.verdict.padEnd(10))} ${paint(options, 'bold', verdict.control)}`;
  const indent = ' '.repeat(11);
  if (verdict.verdict === 'proved' || verdict.verdict === 'not-judged') {
    return [
      head,
      wrap(options, indent, verdict.verdict === 'proved' ? verdict.claim : (verdict.reason ?? '')),
      '',
    ];
  }
  const { witness } = verdict;
  const steps =
    witness?.path.map(({ text, file, line }) =>
      wrap(options, `${indent}  - `, `${text}  ${file}:${line}`, `${indent}    `),
    ) ?? [];
  const places = verdict.resources
    .slice(0, 3)
    .map(({ id, file, line }) => `${indent}at ${id}  ${file}:${line}`);
  const more =
    verdict.resources.length > 3
      ? [`${indent}and ${verdict.resources.length - 3} more places (see --format json)`]
      : [];
  return [
    `${head}  ${paint(options, 'dim', verdict.severity)}`,
    wrap(options, indent, verdict.claim),
    wrap(options, indent, witness?.summary ?? verdict.reason ?? ''),
    ...steps,
    ...(steps.length === 0 ? [...places, ...more] : []),
    wrap(options, indent, `Remedy: ${remedy}`),
    '',
  ];
}

function promiseLines(report: Report, options: Options): string[] {
  const judged = report.promises.filter(({ state }) => state !== 'not-judged');
  const missing = report.promises.length - judged.length;
  return [
    paint(options, 'bold', 'Promises'),
    ...judged.map((promise) => {
      const state =
        promise.state === 'kept-as-far-as-judged'
          ? `kept as far as judged (${judgedCount(promise, report)})`
          : promise.state;
      const left = `  ${promise.id.padEnd(15)} ${state.padEnd(31)} `;
      const title = wrap(options, ' '.repeat(left.length), promise.title).slice(left.length);
      return `${left.slice(0, 18)}${paint(options, colourOf[promise.state], left.slice(18))}${title}`;
    }),
    paint(options, 'dim', `  ${missing} promises are not judged by these controls`),
  ];
}

function unmodelledLines(report: Report, options: Options): string[] {
  if (report.unmodelled.length === 0) return [];
  const types = report.unmodelled.map(({ type, count }) => `${type} ×${count}`).join(', ');
  return ['', wrap(options, '', `Not modelled: ${types}`, '  ')];
}

export function summaryLine({ summary }: Report, terminal: Terminal): string {
  const { proved, refuted, unknown, notJudged } = summary;
  const part = (count: number, name: keyof typeof colourOf, label: string) =>
    count === 0 ? `${count} ${label}` : paint(terminal, colourOf[name], `${count} ${label}`);
  return [
    part(proved, 'proved', 'proved'),
    part(refuted, 'refuted', 'refuted'),
    part(unknown, 'unknown', 'unknown'),
    part(notJudged, 'not-judged', 'not judged'),
  ].join(', ');
}
