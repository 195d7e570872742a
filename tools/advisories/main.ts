// `npm run advisories [-- --strict]`: asks the registry for published weaknesses of what ships (`npm audit`, the lockfile
// without what only builds and tests) and judges them with those on record. Where no registry answers it says so; with
// `--strict` that is a failure too. Exit 0 in time; 1 beyond it, or unanswered with --strict; 64 usage.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { repositoryRoot } from '../laws/source-tree.ts';
import { runAdvisories } from './command.ts';

process.exitCode = runAdvisories(process.argv.slice(2), {
  askRegistry,
  seen: JSON.parse(readFileSync(`${repositoryRoot}tools/advisories/seen.json`, 'utf8')),
  today: new Date().toISOString().slice(0, 10),
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
});

function askRegistry(): unknown {
  const { stdout } = spawnSync(
    'npm',
    ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'],
    { cwd: repositoryRoot, encoding: 'utf8', timeout: 60_000 },
  );
  try {
    return JSON.parse(stdout);
  } catch {
    return undefined; // judged as no answer
  }
}
