// Runs the pinned CDK CLI in a process of its own and hands its exit code back. It works in an empty folder: a cdk.json of
// the caller's is not heard, and what it leaves behind (cdk.context.json) makes no working copy unclean.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const cli = join(createRequire(import.meta.url).resolve('aws-cdk/package.json'), '..', 'bin', 'cdk');

export type RunCdk = (args: readonly string[]) => Promise<number>;

export const runCdk: RunCdk = (args) =>
  new Promise((resolve, reject) => {
    const folder = mkdtempSync(join(tmpdir(), 'cool-cdk-'));
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', NODE_NO_WARNINGS: '1' },
    });
    child.on('error', reject);
    child.on('close', (code) => {
      rmSync(folder, { recursive: true, force: true });
      resolve(code ?? 1);
    });
  });
