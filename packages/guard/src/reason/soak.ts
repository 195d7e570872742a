// Random networks against the walk of every packet and the certificate checker, with full counts.
// `node --import tsx packages/guard/src/reason/soak.ts [--count N] [--seed N] [--no-features] [--planted]`
// Exit 0: all opinions agree everywhere; with `--planted`, every bug planted in a copy of the engine is found.
// Exit 1: the first disagreements, each with what repeats it, or the bugs that stayed hidden. Exit 64: usage.

import { parseArgs } from 'node:util';
import { randomFrom } from './access/soak/random.ts';
import { checkNetwork } from './soak/check-network.ts';
import { decidingFeatures, type Feature, features } from './soak/features.ts';
import { findsPlanted } from './soak/plant-network.ts';
import { plantedBugs } from './soak/planted-bugs.ts';
import { randomNetwork } from './soak/random-network.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    'no-features': { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
  },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  console.error(
    `soak: given --count ${values.count} --seed ${values.seed}; both are whole numbers, the count at least 1.`,
  );
  process.exit(64);
}

process.exitCode = (values.planted ? soakPlanted() : soakNetworks()) ? 0 : 1;

/** Whether all opinions agree on every network. */
function soakNetworks(): boolean {
  const startedAt = process.cpuUsage();
  const verdicts = { can: 0, cannot: 0, unknown: 0 };
  const decided = new Map<Feature, number>(features.map((feature) => [feature, 0]));
  let failures = 0;
  for (let index = 0; index < count && failures < 10; index += 1) {
    const given = randomNetwork(randomFrom(seed * 1_000_003 + index));
    const { verdict, disagreement } = checkNetwork(given);
    verdicts[verdict] += 1;
    if (disagreement !== undefined) {
      failures += 1;
      console.log(`seed ${seed}, network ${index}: ${disagreement}\n  ${JSON.stringify(given)}`);
    } else if (verdict !== 'unknown' && !values['no-features']) {
      for (const feature of decidingFeatures(given, verdict === 'can'))
        decided.set(feature, (decided.get(feature) ?? 0) + 1);
    }
  }
  const share = (n: number) => `${((100 * n) / count).toFixed(1)} %`;
  const { user, system } = process.cpuUsage(startedAt);
  console.log(`network: seed ${seed}, ${count} networks, ${((user + system) / 1e6).toFixed(1)} s CPU`);
  console.log(
    `  can ${share(verdicts.can)}, cannot ${share(verdicts.cannot)}, unknown ${share(verdicts.unknown)}, disagreements ${failures}`,
  );
  if (!values['no-features'])
    console.log(`  decided by ${[...decided].map(([feature, times]) => `${feature} ${times}`).join(', ')}`);
  return failures === 0;
}

/** Whether every planted bug is found. */
function soakPlanted(): boolean {
  const hidden = plantedBugs.filter((bug) => {
    const { found, output } = findsPlanted(bug, count, seed);
    console.log(`${found ? 'found ' : 'HIDDEN'} ${bug.name}`);
    if (!found) console.log(output);
    return !found;
  });
  console.log(
    `network: ${plantedBugs.length - hidden.length} of ${plantedBugs.length} planted bugs found, ${count} networks each, seed ${seed}`,
  );
  return hidden.length === 0;
}
