import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anchorBreach, readAnchor, writeAnchor } from './anchor.ts';
import { NothingThere } from './database.ts';

const hash = 'a'.repeat(64);
const other = 'b'.repeat(64);
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cool-anchor-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an outside anchor', () => {
  it('is read as it was written', () => {
    const path = join(folder, 'anchor.json');
    writeAnchor(path, { seq: 7, hash });
    expect(readAnchor(path)).toEqual({ seq: 7, hash });
  });

  it.each(['', '{}', '{"seq":0,"hash":"x"}', `{"seq":1.5,"hash":"${hash}"}`, '[]'])('is not %j', (text) => {
    const path = join(folder, 'anchor.json');
    writeFileSync(path, text);
    expect(() => readAnchor(path)).toThrow(NothingThere);
  });

  it('that is not there is told, with how to write one', () => {
    expect(() => readAnchor(join(folder, 'none'))).toThrow('--write-anchor');
  });

  it('agrees with a chain that went on from it', () => {
    expect(anchorBreach({ seq: 7, hash }, { seq: 9, hash: other }, hash)).toBeNull();
  });

  it('finds a chain that was rewritten', () => {
    expect(anchorBreach({ seq: 7, hash }, { seq: 9, hash: other }, other)).toContain('rewritten');
  });

  it('finds a chain that was cut', () => {
    expect(anchorBreach({ seq: 7, hash }, { seq: 5, hash: other }, null)).toContain('its end was cut off');
  });
});
