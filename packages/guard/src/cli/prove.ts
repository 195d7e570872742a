// `guard prove PATH…`: judge templates, write the report, and end with the exit code that a pipeline gates on.

import { controls } from '../controls/index.ts';
import { judgement } from '../index.ts';
import { htmlReport } from '../report/html/page.ts';
import { jsonReport } from '../report/json.ts';
import { exitCodeOf } from '../report/report.ts';
import { textReport } from '../report/text.ts';
import { helpText, type OptionTable, readArguments, several, single } from './arguments.ts';
import { type Format, outputOf, writeReports } from './formats.ts';
import { readParametersFile } from './parameters-file.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

const options: OptionTable = {
  account: { value: 'DIR', says: 'judge the recorded output of an account as well; repeat it for several' },
  format: { value: 'LIST', says: 'text (default), json, html; several need --out' },
  out: { value: 'DIR', says: 'write report.txt, report.json, report.html there' },
  only: { value: 'ID', says: 'judge these controls alone; repeat it or separate by commas' },
  parameters: { value: 'FILE', says: 'JSON with values for template parameters' },
  'as-of': { value: 'DATE', says: 'judge expiries as of this day, 2026-11-22' },
  strict: { value: null, says: 'unknown counts as refuted' },
  help: { value: null, says: 'show this text' },
};

export const proveHelp = helpText(
  'guard prove PATH…',
  'Judges CloudFormation templates, folders of templates and CDK assemblies, together, as one closed world.',
  options,
  'exit: 0 nothing refuted, nothing unknown · 1 refuted · 2 unknown remains · 64 usage · 65 unreadable, or nothing to judge',
);

export function proveCommand(given: readonly string[], surroundings: Surroundings): number {
  const parsed = readArguments('prove', given, options);
  if (parsed.values.has('help')) {
    surroundings.print(proveHelp);
    return 0;
  }
  const accounts = parsed.values.get('account') ?? [];
  if (parsed.words.length === 0 && accounts.length === 0) {
    throw new UsageError(
      'guard prove: no path given; give a template, a folder of templates or a CDK assembly: guard prove PATH…, or a recorded account: guard prove --account DIR',
    );
  }
  const output = outputOf('prove', parsed);
  const only = several(parsed, 'only');
  for (const id of only ?? []) checkControl(id);
  const asOf = single('prove', parsed, 'as-of');
  if (asOf !== undefined && !isDay(asOf))
    throw new UsageError(`guard prove: --as-of takes a day like 2026-11-22; given: ${asOf}`);
  const file = single('prove', parsed, 'parameters');
  const judged = judgement({
    paths: parsed.words,
    accounts,
    base: surroundings.base,
    ...(file !== undefined && { parameters: readParametersFile(file, surroundings.base) }),
    ...(asOf !== undefined && { asOf }),
    ...(only !== undefined && { only }),
  });
  const title = [...parsed.words, ...accounts].join(' ');
  const render: Readonly<Record<Format, () => string>> = {
    json: () => jsonReport(judged.report),
    html: () => htmlReport([{ title, judgement: judged }]),
    text: () =>
      textReport(judged, {
        title,
        width: surroundings.width,
        colour: surroundings.colour && output.folder === undefined,
      }),
  };
  writeReports(output, surroundings, (format) => render[format]());
  return exitCodeOf(judged.report, parsed.values.has('strict'));
}

export function checkControl(id: string): void {
  if (controls.some((control) => control.id === id)) return;
  throw new UsageError(
    `guard: unknown control ${id}; allowed: ${controls.map((control) => control.id).join(', ')}`,
  );
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
