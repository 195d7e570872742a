// What every engine's soak does: random cases from a seed, several opinions on each, and proof that the sample is
// honest. Exit 0: all opinions agree and the sample is honest; with `--planted`, every bug planted in a copy of the
// engine is found. Exit 1: what disagrees, each with what repeats it, or what is missing. Exit 64: usage.

import { parseArgs } from 'node:util';
import { type Random, randomFrom } from '../access/soak/random.ts';
import { disagreementMark, findsPlanted, type PlantedBug } from './plant.ts';

export interface Opinion {
  readonly verdict: 'can' | 'cannot' | 'unknown';
  /** What the opinions disagree about; undefined when they agree. */
  readonly disagreement: string | undefined;
}

export interface Soak<Case, Feature extends string> {
  /** The engine and what is generated for it: "network", "networks". */
  readonly engine: string;
  readonly cases: string;
  /** The file that runs this soak, from `src/`: what a planted bug is looked for with. */
  readonly script: string;
  readonly plantedBugs: readonly PlantedBug[];
  readonly features: readonly Feature[];
  generate(random: Random): Case;
  check(given: Case): Opinion;
  decidingFeatures(given: Case, can: boolean): readonly Feature[];
}

/** Bounds of an honest sample, in shares of its cases. Small samples say nothing about them. */
const honest = { can: [0.3, 0.7], unknown: 0.01, feature: 0.03, from: 1000 } as const;

/** Runs what the command line asks for and returns the exit code. */
export function runSoak<Case, Feature extends string>(soak: Soak<Case, Feature>, args: string[]): number {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      'stop-after': { type: 'string', default: '10' },
      'no-features': { type: 'boolean', default: false },
      planted: { type: 'boolean', default: false },
    },
  });
  const [count, seed, most] = [values.count, values.seed, values['stop-after']].map(Number);
  if (!isWhole(count, 1) || !isWhole(seed, 0) || !isWhole(most, 1)) {
    console.error(
      `soak: given --count ${values.count} --seed ${values.seed} --stop-after ${values['stop-after']}; all are whole numbers, count and stop-after at least 1.`,
    );
    return 64;
  }
  const plan = { count, seed, most, counting: !values['no-features'] };
  return (values.planted ? soakPlanted(soak, plan) : soakCases(soak, plan)) ? 0 : 1;
}

const isWhole = (value: number | undefined, least: number): value is number =>
  value !== undefined && Number.isInteger(value) && value >= least;

interface Plan {
  readonly count: number;
  readonly seed: number;
  readonly most: number;
  readonly counting: boolean;
}

/** Whether all opinions agree on every case, and the sample could have shown it if they did not. */
function soakCases<Case, Feature extends string>(
  soak: Soak<Case, Feature>,
  { count, seed, most, counting }: Plan,
): boolean {
  const startedAt = process.cpuUsage();
  const verdicts = { can: 0, cannot: 0, unknown: 0 };
  const decided = new Map<Feature, number>(soak.features.map((feature) => [feature, 0]));
  let failures = 0;
  for (let index = 0; index < count && failures < most; index += 1) {
    const given = soak.generate(randomFrom(seed * 1_000_003 + index));
    const { verdict, disagreement } = opinionOn(soak, given);
    verdicts[verdict] += 1;
    if (disagreement !== undefined) {
      failures += 1;
      console.log(
        `${disagreementMark} seed ${seed}, case ${index}: ${disagreement}\n  ${JSON.stringify(given)}`,
      );
    } else if (verdict !== 'unknown' && counting) {
      for (const feature of soak.decidingFeatures(given, verdict === 'can'))
        decided.set(feature, (decided.get(feature) ?? 0) + 1);
    }
  }
  const share = (n: number) => `${((100 * n) / count).toFixed(1)} %`;
  const { user, system } = process.cpuUsage(startedAt);
  console.log(`${soak.engine}: seed ${seed}, ${count} ${soak.cases}, ${seconds(user + system)} s CPU`);
  console.log(
    `  can ${share(verdicts.can)}, cannot ${share(verdicts.cannot)}, unknown ${share(verdicts.unknown)}, disagreements ${failures}`,
  );
  if (counting)
    console.log(`  decided by ${[...decided].map(([feature, times]) => `${feature} ${times}`).join(', ')}`);
  const flaws = failures > 0 || count < honest.from ? [] : flawsOf(verdicts, decided, counting);
  for (const flaw of flaws) console.log(`  the sample is not honest: ${flaw}`);
  return failures === 0 && flaws.length === 0;
}

function opinionOn<Case, Feature extends string>(soak: Soak<Case, Feature>, given: Case): Opinion {
  try {
    return soak.check(given);
  } catch (error) {
    return { verdict: 'unknown', disagreement: `an engine broke: ${String(error)}` };
  }
}

function flawsOf(
  { can, cannot, unknown }: Readonly<Record<Opinion['verdict'], number>>,
  decided: ReadonlyMap<string, number>,
  counting: boolean,
): readonly string[] {
  const count = can + cannot + unknown;
  const [least, most] = honest.can;
  return [
    ...(can < least * count || can > most * count
      ? [`${can} of ${count} can; ${least * 100}–${most * 100} % are wanted`]
      : []),
    ...(unknown >= honest.unknown * count ? [`${unknown} of ${count} are unknown`] : []),
    ...[...decided].flatMap(([feature, times]) =>
      counting && times < honest.feature * count
        ? [`${feature} decides ${times} of ${count}; at least ${honest.feature * count} are wanted`]
        : [],
    ),
  ];
}

/** Whether every planted bug is found. */
function soakPlanted<Case, Feature extends string>(
  { engine, cases, script, plantedBugs }: Soak<Case, Feature>,
  { count, seed }: Plan,
): boolean {
  const hidden = plantedBugs.filter((bug) => {
    const { found, output } = findsPlanted(script, bug, count, seed);
    console.log(`${found ? 'found ' : 'HIDDEN'} ${bug.name}`);
    if (!found) console.log(output);
    return !found;
  });
  console.log(
    `${engine}: ${plantedBugs.length - hidden.length} of ${plantedBugs.length} planted bugs found, at most ${count} ${cases} each, seed ${seed}`,
  );
  return hidden.length === 0;
}

const seconds = (microseconds: number) => (microseconds / 1e6).toFixed(1);
