import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AnchorLine, anchorFile } from './anchor-store.ts';
import { judgeAnchors } from './judge-anchors.ts';
import { makeSigner } from './signing-key.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cool-anchors-'));
  path = join(folder, 'anchors.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = new Date('2026-11-22T12:00:00Z');
const signer = makeSigner(at);
const other = makeSigner(at);
const hash = (digit: string) => digit.repeat(64);
const key: AnchorLine = { kind: 'key', ...signer.key };
const signed = (seq: number, by = signer): AnchorLine => ({
  kind: 'checkpoint',
  ...by.sign({ seq, hash: hash('a') }, at),
});

describe('the anchor file', () => {
  it('gives back what was written, whatever wrote it', () => {
    anchorFile(path).append(key);
    anchorFile(path).append(signed(3));
    expect(anchorFile(path).read()).toEqual([key, signed(3)]);
  });

  it('drops a line that a crash left half written, and goes on after it', () => {
    anchorFile(path).append(key);
    appendFileSync(path, '{"kind":"checkpoint","seq":3');
    expect(anchorFile(path).read()).toEqual([key]);
    anchorFile(path).append(signed(4));
    expect(anchorFile(path).read()).toEqual([key, signed(4)]);
    expect(readFileSync(path, 'utf8')).not.toContain('"seq":3');
  });

  it.each(['', 'x', '{}', '{"kind":"key"}', '{"kind":"checkpoint","seq":0}'])(
    'refuses the line %j by its number',
    (line) => {
      anchorFile(path).append(key);
      writeFileSync(path, `${readFileSync(path, 'utf8')}${line}\n`);
      expect(() => anchorFile(path).read()).toThrow('Line 2');
    },
  );
});

describe('anchors', () => {
  it('agree with themselves over a change of key', () => {
    const lines = [key, signed(3), signed(9), { kind: 'key', ...other.key } as const, signed(12, other)];
    const judged = judgeAnchors(lines);
    expect(judged).toMatchObject({ ok: true });
    expect(judged.ok && judged.checkpoints.map(({ seq }) => seq)).toEqual([3, 9, 12]);
  });

  it.each<[string, readonly AnchorLine[], string]>([
    ['signed by a key nobody wrote down', [key, signed(3, other)], 'no line before it names'],
    ['signed before its key was written down', [signed(3), key], 'no line before it names'],
    ['a changed number', [key, { ...signed(3), seq: 4, records: 4 } as AnchorLine], 'its key did not make'],
    ['a changed hash', [key, { ...signed(3), hash: hash('b') } as AnchorLine], 'its key did not make'],
    [
      'a changed time',
      [key, { ...signed(3), at: '2026-11-22T12:00:01.000Z' } as AnchorLine],
      'its key did not make',
    ],
    [
      'a signature that is none',
      [key, { ...signed(3), signature: 'AAAA' } as AnchorLine],
      'its key did not make',
    ],
    [
      'a key under another name',
      [{ ...key, publicKey: other.key.publicKey } as AnchorLine],
      'names another key',
    ],
    ['one that reaches less far', [key, signed(9), signed(3)], 'less far'],
  ])('are found out: %s', (_name, lines, what) => {
    expect(judgeAnchors(lines)).toMatchObject({ ok: false, what: expect.stringContaining(what) });
  });
});
