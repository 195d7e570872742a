import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placesFault } from './places.ts';

let here: string;
beforeEach(() => {
  here = mkdtempSync(join(tmpdir(), 'cool-places-'));
  writeFileSync(join(here, 'a-file'), '');
  mkdirSync(join(here, 'a-folder'));
});
afterEach(() => rmSync(here, { recursive: true }));

const right = () => ({
  mailDir: join(here, 'mail'),
  evidenceDir: join(here, 'a-folder'),
  traceFile: join(here, 'traces'),
});

test('folders that are not there are made, and no trace file is asked for where none is named', () => {
  expect(placesFault(right())).toBeNull();
  expect(existsSync(right().mailDir)).toBe(true);
  expect(placesFault({ ...right(), traceFile: undefined })).toBeNull();
});

test.each([
  ['mailDir', 'a-file', 'The folder of MAIL_DIR cannot be written (EEXIST)'],
  ['mailDir', 'a-file/below', 'The folder of MAIL_DIR cannot be written (ENOTDIR)'],
  ['evidenceDir', 'a-file', 'The folder of EVIDENCE_DIR cannot be written (EEXIST)'],
  ['traceFile', 'a-folder', 'The file of TRACE_FILE cannot be written (EISDIR)'],
  ['traceFile', 'nowhere/traces', 'The file of TRACE_FILE cannot be written (ENOENT)'],
])('%s at %s is one sentence', (which, path, sentence) => {
  expect(placesFault({ ...right(), [which]: join(here, path) })).toContain(sentence);
});
