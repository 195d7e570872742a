// What a hostile input must not be able to do: a small file that asks for much ends in one sentence, in bounded time.
// Time is counted as CPU time of this process, which a loaded machine does not stretch.

import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorlds } from './closed-world.ts';
import { parse } from './cloudformation/parse.ts';
import { plainOf } from './cloudformation/plain-of.ts';
import { hostileTemplates } from './hostile-templates.ts';
import { readSources } from './sources.ts';
import { UnreadableInput } from './unreadable.ts';

const budgetSeconds = 10;

function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** What reading it comes to: the sentence of the refusal, or the reading as plain data. */
function outcome(name: string, text: string): string {
  try {
    const root = parse(name, text);
    const source = { file: name, text, root, stackName: 's', environment: undefined };
    const { worlds, unread, undecided } = readWorlds([source], {});
    const [first] = worlds[0]?.resources ?? [];
    return JSON.stringify({ unread, undecided, first: plainOf(first?.properties) }).slice(0, 2000);
  } catch (error) {
    if (error instanceof UnreadableInput) return error.message;
    throw error;
  }
}

describe('a hostile template', () => {
  it.each(hostileTemplates.map((it) => [it.name, it] as const))(
    '%s ends in bounded time',
    (_name, hostile) => {
      const text = hostile.write();
      let said = '';
      expect(cpuSeconds(() => (said = outcome(hostile.file, text)))).toBeLessThan(budgetSeconds);
      expect(said).toMatch(hostile.says);
    },
  );
});

describe('hostile files', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guard-hostile-'));
    mkdirSync(join(folder, 'big'));
    const giant = openSync(join(folder, 'big', 'giant.json'), 'w');
    ftruncateSync(giant, 2 ** 30);
    closeSync(giant);
    mkdirSync(join(folder, 'deep', ...Array<string>(40).fill('d')), { recursive: true });
    writeFileSync(
      join(folder, 'self.json'),
      '{"Resources": {"N": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "./self.json"}}}}',
    );
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['big/giant.json', /giant\.json: 1073741824 bytes; at most 64000000/],
    ['big', /giant\.json: 1073741824 bytes; .*give the templates beside it by name/],
    ['deep', /folders nested deeper than 32/],
  ])('%s is refused before it is read', (path, message) => {
    expect(() => readSources([path], folder)).toThrow(UnreadableInput);
    expect(() => readSources([path], folder)).toThrow(message);
  });

  it('a template that nests itself is refused', () => {
    const sources = readSources(['self.json'], folder);
    expect(() => readWorlds(sources, {})).toThrow(
      /self\.json:1: this stack nests self\.json, which nests it in turn/,
    );
  });
});
