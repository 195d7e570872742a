// `guard demo`: the site as it was running beside the site as it is designed, judged by the same controls.

import { join } from 'node:path';
import { judgement } from '../index.ts';
import { comparisonText } from '../report/comparison-text.ts';
import { htmlReport } from '../report/html/page.ts';
import { helpText, type OptionTable, readArguments } from './arguments.ts';
import { type Format, outputOf, writeReports } from './formats.ts';
import type { Surroundings } from './surroundings.ts';
import { UsageError } from './usage-error.ts';

const options: OptionTable = {
  format: { value: 'LIST', says: 'text (default), json, html; several need --out' },
  out: { value: 'DIR', says: 'write report.txt, report.json, report.html there' },
  help: { value: null, says: 'show this text' },
};

export const demoHelp = helpText(
  'guard demo',
  'Judges the site as it was running (fixtures/as-built) beside the site as designed (the synthesised assembly of packages/cloud).',
  options,
  'exit: 0 shown · 64 usage · 65 a template is missing or unreadable',
);

export function demoCommand(given: readonly string[], surroundings: Surroundings): number {
  const parsed = readArguments('demo', given, options);
  if (parsed.values.has('help')) {
    surroundings.print(demoHelp);
    return 0;
  }
  const [extra] = parsed.words;
  if (extra !== undefined)
    throw new UsageError(`guard demo: takes no path; given: ${extra}; use guard prove ${extra}`);
  const base = join(surroundings.packageRoot, '..', '..');
  const asBuilt = judgement({ paths: ['packages/guard/fixtures/as-built'], base });
  const asDesigned = judgement({ paths: ['packages/cloud/golden/assembly'], base });
  const output = outputOf('demo', parsed);
  const render: Readonly<Record<Format, () => string>> = {
    json: () => `${JSON.stringify({ asBuilt: asBuilt.report, asDesigned: asDesigned.report }, null, 2)}\n`,
    html: () =>
      htmlReport([
        { title: 'As built', judgement: asBuilt },
        { title: 'As designed', judgement: asDesigned },
      ]),
    text: () =>
      comparisonText(asBuilt, asDesigned, {
        width: surroundings.width,
        colour: surroundings.colour && output.folder === undefined,
      }),
  };
  writeReports(output, surroundings, (format) => render[format]());
  return 0;
}
