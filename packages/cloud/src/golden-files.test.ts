// One synth serves all of these: it is the dearest thing in the package. That two say the same, synth.journey.test.ts shows.

import { beforeAll, describe, expect, it } from 'vitest';
import { goldenFiles, readGolden, synthesisedStacks } from './golden-files.ts';

describe('the golden files', () => {
  let made: ReadonlyMap<string, string> = new Map();
  beforeAll(() => {
    made = goldenFiles(synthesisedStacks());
  }, 180_000); // synths on a busy machine

  it('are what the sources say (else run: node packages/cloud/bin/golden.mjs)', () => {
    const committed = readGolden();
    expect([...committed.keys()].sort()).toEqual([...made.keys()].sort());
    for (const [path, text] of made) expect(committed.get(path) === text, `${path} is stale`).toBe(true);
  });

  it('name no folder of the machine they were made on', () => {
    for (const [path, text] of made) {
      expect(text, path).not.toContain(process.cwd());
      expect(text, path).not.toMatch(/"\/(home|root|tmp|work|Users)\//);
    }
  });

  it('need no asset: what is not in a template lies in our own bucket, under a key the release names', () => {
    for (const [path, text] of made) {
      expect(text, path).not.toMatch(/cdk-[a-z0-9]+-assets-/);
      expect(text, path).not.toMatch(/"S3Key":\s*"/);
    }
  });
});
