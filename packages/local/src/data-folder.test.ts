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
