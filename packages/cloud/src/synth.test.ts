import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stackNames } from '../test/support/golden.ts';
import { build } from './main.ts';
import { synth } from './synth.ts';

describe('npm run synth', () => {
  let folder = '';
  const said = { out: '', err: '' };
  const run = (args: readonly string[], architecture = build) => {
    Object.assign(said, { out: '', err: '' });
    const out = (text: string) => {
      said.out += text;
    };
    const err = (text: string) => {
      said.err += text;
    };
    return synth(args, { out, err, folder }, architecture);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cool-synth-'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  it('writes where the caller stands, and says what', () => {
    expect(run(['--only', 'dev', '--out', 'assembly'])).toBe(0);
    expect(existsSync(join(folder, 'assembly', 'manifest.json'))).toBe(true);
    expect(said.out).toMatch(/dev-network +111122223333 eu-west-1 +\d+ resources/);
    expect(said.out).toContain(`${stackNames.length} templates in ${join(folder, 'assembly')}`);
  });

  it('exits 1 when a check refuses the architecture', () => {
    vi.spyOn(console, 'error').mockReturnValue(); // CDK prints its report there
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const careless: typeof build = (options) => {
      const app = build(options);
      new s3.Bucket(new Stack(app, 'careless'), 'Bucket');
      return app;
    };
    expect(run(['--only', 'dev', '--out', 'x'], careless)).toBe(1);
    expect(said.err).toContain('refused by its checks');
  });

  it('exits 64 on a mistake, and writes nothing', () => {
    expect(run(['--bogus'])).toBe(64);
    expect(said.err).toContain('Given --bogus, allowed are');
    expect(existsSync(join(folder, 'cdk.out'))).toBe(false);
  });

  it('takes accounts and names from a configuration file', () => {
    const example = readFileSync(new URL('../config.example.yaml', import.meta.url), 'utf8');
    writeFileSync(join(folder, 'own.yaml'), example.replace('111122223333', '444455556666'));
    expect(run(['--config', 'own.yaml', '--only', 'dev', '--out', 'x'])).toBe(0);
    expect(said.out).toMatch(/dev-network +444455556666/);
  });

  it('exits 65 on a configuration that cannot be used, with every mistake in a sentence', () => {
    writeFileSync(join(folder, 'bad.yaml'), 'repository: x\nenvironments: {staging: {}}\n');
    expect(run(['--config', 'bad.yaml'])).toBe(65);
    expect(said.err).toContain(
      'environments.staging: given an unknown environment, allowed are dev, qa, prod',
    );
    expect(run(['--config', 'missing.yaml'])).toBe(65);
    expect(said.err).toContain('missing.yaml, which cannot be read (ENOENT)');
    expect(existsSync(join(folder, 'cdk.out'))).toBe(false);
  });
});
