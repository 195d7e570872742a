import { describe, expect, it } from 'vitest';
import {
  type Command,
  deployCommand,
  makeReleaseCommand,
  promoteCommand,
  readArguments,
} from './arguments.ts';
import { deployArguments, diffArguments } from './cdk-arguments.ts';
import { cacheControlOf, contentTypeOf } from './web-headers.ts';

describe('the commands', () => {
  it('take environments and options in any order', () => {
    const read = readArguments(deployCommand, [
      '--release',
      'r',
      'dev',
      '--parameter',
      'dev-x:A=1',
      '--parameter',
      'dev-x:B=2',
    ]);
    expect(read).toEqual({
      kind: 'asked',
      config: undefined,
      environments: ['dev'],
      options: new Map([
        ['--release', ['r']],
        ['--parameter', ['dev-x:A=1', 'dev-x:B=2']],
      ]),
    });
  });

  it.each<[Command, readonly string[], string]>([
    [deployCommand, ['dev'], '--release: given nothing, allowed is one value; see --help.'],
    [deployCommand, ['--release', 'r'], 'deploy: given 0 environments, allowed is 1; see --help.'],
    [
      deployCommand,
      ['dev', 'qa', '--release', 'r'],
      'deploy: given 2 environments, allowed is 1; see --help.',
    ],
    [
      deployCommand,
      ['dev', '--release', '--config'],
      '--release: given nothing, allowed is one value; see --help.',
    ],
    [promoteCommand, ['dev'], 'promote: given 1 environment, allowed are 2; see --help.'],
    [promoteCommand, ['dev', 'staging'], 'promote: given staging, allowed are dev, qa, prod, --config'],
    [
      promoteCommand,
      ['dev', 'qa', '--release', 'v1'],
      '--release: given v1, allowed are current and the id of a release',
    ],
    [deployCommand, ['dev', '--parameter', 'A=b'], '--parameter: given A=b, allowed is STACK:NAME=VALUE'],
    [makeReleaseCommand, ['--image-id', 'x'], '--image-id: given x, allowed is the id of an image'],
    [makeReleaseCommand, ['--force'], 'release: given --force, allowed are'],
  ])('say what is wrong with %o %j', (command, args, sentence) => {
    expect(readArguments(command, args)).toMatchObject({
      kind: 'mistake',
      sentence: expect.stringContaining(sentence),
    });
  });

  it('answer --help before any mistake that follows', () => {
    expect(readArguments(promoteCommand, ['--help', 'nowhere'])).toEqual({ kind: 'help' });
  });
});

describe('the CDK CLI', () => {
  const request = { assembly: 'dir', environment: 'qa', parameters: ['qa-api:A=b'] } as const;

  it('is given the assembly of one environment, never our program', () => {
    for (const args of [diffArguments(request), deployArguments(request, ['api'])])
      expect(args.slice(args.indexOf('--app'), args.indexOf('--app') + 2)).toEqual([
        '--app',
        'dir/assembly-qa',
      ]);
  });

  it('deploys the stacks it is told, of one environment', () => {
    expect(deployArguments(request, ['artefacts', 'api']).slice(0, 4)).toEqual([
      'deploy',
      'qa/artefacts',
      'qa/api',
      '--app',
    ]);
  });

  it('passes parameters on', () => {
    expect(deployArguments(request, ['api']).slice(-2)).toEqual(['--parameters', 'qa-api:A=b']);
  });
});

describe('what is said of a web file', () => {
  it.each([
    ['index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['assets/main-0123abcd.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['favicon.svg', 'image/svg+xml', 'no-cache'],
    ['data.bin', 'application/octet-stream', 'no-cache'],
  ])('%s', (path, type, cache) => {
    expect([contentTypeOf(path), cacheControlOf(path)]).toEqual([type, cache]);
  });
});
