// Random networks against the walk of every packet and the certificate checker: `run-soak.ts` says how, and what the
// exit codes mean.
// `node --import tsx packages/guard/src/reason/soak.ts [--count N] [--seed N] [--no-features] [--planted]`

import { checkNetwork } from './soak/check-network.ts';
import { decidingFeatures, features } from './soak/features.ts';
import { plantedBugs } from './soak/planted-bugs.ts';
import { randomNetwork } from './soak/random-network.ts';
import { runSoak } from './soak/run-soak.ts';

process.exitCode = runSoak(
  {
    engine: 'network',
    cases: 'networks',
    script: 'reason/soak.ts',
    plantedBugs,
    features,
    generate: randomNetwork,
    check: checkNetwork,
    decidingFeatures,
  },
  process.argv.slice(2),
);
