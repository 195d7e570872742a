import { describe, expect, it } from 'vitest';
import { deployCommand } from './arguments.ts';
import { ask } from './ask.ts';
import { Refused, refusalIn } from './refused.ts';

const named = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });

describe('an error that is the caller’s to mend', () => {
  it.each<readonly [string, Error, string]>([
    [
      'no credentials',
      named('CredentialsProviderError', 'Could not load credentials from any providers'),
      'given no credentials (Could not load credentials from any providers)',
    ],
    [
      'a session that is over',
      named('ExpiredTokenException', 'x'),
      'given credentials it does not take (ExpiredTokenException)',
    ],
    ['a wrong key', named('InvalidClientTokenId', 'x'), 'sign in again.'],
    [
      'a missing right',
      named('AccessDeniedException', 'User: x is not authorized to perform: ssm:GetParameter.'),
      'given an identity without the right (User: x is not authorized to perform: ssm:GetParameter)',
    ],
    [
      'nobody there',
      named('Error', 'connect ECONNREFUSED 127.0.0.1:9', { code: 'ECONNREFUSED' }),
      'given no answer (connect ECONNREFUSED 127.0.0.1:9)',
    ],
    [
      'nobody there, without a word',
      named('AggregateError', '', { code: 'ECONNREFUSED' }),
      'given no answer (AggregateError)',
    ],
    [
      'a certificate of somebody else',
      named('Error', 'self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      'given no answer',
    ],
    [
      'another answer of AWS',
      named('ThrottlingException', 'Rate exceeded', { $fault: 'client' }),
      'given ThrottlingException (Rate exceeded)',
    ],
    [
      'a fact of the account',
      new Refused('dev-front: given 2 buckets, allowed is one.'),
      'dev-front: given 2 buckets, allowed is one.',
    ],
  ])('%s is told in one sentence', (_what, error, sentence) => {
    expect(refusalIn(error)).toContain(sentence);
    expect(refusalIn(error)?.split('\n')).toHaveLength(1);
  });

  it.each([new TypeError('x is not a function'), named('Error', 'EACCES', { code: 'EACCES' }), 'text'])(
    '%s is none, and stays a fault with its place',
    (error) => {
      expect(refusalIn(error)).toBeUndefined();
    },
  );
});

describe('a command', () => {
  const run = async (error: Error) => {
    const said: string[] = [];
    const terminal = { out: () => undefined, err: (text: string) => said.push(text), folder: '.' };
    const code = await ask(deployCommand, ['dev', '--release', 'r'], terminal, () => Promise.reject(error));
    return { code, said };
  };

  it('ends with 1 and the sentence', async () => {
    const { code, said } = await run(new Refused('a: given b, allowed is c.'));
    expect([code, said]).toEqual([1, ['a: given b, allowed is c.\n']]);
  });

  it('does not hide a fault', async () => {
    await expect(run(new TypeError('x'))).rejects.toThrow(TypeError);
  });
});
