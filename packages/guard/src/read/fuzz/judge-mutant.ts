// All that guard does with a template, from its text to the report. The one outcome besides a report is our own refusal.

import { controls } from '../../controls/index.ts';
import { judge } from '../../judge.ts';
import { modelOf, unmodelledTypes } from '../../model/model.ts';
import { accessModelOf } from '../../reason/accounts/access-model.ts';
import { jsonReport } from '../../report/json.ts';
import { reportOf } from '../../report/report.ts';
import { readWorlds } from '../closed-world.ts';
import { parse } from '../cloudformation/parse.ts';
import { UnreadableInput } from '../unreadable.ts';
import type { Mutant } from './mutate.ts';

export interface Outcome {
  readonly kind: 'judged' | 'refused' | 'broken';
  /** The sentence of the refusal, or what broke. */
  readonly says: string;
  readonly cpuMs: number;
  /** How long the report is; 0 without one. */
  readonly characters: number;
}

export function judgeMutant({ file, text }: Mutant): Outcome {
  const before = process.cpuUsage();
  const ended = (kind: Outcome['kind'], says: string, characters = 0): Outcome => {
    const { user, system } = process.cpuUsage(before);
    return { kind, says, cpuMs: (user + system) / 1000, characters };
  };
  try {
    const source = { file, text, root: parse(file, text), stackName: 'fuzz', environment: undefined };
    const input = readWorlds([source], {});
    const models = input.worlds.map(modelOf);
    for (const { resources } of models) accessModelOf(resources);
    const verdicts = controls.map((control) => judge(control, models, input));
    const report = reportOf(verdicts, unmodelledTypes(input.worlds[0]?.resources ?? []));
    return ended('judged', '', jsonReport(report).length);
  } catch (error) {
    if (error instanceof UnreadableInput) return ended('refused', error.message);
    return ended('broken', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
