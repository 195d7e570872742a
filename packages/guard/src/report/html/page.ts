// One self-contained page: promises first, each leading to its controls, each control to the marked line of a template.
// No script, no request: it opens from a mail attachment and prints. Two reports stand beside each other, column by column.

import type { Judgement } from '../../index.ts';
import { judgedLater, promiseIds, promises } from '../../threats/promises.ts';
import { judgedCount, type ReportPromise, type ReportVerdict } from '../report.ts';
import { escapeHtml, slug } from './escape-html.ts';
import { excerpt } from './excerpt.ts';
import { style } from './style.ts';

export interface Titled {
  readonly title: string;
  readonly judgement: Judgement;
}

/** A word, a sign and a colour class for each state: never colour alone. */
const signs: Readonly<Record<string, readonly [string, string, string]>> = {
  proved: ['✓', 'proved', 'good'],
  refuted: ['✗', 'refuted', 'bad'],
  unknown: ['?', 'unknown', 'open'],
  'not-judged': ['–', 'not judged', 'none'],
  waived: ['–', 'waived', 'none'],
  kept: ['✓', 'kept', 'good'],
  'kept-as-far-as-judged': ['✓', 'kept as far as judged', 'good'],
  broken: ['✗', 'broken', 'bad'],
};

function sign(state: string, more = ''): string {
  const [mark, word, tone] = signs[state] ?? ['–', state, 'none'];
  return `<span class="s ${tone}"><span aria-hidden="true">${mark}</span> ${escapeHtml(word)}${escapeHtml(more)}</span>`;
}

