import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { reachCommand } from './reach.ts';
import type { Surroundings } from './surroundings.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const asBuilt = 'packages/guard/fixtures/as-built/template.yaml';
const asDesigned = 'packages/cloud/golden/assembly';
const folder = mkdtempSync(join(tmpdir(), 'guard-reach-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(...given: readonly string[]): { code: number; printed: string } {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const surroundings: Surroundings = {
    base: root,
    packageRoot: `${root}packages/guard`,
    width: 100,
    colour: false,
    print,
    printError: print,
  };
  return { code: reachCommand(given, surroundings), printed };
}

describe('guard reach', () => {
  it.each([
    [['internet', 'Backend', asBuilt, '--proto', 'tcp', '--port', '22'], 'open: '],
    [['internet', 'Backend', asBuilt, '--proto', 'tcp', '--port', '3389'], 'closed: '],
    [['Backend', 'internet', asBuilt], 'open: '],
    [['cidr:203.0.113.0/24', 'Backend', asBuilt, '--proto', 'tcp', '--port', '22'], 'open: '],
    [['cidr:172.31.44.0/24', 'Backend', asBuilt, '--proto', 'tcp', '--port', '22'], 'open: '],
    [['tier:private', 'internet', asDesigned], 'closed: '],
    [['internet', 'tier:secured', asDesigned], 'closed: '],
    [['env:dev', 'env:prod', asDesigned], 'closed: '],
  ])('%j answers %s', (given, beginning) => {
    const { code, printed } = run(...given);
    expect(code).toBe(0);
    const answers = printed.split('\n').filter((line) => /^(open|closed|unknown):/.test(line));
    expect(answers.length).toBeGreaterThan(0);
    for (const answer of answers) expect(answer.startsWith(beginning), answer).toBe(true);
  });

  it('asks in every stack that has the id, or in the one that STACK.ID names, and tells which is which', () => {
    const both = ['east', 'west'].map((name) => join(folder, `${name}.yaml`));
    for (const path of both) copyFileSync(join(root, asBuilt), path);
    const answersOf = (from: string, to: string) =>
      run(from, to, ...both, '--proto', 'tcp', '--port', '22')
        .printed.split('\n')
        .filter((line) => /^(open|closed|unknown):/.test(line));
    const each = (found: readonly string[], pattern: RegExp) =>
      found.filter((line) => pattern.test(line)).length;
    const open = answersOf('internet', 'Backend');
    expect([each(open, /to east\.Backend/), each(open, /to west\.Backend/)]).toEqual([1, 1]);
    expect(answersOf('internet', 'west.Backend')).toEqual([expect.stringContaining('to west.Backend')]);
    expect(answersOf('east.Backend', 'internet')).toEqual([expect.stringContaining('tcp east.Backend →')]);
    const chains = answersOf('internet', 'FrontBucket');
    expect(each(chains, /to (east|west)\.FrontBucket by (east|west)\.Backend/)).toBe(chains.length);
    expect(chains).toHaveLength(4);
    expect(answersOf('internet', 'west.FrontBucket')).toHaveLength(2);
  });

  it.each([
    ['nobody', 'is called nobody; allowed: internet'],
    ['tier:nobody', 'no subnet has such a tag'],
    ['cidr:10.0.0', 'is no block'],
    ['cidr:192.168.0.0/24', 'neither in the internet nor in a declared subnet'],
  ])('says what is allowed instead of %s', (from, message) => {
    expect(() => run(from, 'Backend', asBuilt)).toThrow(message);
  });

  it('writes JSON that its published schema accepts, open and closed', () => {
    const schema = JSON.parse(
      readFileSync(fileURLToPath(new URL('../../schema/reach.schema.json', import.meta.url)), 'utf8'),
    ) as object;
    const validate = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
      schema,
    );
    for (const port of ['22', '3389']) {
      const { printed } = run('internet', 'Backend', asBuilt, '--port', port, '--format', 'json');
      const answers = JSON.parse(printed) as { answers: Record<string, unknown>[] };
      validate(answers);
      expect(validate.errors).toBeNull();
      expect(validate({ answers: answers.answers.map((it) => ({ ...it, mood: 'good' })) })).toBe(false);
    }
  });
});
