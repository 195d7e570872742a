import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { compareCommand } from './compare.ts';

const folder = mkdtempSync(join(tmpdir(), 'guard-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, Action: string, Resource: string) =>
  writeFileSync(
    join(folder, name),
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] }),
  );
write('wide.json', 's3:Get*', 'arn:aws:s3:::labels/*');
write('narrow.json', 's3:GetObject', 'arn:aws:s3:::labels/a*');
writeFileSync(join(folder, 'broken.json'), '{ "Version": ');
writeFileSync(join(folder, 'odd.json'), '{ "Version": "2012-10-17", "Statements": [] }');

function run(...given: readonly string[]): { code: number; printed: string } {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const code = compareCommand(given, {
    base: folder,
    packageRoot: folder,
    width: 100,
    colour: false,
    print,
    printError: print,
  });
  return { code, printed };
}

describe('guard compare', () => {
  it('shows a request that only the wider policy allows', () => {
    const { code, printed } = run('wide.json', 'narrow.json');
    expect(code).toBe(0);
    expect(printed).toMatch(/^more: .*s3:Get\w+ on arn:aws:s3:::labels\//);
    expect(printed).toContain(
      '  statement #1 allows it  wide.json:1\n  no statement of narrow.json allows it\n',
    );
  });

  it('says that the narrower policy allows no more', () => {
    expect(run('narrow.json', 'wide.json')).toEqual({
      code: 0,
      printed: 'no more: narrow.json allows nothing that wide.json does not\n',
    });
  });

  it('writes JSON that its published schema accepts', () => {
    const schema = JSON.parse(
      readFileSync(fileURLToPath(new URL('../../schema/compare.schema.json', import.meta.url)), 'utf8'),
    ) as object;
    const ajv = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true });
    const validate = ajv.compile(schema);
    for (const words of [
      ['wide.json', 'narrow.json'],
      ['narrow.json', 'wide.json'],
    ]) {
      const answer = JSON.parse(run(...words, '--format', 'json').printed) as object;
      validate(answer);
      expect(validate.errors).toBeNull();
      expect(validate({ ...answer, mood: 'good' })).toBe(false);
    }
  });

  it.each([
    [['wide.json'], 'expected two policies'],
    [['wide.json', 'missing.json'], 'no such file'],
    [['wide.json', 'broken.json'], 'broken.json:1:'],
    [['wide.json', 'odd.json'], 'Statements'],
    [['wide.json', 'narrow.json', '--format', 'xml'], 'takes text or json; given: xml'],
  ])('refuses %j with a sentence', (words, message) => {
    expect(() => run(...words)).toThrow(message);
  });
});
