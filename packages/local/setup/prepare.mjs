// Brings a checkout to the point where it can run: packages installed, bundles and pages built. Does nothing
// that is already done; what "done" means is a digest of all inputs, so a pull or an edit is noticed.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from '../../../tools/install.mjs';

/** Changing how we build must rebuild, too. */
const bundleInputs = [
  'package-lock.json',
  'packages/local/setup/build-bundles.mjs',
  'packages/local/setup/bundle-for-node.mjs',
  'packages/contract/src',
  'packages/api/src',
  'packages/guard/src',
  'packages/local/src',
];
const webInputs = [
  'package-lock.json',
  'packages/contract/src',
  'packages/web/src',
  'packages/web/public',
  'packages/web/index.html',
  'packages/web/vite.config.ts',
];

const dayMs = 86_400_000;

/**
 * Everything `npm start` needs.
 * @param {string} root
 * @returns {Promise<string>} the folder of the bundles
 */
export async function prepare(root) {
  ensureInstalled('platform');
  const bundles = bundlesOf(root);
  await ensureBuilt(root, [bundles, webOf(root)]);
  return bundles.folder;
}

/**
 * What the operator's commands need: no pages.
 * @param {string} root
 * @returns {Promise<string>} the folder of the bundles
 */
export async function prepareBundles(root) {
  ensureInstalled('platform');
  const bundles = bundlesOf(root);
  await ensureBuilt(root, [bundles]);
  return bundles.folder;
}

/** @typedef {{ isCurrent: () => boolean, build: () => Promise<void> }} Product */

/**
 * @param {string} root
 * @param {readonly Product[]} products
 */
async function ensureBuilt(root, products) {
  if (products.every((product) => product.isCurrent())) return;
  const unlock = await takeBuildLock(join(root, 'packages/local/dist'));
  try {
    // Asked again: another start may have built it while this one waited.
    const stale = products.filter((product) => !product.isCurrent());
    await withProgress('building', allOf(stale.map((product) => product.build())));
  } finally {
    unlock();
  }
}

/**
 * The digest is taken once: an edit during the build must not move the goal.
 * @param {string} root
 * @returns {Product & { folder: string }}
 */
function bundlesOf(root) {
  const folder = join(root, 'packages/local/dist', digest(root, bundleInputs));
  return {
    folder,
    isCurrent: () => existsSync(join(folder, 'done')),
    build: () => buildBundles(root, folder),
  };
}

/**
 * @param {string} root
 * @returns {Product}
 */
function webOf(root) {
  const stamp = join(root, 'packages/web/dist/.built-from');
  const wanted = digest(root, webInputs);
  return {
    isCurrent: () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted,
    build: () => buildWeb(root, stamp, wanted),
  };
}

/**
 * @param {string} root
 * @param {readonly string[]} inputs
 */
function digest(root, inputs) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  for (const input of inputs) {
    const path = join(root, input);
    if (!existsSync(path)) continue;
    for (const file of statSync(path).isDirectory() ? filesUnder(path) : [path]) {
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * @param {string} folder
 * @returns {string[]} sorted, tests left out: they are not built
 */
function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !/\.test\.tsx?$/.test(entry.name))
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)],
    )
    .sort();
}

/**
 * The bundles lie in a folder named after their inputs, so a platform that runs keeps the ones it started with.
 * @param {string} root
 * @param {string} folder
 */
async function buildBundles(root, folder) {
  for (const name of readdirSync(join(folder, '..'))) {
    const old = join(folder, '..', name);
    if (/^[0-9a-f]{16}$/.test(name) && Date.now() - statSync(old).mtimeMs > dayMs)
      rmSync(old, { recursive: true });
  }
  await run('the server bundles', process.execPath, ['packages/local/setup/build-bundles.mjs', folder], root);
  writeFileSync(join(folder, 'done'), '');
}

/**
 * @param {string} root
 * @param {string} stamp
 * @param {string} wanted
 */
async function buildWeb(root, stamp, wanted) {
  await run(
    'the web pages',
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build'],
    join(root, 'packages/web'),
  );
  writeFileSync(stamp, wanted);
}

/**
 * @param {string} what
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 */
async function run(what, command, args, cwd) {
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0)
    throw new Error(`${output.trim()}\nBuilding ${what} did not succeed; the reason stands above.`);
}

/**
 * Waits for every part even when one fails, so that nothing still writes after the refusal is told.
 * @param {Promise<void>[]} work
 */
async function allOf(work) {
  for (const part of await Promise.allSettled(work)) {
    if (part.status === 'rejected') throw part.reason;
  }
}

/**
 * Two starts at once must not build into each other. The lock names its owner, so a killed one is passed over.
 * @param {string} folder
 */
async function takeBuildLock(folder) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'building');
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (!isAlive(ownerOf(lock))) rmSync(lock, { force: true });
      else await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** @param {string} lock */
function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0; // removed meanwhile: the next round takes it
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * @template T
 * @param {string} what
 * @param {Promise<T>} work
 */
async function withProgress(what, work) {
  const startedAt = Date.now();
  console.log(`${what} …`);
  const ticking = setInterval(
    () => console.log(`still ${what}, ${Math.round((Date.now() - startedAt) / 1000)} s`),
    10_000,
  );
  try {
    await work;
    console.log(`${what} took ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  } finally {
    clearInterval(ticking);
  }
}
