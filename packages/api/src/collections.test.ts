// The table of collections decides what the database lets the API do in AWS: a collection that is missing there would
// be refused in production and nowhere else. So the table is compared with every collection these sources name.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collections, verifiedCollections } from '@cool/contract/runtime';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.includes('.test.'))
  .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));

const call = /\.collection(?:<[^(]*>)?\(\s*('[^']*'|[^'\s)][^),]*)/g;

const named = sources.flatMap(({ path, text }) =>
  [...text.matchAll(call)].map(([, argument = '']) => ({ path, argument })),
);

test('every collection is named by a literal, so that this test sees it', () => {
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ argument }) => !argument.startsWith("'"))).toEqual([]);
});

test('the table of rights in contract/runtime/database.ts names exactly the collections of the API', () => {
  const found = [...new Set(named.map(({ argument }) => argument.slice(1, -1)))].sort();
  expect(found).toEqual(Object.keys(collections).sort());
});

test('no source updates or removes where the user of the API may only append', () => {
  const append = Object.entries(collections).filter(([, use]) => use === 'append');
  expect(append.map(([name]) => name)).toContain('audit');
  const changing = /\b(?:update|replace|delete|findOneAnd|bulkWrite)\w*\(/;
  for (const [name] of append) {
    const holders = sources.filter(({ text }) => text.includes(`.collection('${name}'`));
    expect(holders.length).toBeGreaterThan(0);
    for (const { path, text } of holders) expect(changing.test(text), `${path} changes ${name}`).toBe(false);
  }
});

test('what verifies the trail reads the collections that the verifier may read, and no others', () => {
  const reached = new Set<string>();
  const follow = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    const text = sources.find((one) => one.path === path)?.text ?? '';
    for (const [, next = ''] of text.matchAll(/from '\.\/([\w-]+\.ts)'/g)) follow(join(dirname(path), next));
  };
  follow(join('features', 'audit', 'verify-audit.ts'));
  expect(reached.size).toBeGreaterThan(3);
  const read = named.filter(({ path }) => reached.has(path)).map(({ argument }) => argument.slice(1, -1));
  expect([...new Set(read)].sort()).toEqual([...verifiedCollections].sort());
});
