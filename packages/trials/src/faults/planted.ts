// Does the trial of faults see a bug? Each is planted by a source patch in a copy of the checkout, and the trial of that
// copy must call it broken. By itself: npm run faults -- --planted

import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkout } from '../platform/start-platform.ts';

export type PlantedBug = {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The faults that bring it out. */
  readonly only: string;
};

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'a change is acknowledged before it is in the journal',
    file: 'packages/api/src/features/orders/orders-store.ts',
    from: "  const orders: Collection<OrderDocument> = db.collection('orders');",
    to: "  const orders: Collection<OrderDocument> = db.collection('orders', { writeConcern: { w: 1, journal: false } });",
    only: 'kill engine',
  },
  {
    name: 'an event leaves the outbox before it is in the chain',
    file: 'packages/api/src/features/orders/orders-store.ts',
    from: '              outbox: { eventId: event.eventId, version, at: event.at },',
    to: "              ...(event.command === 'arrive' ? {} : { outbox: { eventId: event.eventId, version, at: event.at } }),",
    only: 'cut,slow',
  },
];

/** What the trial said of a copy with this bug; `seen` when it called it broken. */
export async function tryPlanted(
  bug: PlantedBug,
  seed: number,
): Promise<{ readonly seen: boolean; readonly output: string }> {
  const copy = mkdtempSync(join(tmpdir(), 'cool-planted-'));
  try {
    copyCheckout(copy);
    const path = join(copy, bug.file);
    const source = readFileSync(path, 'utf8');
    const patched = source.replace(bug.from, () => bug.to);
    if (patched === source) throw new Error(`${bug.name}: ${bug.file} no longer holds the text to patch`);
    writeFileSync(path, patched);
    const output = await run(copy, [
      ...['--import', 'tsx', 'packages/trials/src/faults/faults.ts'],
      ...['--minutes', '0.5', '--seed', String(seed), '--only', bug.only],
    ]);
    return { seen: /^BROKEN: /m.test(output), output };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Every file git knows or would add, and the installed packages, ours pointing into the copy. */
function copyCheckout(copy: string): void {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: checkout,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const path of listed.split('\0').filter((each) => each !== '' && existsSync(join(checkout, each)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(checkout, path), join(copy, path));
  }
  const installed = join(checkout, 'node_modules');
  mkdirSync(join(copy, 'node_modules', '@cool'), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== '@cool') symlinkSync(join(installed, name), join(copy, 'node_modules', name));
  }
  for (const name of readdirSync(join(copy, 'packages')))
    symlinkSync(join(copy, 'packages', name), join(copy, 'node_modules', '@cool', name));
}

function run(cwd: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve) => child.once('close', () => resolve(output)));
}
