// A disk that can be full: a file system in memory under the engine's data, of a size of its own. Only root may mount
// one, and only Linux has it; elsewhere the fault is skipped, and the trial says so.

import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';

export type SmallDisk = {
  /** Takes the last free byte; what is written after fails. */
  readonly fill: () => void;
  readonly free: () => void;
  readonly unmount: () => void;
};

const megabytes = 700; // the engine lays out its journal in files of 100 MB

/** Null where no such disk can be made. */
export function mountSmallDisk(folder: string): SmallDisk | null {
  if (platform() !== 'linux' || process.getuid?.() !== 0) return null;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder]);
  } catch {
    return null; // root in a container that may not mount
  }
  const filler = join(folder, 'filler');
  return {
    fill: () => {
      const file = openSync(filler, 'w');
      try {
        // Large pieces first, then single bytes: not one is left.
        for (const size of [1 << 20, 4_096, 1]) {
          const piece = Buffer.alloc(size, 1);
          while (written(file, piece));
        }
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount: () => execFileSync('umount', ['--lazy', folder]),
  };
}

function written(file: number, piece: Buffer): boolean {
  try {
    return writeSync(file, piece) === piece.length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
