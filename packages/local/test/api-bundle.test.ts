// The demo cannot exist in production: what is built of the API holds no trace of it, and no way to reach it.

import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../..');
const traces = [
  /\/demo\b/,
  /\bpersonas?\b/i,
  /\bDEMO_/,
  /@cool\/local/,
  /packages\/local\//,
  /embedded-mongodb/,
];

async function bundle(source: string): Promise<string> {
  const built = await build({
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    plugins: [
      {
        name: 'our own code alone',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^[^.#]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@cool/') ? undefined : { path, external: true },
          );
        },
      },
    ],
    logLevel: 'silent',
  });
  return built.outputFiles[0]?.text ?? '';
}

const tracesIn = (text: string) => traces.filter((trace) => trace.test(text)).map(String);

describe('the production bundle of the API', () => {
  it('holds no trace of the demo', async () => {
    const text = await bundle('packages/api/src/main.ts');
    expect(text.length).toBeGreaterThan(10_000);
    expect(text).toContain('/api/'); // what we look through is the API
    expect(tracesIn(text)).toEqual([]);
  });

  it('would show one: the edge, which has the demo, does', async () => {
    expect(tracesIn(await bundle('packages/local/src/edge/main.ts')).length).toBeGreaterThan(0);
  });
});
