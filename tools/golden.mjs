// `npm run golden`: writes every golden file anew. The diff is for the reviewer to read.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { takesNothing } from './takes-nothing.mjs';

takesNothing(
  'npm run golden',
  'Writes every golden file anew, among them the synthesised templates. Read the diff before you commit it.',
);

const root = fileURLToPath(new URL('../', import.meta.url));
ensureInstalled('all');

const scripts = readdirSync(`${root}packages`)
  .map((name) => `packages/${name}/bin/golden.mjs`)
  .filter((path) => existsSync(root + path));
for (const script of scripts) {
  console.log(`── ${script}`);
  const run = spawnSync(process.execPath, [root + script], { cwd: root, stdio: 'inherit' });
  if (run.status !== 0) process.exit(run.status ?? 1);
}
const promises = ['--import', 'tsx', 'tools/promises/write.ts'];
console.log('── tools/promises/write.ts');
process.exit(spawnSync(process.execPath, promises, { cwd: root, stdio: 'inherit' }).status ?? 1);
