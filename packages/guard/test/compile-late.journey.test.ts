// What bin/compile-late.mjs promises: it moves when V8 optimises and nothing else. Each command line runs as it is,
// without the setting, and with a setting that this Node does not know; what is said and how it ends must be the same.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'guard-late-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Stands between the command and V8; `heard` is what V8 is told of the setting that the command asks for. */
function listener(name: string, heard: string): string {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { syncBuiltinESMExports } from 'node:module';
import v8 from 'node:v8';
const toV8 = v8.setFlagsFromString;
v8.setFlagsFromString = (setting) => {
  ${heard}
};
syncBuiltinESMExports();
`,
  );
  return pathToFileURL(path).href;
}

const listeners = {
  'as it is': listener('as-it-is', 'toV8(setting);'),
  without: listener('without', ''),
  'not known': listener(
    'not-known',
    "toV8(setting.replace('interrupt-budget', 'interrupt-budget-of-another-day'));",
  ),
} as const;

function guard(how: keyof typeof listeners, given: readonly string[]) {
  const { INIT_CWD: _, FORCE_COLOR: __, NODE_OPTIONS: ___, ...environment } = process.env;
  const bin = join(repository, 'packages/guard/bin/guard.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', listeners[how], bin, ...given],
    {
      cwd: repository,
      env: environment,
      encoding: 'utf8',
      timeout: 180_000, // a command that hangs is stopped, and its status is null
    },
  );
  return { status, stdout, stderr };
}

const asBuilt = 'packages/guard/fixtures/as-built/template.yaml';
const asDesigned = 'packages/cloud/golden/assembly';

describe('waiting longer before functions are optimised', () => {
  it.each<[number, readonly string[]]>([
    [0, ['prove', asDesigned, '--format', 'json']],
    [1, ['prove', asBuilt, '--format', 'json']],
    [2, ['who', 's3:GetObject', 'arn:aws:s3:::elsewhere/x', asBuilt]],
    [64, ['prove']],
  ])('changes neither the answer nor the exit code %i of %j', (status, given) => {
    const asItIs = guard('as it is', given);
    expect(asItIs.status, asItIs.stderr).toBe(status);
    expect(guard('without', given)).toEqual(asItIs);
    const notKnown = guard('not known', given);
    // V8 says on stderr that it knows no such flag; what the command says is whole, and goes where it went.
    expect(notKnown.stderr).toContain('interrupt-budget-of-another-day');
    expect(notKnown.stderr).toContain(asItIs.stderr);
    expect({ ...notKnown, stderr: asItIs.stderr }).toEqual(asItIs);
  });
});
