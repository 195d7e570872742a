import { afterEach, describe, expect, it, vi } from 'vitest';
import { freshCredential, parseCredential } from './credential.ts';
import { failureOf } from './failure.ts';
import { handler } from './main.ts';

afterEach(() => vi.restoreAllMocks());

describe('the function', () => {
  it.each([
    [{}, 'grant: Given an event that is neither'],
    [{ grant: 'yes' }, 'grant: Given an event that is neither'],
    [
      { Step: 'dropEverything', SecretId: 'x', ClientRequestToken: 'y' },
      'grant: Given an event that is neither',
    ],
    [{ grant: true }, 'grant: Setting API_SECRET: given nothing'],
    [
      { Step: 'testSecret', SecretId: 'x', ClientRequestToken: 'y' },
      'testSecret: Setting API_SECRET: given nothing',
    ],
  ])('answers %j with one sentence, and logs it as one line', async (event, sentence) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(handler(event)).rejects.toThrow(sentence);
    expect(JSON.parse(String(said.mock.calls[0]?.[0]))).toMatchObject({ event: 'database-access-failed' });
  });

  it('repeats no text that is not its own: a driver may quote what it was given', () => {
    const { password } = freshCredential('api_a');
    class MongoServerError extends Error {
      override readonly name = 'MongoServerError';
      readonly code = 18;
    }
    expect(failureOf(new MongoServerError(`bad pwd ${password}`))).toBe('MongoServerError 18');
    expect(failureOf(new TypeError(`cannot read ${password}`))).toBe('TypeError');
    expect(failureOf(password)).toBe('an unknown error');
    expect(failureOf(new Error('ours'))).toBe('ours');
  });
});

describe('a secret', () => {
  it('holds a user and a password, whatever else AWS may add', () => {
    const text = JSON.stringify({ username: 'u', password: 'long enough', engine: 'mongo' });
    expect(parseCredential(text)).toEqual({ username: 'u', password: 'long enough' });
  });

  it.each(['', 'no JSON', '{}', '{"username":"u"}', '{"username":"u","password":"short"}', '[]', 'null'])(
    'is none when it is %j',
    (text) => {
      expect(parseCredential(text)).toBeUndefined();
    },
  );
});
