// The commands as a person or a pipeline types them: words, exit codes, one sentence for each mistake. Exit codes and
// option names are a contract; a test that has to change here is a breaking change.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const bin = join(repository, 'packages/guard/bin/guard.mjs');
const asBuilt = join(repository, 'packages/guard/fixtures/as-built');
const asDesigned = join(repository, 'packages/cloud/golden/assembly');

let elsewhere = '';
beforeAll(() => {
  elsewhere = mkdtempSync(join(tmpdir(), 'guard-cli-'));
  mkdirSync(join(elsewhere, 'work'));
  mkdirSync(join(elsewhere, 'empty'));
  writeFileSync(join(elsewhere, 'template.yaml'), readFileSync(join(asBuilt, 'template.yaml')));
  writeFileSync(join(elsewhere, 'truncated.json'), '{"Resources": {"Vpc": {"Type": "AWS::EC2::V');
  writeFileSync(
    join(elsewhere, 'open.yaml'),
    [
      'Parameters: {Source: {Type: String}}',
      'Resources:',
      '  Bucket:',
      '    Type: AWS::S3::Bucket',
      '    Properties: {PublicAccessBlockConfiguration: {BlockPublicPolicy: false, RestrictPublicBuckets: false}}',
      '  Policy:',
      '    Type: AWS::S3::BucketPolicy',
      '    Properties:',
      '      Bucket: !Ref Bucket',
      '      PolicyDocument:',
      '        Statement:',
      "          - {Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub '${Bucket.Arn}/*', Condition: {IpAddress: {'aws:SourceIp': !Ref Source}}}",
    ].join('\n'),
  );
  writeFileSync(
    join(elsewhere, 'values.json'),
    '[{"ParameterKey": "Source", "ParameterValue": "0.0.0.0/0"}]',
  );
  writeFileSync(join(elsewhere, 'sns.yaml'), 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n');
  guard('--help'); // builds the bundle, so that times below are those of a second start
});
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

function guardIn(cwd: string, environment: Record<string, string>, ...given: readonly string[]) {
  const { INIT_CWD: _, FORCE_COLOR: __, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...given], {
    cwd,
    env: { ...inherited, ...environment },
    encoding: 'utf8',
    timeout: 60_000, // a command that hangs is stopped, and its status is null
  });
  return { status, stdout, stderr };
}
const guard = (...given: readonly string[]) => guardIn(join(elsewhere, 'work'), {}, ...given);

