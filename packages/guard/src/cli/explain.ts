// `guard explain CONTROL`: what a control claims, why, what it answers to, and the examples it was tested on.

import { controls } from '../controls/index.ts';
import { nist80053r5 } from '../standards/nist-800-53r5.ts';
import { promises } from '../threats/promises.ts';
import { threats } from '../threats/threats.ts';
import { helpText, type OptionTable, readArguments } from './arguments.ts';
import { checkControl } from './prove.ts';
import type { Surroundings } from './surroundings.ts';

const options: OptionTable = { help: { value: null, says: 'show this text' } };

export const explainHelp = helpText(
  'guard explain [CONTROL]',
  'Tells what a control claims and why; without a name, lists all controls.',
  options,
  'exit: 0 shown · 64 usage',
);

export function explainCommand(given: readonly string[], surroundings: Surroundings): number {
  const parsed = readArguments('explain', given, options);
  const [id] = parsed.words;
  if (parsed.values.has('help')) surroundings.print(explainHelp);
  else if (id === undefined)
    surroundings.print(controls.map((it) => `${it.id.padEnd(38)} ${it.claim}\n`).join(''));
  else surroundings.print(explain(id));
  return 0;
}

function explain(id: string): string {
  checkControl(id);
  const control = controls.find((it) => it.id === id);
  if (!control) return '';
  return [
    `${control.id} (${control.severity}, judged from: ${control.needs})`,
    '',
    control.claim,
    `Because: ${control.because}`,
    `Remedy: ${control.remedy}`,
    '',
    'Keeps',
    ...control.keeps.map((promise) => `  ${promise.padEnd(16)} ${promises[promise].title}`),
    'Answers',
    ...control.threats.map(
      (threat) => `  ${threat.padEnd(22)} ${threats[threat].what} [${threats[threat].stride.join(', ')}]`,
    ),
    'Satisfies',
    ...control.satisfies.map((requirement) => `  ${requirement.padEnd(22)} ${nist80053r5[requirement]}`),
    'Examples it is tested on',
    ...control.examples.map(({ name, verdict }) => `  ${verdict.padEnd(12)} ${name}`),
    '',
  ].join('\n');
}
