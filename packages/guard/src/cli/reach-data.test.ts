import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import chainControl from '../controls/identity/no-chain-from-internet-to-data.ts';
import { reachCommand } from './reach.ts';

const folder = mkdtempSync(join(tmpdir(), 'guard-reach-data-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The control's own examples: an open host whose role reads every bucket, and variations of it. */
for (const { name, given } of chainControl.examples)
  writeFileSync(
    join(folder, `${name.replaceAll(' ', '-')}.json`),
    JSON.stringify({ Resources: given }, null, 1),
  );

function run(...given: readonly string[]): { code: number; printed: string } {
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const surroundings = {
    base: folder,
    packageRoot: folder,
    width: 100,
    colour: false,
    print,
    printError: print,
  };
  return { code: reachCommand(given, surroundings), printed };
}

describe('guard reach internet BUCKET', () => {
  it('tells the packet, the role the machine lends, and the statement that reads', () => {
    const { code, printed } = run('internet', 'Labels', 'an-open-host-with-a-role-over-all-buckets.json');
    expect(printed).toMatch(
      /^open: the internet gets to Labels by Host and the role it lends: A packet tcp .*:80/,
    );
    expect(printed).toMatch(
      /Host lends the role arn:aws:iam::\$\{AWS::AccountId\}:role\/\$\{HostRole\} to whoever has a forged request {2}.*json:\d+/,
    );
    expect(printed).toMatch(/all, statement #1, allows s3:GetObject on Labels {2}.*json:\d+/);
    expect(code).toBe(0);
  });

  it('tells what stops the chain', () => {
    expect(run('internet', 'Labels', 'an-open-host-without-a-role.json').printed).toContain(
      'Host has no instance profile',
    );
    const other = run('internet', 'Labels', 'a-role-over-another-bucket.json').printed;
    expect(other).toContain('can neither read Labels nor become one who can');
  });

  it('says unknown where a policy is decided elsewhere, and ends with 2', () => {
    const { code, printed } = run('internet', 'Labels', 'a-role-decided-elsewhere.json');
    expect(printed).toMatch(/^unknown: internet to Labels by Host: /);
    expect(code).toBe(2);
  });

  it('writes JSON that the published schema accepts', () => {
    const path = fileURLToPath(new URL('../../schema/reach.schema.json', import.meta.url));
    const ajv = new Ajv2020.default({ strict: true, allErrors: true, allowUnionTypes: true });
    const validate = ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
    for (const { name } of chainControl.examples.slice(1)) {
      const answer = JSON.parse(
        run('internet', 'Labels', `${name.replaceAll(' ', '-')}.json`, '--format', 'json').printed,
      ) as object;
      validate(answer);
      expect(validate.errors).toBeNull();
    }
  });
});
