import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareOutputFolder } from './output-folder.ts';

describe('the folder an assembly goes into', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'cool-output-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is made where there is none', () => {
    expect(prepareOutputFolder(join(root, 'a', 'b'))).toBeUndefined();
    expect(readdirSync(join(root, 'a', 'b'))).toEqual([]);
  });

  it('loses the files of an earlier synth', () => {
    for (const name of ['cdk.out', 'manifest.json', 'stale.template.json'])
      writeFileSync(join(root, name), '{}');
    expect(prepareOutputFolder(root)).toBeUndefined();
    expect(readdirSync(root)).toEqual([]);
  });

  it('is never emptied of files that are not an assembly', () => {
    writeFileSync(join(root, 'letter.txt'), 'dear');
    expect(prepareOutputFolder(root)).toContain('which holds other files; allowed is');
    expect(existsSync(join(root, 'letter.txt'))).toBe(true);
  });

  it('is not a file', () => {
    writeFileSync(join(root, 'file'), '');
    expect(prepareOutputFolder(join(root, 'file'))).toContain('which is a file; allowed is');
  });

  it.runIf(existsSync('/proc/self'))('is refused where none can be made, without trying for ever', () => {
    expect(prepareOutputFolder('/proc/none/assembly')).toMatch(
      /^--out: given \/proc\/none\/assembly, which cannot be made \(ENOENT\); allowed is a new folder/,
    );
  });

  it('may stand empty already', () => {
    mkdirSync(join(root, 'empty'));
    expect(prepareOutputFolder(join(root, 'empty'))).toBeUndefined();
  });
});
