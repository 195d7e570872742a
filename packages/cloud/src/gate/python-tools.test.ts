import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { installPythonTools } from './python-tools.ts';

const constraints = fileURLToPath(new URL('constraints.txt', import.meta.url));

it('an installation that takes too long is called that, and not a failure of the network', () => {
  const cache = mkdtempSync(join(tmpdir(), 'cool-python-'));
  try {
    const installed = installPythonTools({ packages: ['none==0'], constraints, cache, timeoutMs: 1 });
    expect(installed).toEqual({
      missing: expect.stringMatching(/^given (an installation that was not done after|no Python)/),
    });
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
});
