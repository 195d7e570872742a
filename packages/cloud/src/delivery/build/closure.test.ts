import { describe, expect, it } from 'vitest';
import { productionClosure, reachedFrom, readLockfile } from './closure.ts';

const linux = { os: 'linux', cpu: 'x64', libc: 'glibc' };
const at = (version: string, more: object = {}) => ({
  version,
  integrity: `sha512-${version}`,
  license: 'MIT',
  ...more,
});
const lock = (packages: object) => readLockfile(JSON.stringify({ lockfileVersion: 3, packages }));

const packages = {
  'packages/api': {
    dependencies: { '@cool/contract': '0.1.0', server: '1.0.0' },
    devDependencies: { tests: '1' },
  },
  'packages/contract': { dependencies: { schema: '1.0.0' } },
  'node_modules/@cool/contract': { resolved: 'packages/contract', link: true },
  'node_modules/schema': at('1.0.0'),
  'node_modules/server': at('2.0.0', {
    dependencies: { parser: '^1.0.0' },
    optionalDependencies: { 'native-linux': '1', 'native-mac': '1', 'native-musl': '1', absent: '1' },
    peerDependencies: { zlib: '1', peer: '1' },
    peerDependenciesMeta: { zlib: { optional: true } },
  }),
  'node_modules/server/node_modules/parser': at('1.0.0'),
  'node_modules/parser': at('9.0.0'),
  'node_modules/peer': at('1.0.0', { dependencies: { server: '*' } }),
  'node_modules/zlib': at('1.0.0'),
  'node_modules/native-linux': at('1.0.0', { os: ['linux'], cpu: ['x64'], libc: ['glibc'] }),
  'node_modules/native-musl': at('1.0.0', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }),
  'node_modules/native-mac': at('1.0.0', { os: ['!linux'] }),
  'node_modules/tests': at('1.0.0'),
};

describe('what a workspace needs to run', () => {
  it('is what it reaches: nearest version, own workspaces walked through, this platform alone', () => {
    expect(productionClosure(lock(packages), 'packages/api', linux).map(({ path }) => path)).toEqual([
      'node_modules/native-linux',
      'node_modules/peer',
      'node_modules/schema',
      'node_modules/server',
      'node_modules/server/node_modules/parser',
    ]);
  });

  it('is named as the lockfile fixes it, with what it needs in turn', () => {
    const found = productionClosure(lock(packages), 'packages/api', linux);
    expect(found.find(({ name }) => name === 'server')).toEqual({
      name: 'server',
      version: '2.0.0',
      licence: 'MIT',
      integrity: 'sha512-2.0.0',
      path: 'node_modules/server',
      needs: ['node_modules/native-linux', 'node_modules/peer', 'node_modules/server/node_modules/parser'],
    });
  });

  it('can be cut down to what some of the packages need', () => {
    const found = productionClosure(lock(packages), 'packages/api', linux);
    expect(reachedFrom(found, ['schema']).map(({ name }) => name)).toEqual(['schema']);
    expect(reachedFrom(found, ['peer']).map(({ name }) => name)).toEqual([
      'native-linux',
      'peer',
      'server',
      'parser',
    ]);
    expect(() => reachedFrom(found, ['tests'])).toThrow(
      'given no node_modules/tests, which the release needs',
    );
  });

  it('stops at a lockfile that lacks something', () => {
    const { 'node_modules/schema': _gone, ...rest } = packages;
    expect(() => productionClosure(lock(rest), 'packages/api', linux)).toThrow(
      'given no schema, which packages/contract needs',
    );
  });

  it('stops at a package without an integrity', () => {
    const loose = { ...packages, 'node_modules/schema': { version: '1.0.0' } };
    expect(() => productionClosure(lock(loose), 'packages/api', linux)).toThrow(
      'given node_modules/schema without a version and an integrity',
    );
  });

  it('is not read from another form of lockfile', () => {
    expect(() => readLockfile('{"lockfileVersion":1,"packages":{}}')).toThrow('a wrong form at');
  });
});
