import { describe, expect, it } from 'vitest';
import { readArguments } from './synth-command.ts';

describe('npm run synth', () => {
  it('makes every environment when nothing is asked', () => {
    expect(readArguments([])).toEqual({
      kind: 'synth',
      out: undefined,
      config: undefined,
      only: ['dev', 'qa', 'prod'],
    });
  });

  it('takes a folder, a configuration and environments', () => {
    expect(readArguments(['--only', 'qa', '--out', 'x', '--config', 'c.yaml', '--only', 'dev'])).toEqual({
      kind: 'synth',
      out: 'x',
      config: 'c.yaml',
      only: ['qa', 'dev'],
    });
  });

  it('answers --help before any mistake that follows', () => {
    expect(readArguments(['--help', '--bogus']).kind).toBe('help');
  });

  it.each<[readonly string[], string]>([
    [['--bogus'], 'Given --bogus, allowed are --out DIR, --config FILE, --only NAME and --help; see --help.'],
    [['--out'], '--out: given nothing, allowed is one value; write --out DIR.'],
    [['--config', '--out'], '--config: given nothing, allowed is one value; write --config FILE.'],
    [['--out', '--only', 'dev'], '--out: given nothing, allowed is one value; write --out DIR.'],
    [
      ['--only', 'staging'],
      '--only: given staging, allowed are dev, qa, prod; name one of them or leave it out.',
    ],
    [
      ['--only', 'toString'],
      '--only: given toString, allowed are dev, qa, prod; name one of them or leave it out.',
    ],
  ])('says what is wrong with %j', (args, sentence) => {
    expect(readArguments(args)).toEqual({ kind: 'mistake', sentence });
  });
});
