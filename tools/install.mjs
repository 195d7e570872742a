// Installs what a command needs, once per lockfile. Plain JavaScript without dependencies: it runs before
// anything is installed. As a command: `node tools/install.mjs platform|all`.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const stampFile = `${root}node_modules/.cool-install.json`;

/** The workspaces that `npm start` needs; everything else is for those who change the code. */
const platform = ['contract', 'api', 'web', 'guard', 'local'];

/** @typedef {'platform' | 'all'} Scope */

/**
 * Makes sure that node_modules holds what `scope` needs for today's lockfile. A full install is never cut back.
 * @param {Scope} scope
 * @returns {boolean} whether anything was installed
 */
export function ensureInstalled(scope) {
  const lock = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
  const stamp = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
  if (stamp.lock !== lock && isWholeLockfileInstalled()) {
    writeFileSync(stampFile, JSON.stringify({ lock, scope: 'all' })); // somebody ran npm ci or npm install by hand
    return false;
  }
  if (stamp.lock === lock && (stamp.scope === 'all' || stamp.scope === scope)) return false;
  const wanted = stamp.scope === 'all' ? 'all' : scope;
  console.error(
    `installing packages (${wanted === 'all' ? 'everything' : 'only what the platform needs'}) …`,
  );
  const only =
    wanted === 'all' ? [] : [...platform.map((name) => `--workspace=packages/${name}`), '--omit=dev'];
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...only], {
    cwd: root,
    stdio: ['ignore', 2, 2], // standard output belongs to the command that asked
  });
  if (npm.status !== 0) {
    throw new Error('npm ci did not succeed; its own message stands above. Check the network and try again.');
  }
  writeFileSync(stampFile, JSON.stringify({ lock, scope: wanted }));
  return true;
}

/** Whether npm's own record of node_modules holds every package of the lockfile that this machine takes. */
function isWholeLockfileInstalled() {
  const record = `${root}node_modules/.package-lock.json`;
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted)
    .filter(([path, entry]) => path.includes('node_modules/') && !entry.optional && !entry.devOptional)
    .every(([path, entry]) => present[path]?.version === entry.version);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const scope = process.argv[2] ?? '';
  if (scope !== 'platform' && scope !== 'all') {
    console.error(`install: given "${scope}"; allowed: platform, all.`);
    process.exit(64);
  }
  try {
    ensureInstalled(scope);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
