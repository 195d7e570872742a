import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolder, emptyDataFolder, makeDataFolder, writePrivately } from './data-folder.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cool-data-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the data folder', () => {
  it('is readable by its owner alone', () => {
    const folder = dataFolder(join(root, 'new'));
    makeDataFolder(folder);
    writePrivately(folder.keys, { secret: 1 });
    expect(statSync(folder.root).mode & 0o077).toBe(0);
    expect(statSync(folder.mail).mode & 0o077).toBe(0);
    expect(statSync(folder.keys).mode & 0o077).toBe(0);
    makeDataFolder(folder); // a second start finds its own things
  });

  it('is refused when it holds something that is not ours', () => {
    writeFileSync(join(root, 'thesis.tex'), '');
    expect(() => makeDataFolder(dataFolder(root))).toThrow('thesis.tex, which is not of Cool Delivery');
  });

  it.each([
    ['a plain file', (file: string) => file, 'is a file'],
    ['below a plain file', (file: string) => join(file, 'data'), 'is a file'],
    ['where the system makes no folder', () => '/proc/nope/data', '/proc/nope cannot be made'],
  ])('%s is refused in one sentence that says what to do', (_where, at, reason) => {
    const file = join(root, 'plain');
    writeFileSync(file, '');
    const make = () => makeDataFolder(dataFolder(at(file)));
    expect(make).toThrow(`The data folder ${at(file)} cannot be used: `);
    expect(make).toThrow(reason);
    expect(make).toThrow(/Give a folder that you can write to.* with --data\.$/);
  });

  it('is refused when one of its own folders is a file', () => {
    writeFileSync(join(root, 'mail'), '');
    expect(() => makeDataFolder(dataFolder(root))).toThrow(`${join(root, 'mail')} is a file`);
  });

  it('is emptied of data and of nothing else', () => {
    const folder = dataFolder(root);
    makeDataFolder(folder);
    for (const inner of ['mongodb', 'engine']) mkdirSync(join(root, inner));
    for (const file of ['personas.json', 'keys.json', 'lock', '.gitkeep'])
      writeFileSync(join(root, file), '');
    emptyDataFolder(folder);
    expect(readdirSync(root).sort()).toEqual(['.gitkeep', 'engine', 'lock']);
    expect(existsSync(folder.mail)).toBe(false);
  });
});
