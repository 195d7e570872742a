import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { installPythonTools, whyNot } from './python-tools.ts';

const constraints = fileURLToPath(new URL('constraints.txt', import.meta.url));

describe('tools that cannot be installed', () => {
  const cache = mkdtempSync(join(tmpdir(), 'cool-python-'));
  afterAll(() => rmSync(cache, { recursive: true, force: true }));

  it('fail when it takes too long', () => {
    const installed = installPythonTools({ packages: ['none==0'], constraints, cache, timeoutMs: 1 });
    expect([
      { failed: expect.stringMatching(/^given an installation that was not done after/) },
      { missing: expect.stringMatching(/^given no Python/) }, // where there is none
    ]).toContainEqual(installed);
  });

  // The words are pip's, of 24.0.
  it.each([
    [
      'missing',
      "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/x/\nERROR: Could not find a version that satisfies the requirement x==0 (from versions: none)\nERROR: No matching distribution found for x==0",
      'given a package index that cannot be reached, allowed is one with x==0; check the network and try again.',
    ],
    [
      'failed',
      'ERROR: Could not find a version that satisfies the requirement x==0 (from versions: 1, 2)\nERROR: No matching distribution found for x==0',
      'given an installation that did not succeed (ERROR: No matching distribution found for x==0), allowed is a package index with x==0; see what pip says of it.',
    ],
  ])('are %s by what pip says of the index', (kind, said, sentence) => {
    expect(whyNot(said, ['x==0'])).toEqual({ [kind]: sentence });
  });
});
