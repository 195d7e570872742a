// A run of numbered cases in this process: each is a mutant of one seed, found again by the seed and its number.

import { randomFrom } from '../../reason/access/soak/random.ts';
import { hostileTemplates } from '../hostile-templates.ts';
import type { Seed } from './corpus.ts';
import { judgeMutant, type Outcome } from './judge-mutant.ts';
import { type Mutant, mutate } from './mutate.ts';

/** More CPU time than this for one template counts as a hang; hostile ones take up to a second. */
const mostMs = 10_000;

export interface Ran {
  readonly judged: number;
  readonly refused: number;
  readonly slowestMs: number;
  /** What broke or took too long, each with what repeats it. */
  readonly findings: readonly string[];
}

/** Runs the cases `from` up to `from + count`; `step` is called after every hundred. */
export function runCases(
  seeds: readonly Seed[],
  seed: number,
  from: number,
  count: number,
  step: () => void,
): Ran {
  const ended = { judged: 0, refused: 0, broken: 0 };
  const findings: string[] = [];
  let slowestMs = 0;
  for (let index = from; index < from + count; index += 1) {
    const outcome = judgeMutant(caseAt(seeds, seed, index));
    ended[outcome.kind] += 1;
    slowestMs = Math.max(slowestMs, outcome.cpuMs);
    const problem = problemOf(outcome);
    if (problem !== undefined) findings.push(`--seed ${seed} --from ${index} --count 1: ${problem}`);
    if ((index + 1) % 100 === 0) step();
  }
  return { judged: ended.judged, refused: ended.refused, slowestMs, findings };
}

/** The mutant with this number. One in a thousand is a hostile template as it is. */
export function caseAt(seeds: readonly Seed[], seed: number, index: number): Mutant {
  const random = randomFrom(seed * 1_000_003 + index);
  if (random.chance(0.001)) {
    const { file, write } = random.pick(hostileTemplates);
    return { file, text: write() };
  }
  return mutate(random.pick(seeds).text, random);
}

function problemOf({ kind, says, cpuMs }: Outcome): string | undefined {
  if (kind === 'broken') return says;
  if (cpuMs > mostMs) return `${cpuMs.toFixed(0)} ms of CPU; at most ${mostMs} are allowed`;
  // A refusal is one sentence for a reader of the template, with its file.
  const isSentence =
    kind === 'judged' || ((says.startsWith('fuzz.') || says.startsWith('hostile.')) && !says.includes('\n'));
  return isSentence ? undefined : `refused without file or in several lines: ${says}`;
}