export function htmlReport(reports: readonly Titled[]): string {
  const heading =
    reports.length > 1
      ? `${reports.map(({ title }) => title).join(' and ')}, side by side`
      : (reports[0]?.title ?? '');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Guard: ${escapeHtml(heading)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>What the architecture promises, and what holds</h1>
<p class="soft">${escapeHtml(heading)}. Open a promise to see its controls; follow a control to the line of the template that proves or breaks it.</p>
</header>
<main>
${summaryTable(reports)}
<h2 id="promises">Promises</h2>
${promiseIds.map((id) => promiseBlock(id, reports)).join('\n')}
<h2 id="controls">Controls</h2>
${controlIds(reports)
  .map((id) => controlBlock(id, reports))
  .join('\n')}
${unmodelledBlock(reports)}
</main>
</body>
</html>
`;
}

function summaryTable(reports: readonly Titled[]): string {
  const rows = reports.map(({ title, judgement: { report, sources } }) => {
    const { proved, refuted, unknown, notJudged } = report.summary;
    const states = (name: string) => report.promises.filter(({ state }) => state === name).length;
    return `<tr><th scope="row">${escapeHtml(title)}</th><td>${sources.length}</td><td>${proved}</td><td>${refuted}</td><td>${unknown}</td><td>${notJudged}</td><td>${states('kept')}</td><td>${states('kept-as-far-as-judged')}</td><td>${states('broken')}</td></tr>`;
  });
  const names = [
    'Templates',
    'Proved',
    'Refuted',
    'Unknown',
    'Not judged',
    'Promises kept',
    'Kept as far as judged',
    'Broken',
  ];
  return `<div class="wide" tabindex="0" role="group" aria-label="Summary"><table><thead><tr><th scope="col">Site</th>${names.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function promiseBlock(id: keyof typeof promises, reports: readonly Titled[]): string {
  const found = reports.map(({ judgement }) =>
    judgement.report.promises.find((promise) => promise.id === id),
  );
  const states = found.map((promise, index) => (promise ? stateOf(promise, reports[index]) : ''));
  const controls = [...new Set(found.flatMap((promise) => promise?.controls ?? []))];
  const remaining = judgedLater(id);
  const later =
    remaining === undefined ? '' : `<p class="soft">Still to be judged: ${escapeHtml(remaining)}.</p>`;
  const rows = controls.map((control) => {
    const cells = reports.map(({ judgement }) => {
      const verdict = judgement.report.verdicts.find((it) => it.control === control);
      const [place] = verdict?.resources ?? [];
      const link = place
        ? ` <a href="#${slug(control)}">${escapeHtml(place.file.split('/').slice(-2).join('/'))}:${place.line}</a>`
        : '';
      return `<td>${sign(verdict?.verdict ?? 'not-judged')}${link}</td>`;
    });
    return `<tr><th scope="row"><a href="#${slug(control)}">${escapeHtml(control)}</a></th>${cells.join('')}</tr>`;
  });
  const head = `<thead><tr><th scope="col">Control</th>${reports.map(({ title }) => `<th scope="col">${escapeHtml(title)}</th>`).join('')}</tr></thead>`;
  const table = rows.length > 0 ? `<table>${head}<tbody>${rows.join('')}</tbody></table>` : '';
  return `<details style="--columns: ${reports.length}"><summary><span class="id">${escapeHtml(id)}</span><span>${escapeHtml(promises[id].title)}</span>${states.join('')}</summary><div class="inside">${table}${later}</div></details>`;
}

function stateOf(promise: ReportPromise, titled: Titled | undefined): string {
  const more =
    promise.state === 'kept-as-far-as-judged' && titled
      ? ` (${judgedCount(promise, titled.judgement.report)})`
      : '';
  return sign(promise.state, more);
}

const controlIds = (reports: readonly Titled[]): string[] => [
  ...new Set(reports.flatMap(({ judgement }) => judgement.report.verdicts.map(({ control }) => control))),
];

function controlBlock(id: string, reports: readonly Titled[]): string {
  const control = reports
    .flatMap(({ judgement }) => judgement.verdicts)
    .find((it) => it.control.id === id)?.control;
  const columns = reports.map(({ title, judgement }) => {
    const verdict = judgement.report.verdicts.find((it) => it.control === id);
    const head = reports.length > 1 ? `<h4>${escapeHtml(title)}</h4>` : '';
    return `<section>${head}${verdict ? evidence(verdict, judgement) : ''}</section>`;
  });
  const keeps = control?.keeps.map((promise) => escapeHtml(promise)).join(', ') ?? '';
  return `<article id="${slug(id)}"><h3>${escapeHtml(id)}</h3><p>${escapeHtml(control?.claim ?? '')}</p>
<p class="soft">${escapeHtml(control?.because ?? '')} Severity ${escapeHtml(control?.severity ?? '')}. Keeps ${keeps}. Remedy: ${escapeHtml(control?.remedy ?? '')}</p>
<div class="columns">${columns.join('')}</div></article>`;
}

function evidence(verdict: ReportVerdict, { sources }: Judgement): string {
  const { witness, resources } = verdict;
  const path =
    witness && witness.path.length > 0
      ? `<ol>${witness.path.map(({ text, file, line }) => `<li>${escapeHtml(text)} <span class="soft">${escapeHtml(file)}:${line}</span></li>`).join('')}</ol>`
      : '';
  const shown = resources
    .slice(0, verdict.verdict === 'proved' ? 1 : 2)
    .map(({ file, line }) => excerpt(sources, file, line));
  const more =
    resources.length > shown.length
      ? `<p class="soft">${resources.length - shown.length} more places in the JSON report.</p>`
      : '';
  return `<p>${sign(verdict.verdict)}</p><p>${escapeHtml(witness?.summary ?? verdict.reason ?? '')}</p>${path}${shown.join('')}${more}`;
}

function unmodelledBlock(reports: readonly Titled[]): string {
  const blocks = reports.flatMap(({ title, judgement: { report } }) => {
    if (report.unmodelled.length === 0) return [];
    const types = report.unmodelled.map(({ type, count }) => `${escapeHtml(type)} ×${count}`).join(', ');
    return [`<p><strong>${escapeHtml(title)}</strong>: ${types}</p>`];
  });
  return blocks.length === 0
    ? ''
    : `<h2 id="unmodelled">Not modelled</h2><p class="soft">Types that no control reads.</p>${blocks.join('')}`;
}
