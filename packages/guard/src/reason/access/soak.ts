// Random policy sets against the brute-force oracle and the certificate checker: `../soak/run-soak.ts` says how, and
// what the exit codes mean.
// `node --import tsx packages/guard/src/reason/access/soak.ts [--count N] [--seed N] [--no-features] [--planted]`

import { runSoak } from '../soak/run-soak.ts';
import { checkCase } from './soak/check-case.ts';
import { decidingFeatures, features } from './soak/features.ts';
import { plantedBugs } from './soak/planted-bugs.ts';
import { randomCase } from './soak/random-case.ts';

process.exitCode = runSoak(
  {
    engine: 'access',
    cases: 'policy sets',
    script: 'reason/access/soak.ts',
    plantedBugs,
    features,
    generate: randomCase,
    check: checkCase,
    decidingFeatures,
  },
  process.argv.slice(2),
);