describe('exit codes', () => {
  it.each([
    [0, 'nothing refuted', [asDesigned]],
    [0, 'nothing refuted, strictly', [asDesigned, '--strict']],
    [1, 'refuted', [asBuilt]],
    [2, 'unknown remains', ['../open.yaml', '--only', 'front-bucket-private']],
    [1, 'unknown, strictly', ['../open.yaml', '--only', 'front-bucket-private', '--strict']],
    [
      1,
      'the parameter decides it',
      ['../open.yaml', '--only', 'front-bucket-private', '--parameters', '../values.json'],
    ],
    [64, 'no path', []],
    [64, 'unknown option', [asBuilt, '--strickt']],
    [65, 'missing path', ['../nowhere.yaml']],
    [65, 'empty folder', ['../empty']],
    [65, 'truncated file', ['../truncated.json']],
    [65, 'nothing to judge', ['../sns.yaml']],
    [65, 'missing parameters', [asBuilt, '--parameters', '../nowhere.json']],
  ])('%i: %s', (expected, _name, given) => {
    const { status, stderr } = guard('prove', ...given);
    expect(status, stderr).toBe(expected);
    if (expected >= 64) expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('messages say what, given, allowed', () => {
  it.each([
    [
      ['prove', 'x', '--strickt'],
      /unknown option --strickt; allowed: --account, --format, --out, --only, --parameters, --as-of, --strict, --help/,
    ],
    [['prove', 'x', '--format', 'sarif'], /unknown format sarif; allowed: text, json, html/],
    [
      ['prove', 'x', '--format', 'json,html'],
      /2 formats need a folder; given: --format json,html; add --out DIR/,
    ],
    [['prove', 'x', '--only', 'no-such'], /unknown control no-such; allowed: no-public-ssh, /],
    [['prove', 'x', '--only'], /--only needs a value, ID; given: nothing/],
    [['prove', 'x', '--strict=yes'], /--strict takes no value; given: yes/],
    [['prove', 'x', '--as-of', 'tomorrow'], /--as-of takes a day like 2026-11-22; given: tomorrow/],
    [['judge'], /unknown command judge; allowed: prove, demo, explain, reach, who, compare/],
    [['explain', 'no-such'], /unknown control no-such; allowed: /],
    [['demo', 'x'], /takes no path; given: x; use guard prove x/],
    [['reach', 'internet'], /expected FROM TO PATH…; given: internet/],
    [
      ['reach', 'internet', 'Nobody', '../template.yaml'],
      /nothing with an address is called Nobody; allowed: internet, cidr:BLOCK, .*: Backend/,
    ],
    [
      ['who', 's3:GetObject', '*', asDesigned, '--through', 'Endpointss3604731C3'],
      /^guard who: \S+ is what 3 VPC endpoints are called; allowed: one of them, as STACK\.ID: dev-network\.\S+, prod-network\.\S+, qa-network\.\S+\n$/,
    ],
    [
      ['reach', 'internet', 'Backend', '../template.yaml', '--port', '70000'],
      /--port takes a number from 0 to 65535; given: 70000/,
    ],
  ])('%j', (given, message) => {
    const { status, stderr } = guard(...given);
    expect(stderr).toMatch(message);
    expect(status).toBe(64);
  });

  it.each(['prove', 'demo', 'explain', 'reach', 'who', 'compare'])(
    '%s --help tells its options and exit codes',
    (command) => {
      const { status, stdout } = guard(command, '--help');
      expect(stdout).toMatch(new RegExp(`^usage: guard ${command}`));
      expect(stdout).toContain('exit: 0');
      expect(status).toBe(0);
    },
  );
});

describe('who', () => {
  it('finds its own data from the bundle, names the statement, and is plain when piped', () => {
    const { status, stdout, stderr } = guard('who', 's3:GetObject', 'FrontBucket', '../template.yaml');
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(
      /can {6}anyone, without signing in\n +FrontBucketPolicy, statement .*template\.yaml:\d+/,
    );
    expect(stdout).not.toContain('\u001b');
  });

  it('refuses a mistyped action with the nearest one', () => {
    const { status, stderr } = guard('who', 's3:GetObjekt', '*', '../template.yaml');
    expect(stderr).toMatch(/^guard who: AWS publishes no action s3:GetObjekt .* nearest: s3:GetObject\n$/);
    expect(status).toBe(64);
  });
});

describe('prove', () => {
  it('starts relative paths from the caller, even when npm has changed the folder', () => {
    expect(
      guardIn(
        repository,
        { INIT_CWD: join(elsewhere, 'work') },
        'prove',
        '../template.yaml',
        '--format',
        'json',
      ).status,
    ).toBe(1);
  });
  it('is plain text when it is piped', () => {
    const { stdout } = guard('prove', '../template.yaml');
    expect(stdout).not.toContain('\u001b[');
    expect(stdout).toContain('../template.yaml:99');
    expect(
      Math.max(
        ...stdout
          .split('\n')
          .filter((line) => !line.includes('.yaml'))
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(100);
  });
  it('writes each form into a folder', () => {
    const { stdout } = guard(
      'prove',
      '../template.yaml',
      '--format',
      'json,html',
      '--format',
      'text',
      '--out',
      'out',
    );
    expect(stdout).toContain('wrote out/report.json');
    for (const name of ['report.json', 'report.html', 'report.txt'])
      expect(existsSync(join(elsewhere, 'work/out', name))).toBe(true);
  });
  it.each([
    ['below a plain file', '../template.yaml/out'],
    ['a plain file itself', '../template.yaml'],
    ['where the system makes no folder', '/proc/nope/out'],
  ])('ends with one sentence when the folder cannot be made: %s', (_where, out) => {
    const { status, stderr } = guard('prove', '../template.yaml', '--only', 'no-key-pair', '--out', out);
    expect(stderr).toMatch(
      new RegExp(
        `^guard: --out takes a folder that can be made and written to; given: ${out} \\(E[A-Z]+\\);.*\n$`,
      ),
    );
    expect(status).toBe(64);
  });
  it('judges the chosen controls alone', () => {
    const { stdout } = guard(
      'prove',
      '../template.yaml',
      '--format',
      'json',
      '--only',
      'no-public-ssh,no-key-pair',
    );
    const { verdicts } = JSON.parse(stdout) as { verdicts: { control: string }[] };
    expect(verdicts.map(({ control }) => control)).toEqual(['no-public-ssh', 'no-key-pair']);
  });
  it('gives the same bytes twice', () => {
    expect(guard('prove', asDesigned, '--format', 'json').stdout).toBe(
      guard('prove', asDesigned, '--format', 'json').stdout,
    );
  });
  it('does not fail when the reader closes the pipe early', () => {
    const { status, stderr } = spawnSync(
      'bash',
      [
        '-c',
        `set -o pipefail; "${process.execPath}" "${bin}" prove "${asDesigned}" --format json | head -1 > /dev/null`,
      ],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe('the other commands', () => {
  it('demo shows the two sites side by side and ends with 0', () => {
    const { status, stdout } = guard('demo');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^refuted +proved +no-public-ssh$/m);
    expect(stdout).toContain('172.31.44.223:22');
  });
  it('explain tells claim, promises, threats and examples of a control', () => {
    const { stdout } = guard('explain', 'no-public-ssh');
    for (const part of [
      'port 22',
      'NET-PRIVATE',
      'host-takeover',
      'nist-800-53r5/ac-17',
      'inside a wide range of ports',
    ])
      expect(stdout).toContain(part);
  });
  it('reach shows the path of an open packet', () => {
    const { status, stdout } = guard(
      'reach',
      'internet',
      'Backend',
      '../template.yaml',
      '--proto',
      'tcp',
      '--port',
      '22',
    );
    expect(stdout).toMatch(/^open: A packet tcp 203\.0\.113\.9:50000 → 172\.31\.44\.223:22/);
    expect(stdout).toContain('ingress rule of launch-wizard-1 admits it: tcp, port 22  ../template.yaml:99');
    expect(status).toBe(0);
  });
  it('reach names everything that stops a packet', () => {
    const { status, stdout } = guard(
      'reach',
      'internet',
      'Backend',
      '../template.yaml',
      '--proto',
      'udp',
      '--port',
      '53',
    );
    expect(stdout).toMatch(/^closed: .*\n {2}no ingress rule of launch-wizard-1 admits it/);
    expect(status).toBe(0);
  });
});
