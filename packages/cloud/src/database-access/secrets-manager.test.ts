import { ResourceNotFoundException, type SecretsManager } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { secretsManagerStore } from './secrets-manager.ts';

const storeThat = (getSecretValue: (input: unknown) => Promise<unknown>) =>
  secretsManagerStore({ getSecretValue } as unknown as SecretsManager);

describe('a secret read from Secrets Manager', () => {
  it('is the version of the stage that was asked for', async () => {
    const asked: unknown[] = [];
    const store = storeThat(async (input) => {
      asked.push(input);
      return { SecretString: '{"username":"api_a","password":"long enough"}' };
    });
    expect(await store.read('arn', 'AWSPENDING', 'v2')).toEqual({
      username: 'api_a',
      password: 'long enough',
    });
    expect(asked).toEqual([{ SecretId: 'arn', VersionStage: 'AWSPENDING', VersionId: 'v2' }]);
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    [
      'the stage holds no version',
      async () => Promise.reject(new ResourceNotFoundException({ message: 'none', $metadata: {} })),
    ],
    ['the version holds nothing', async () => ({ SecretString: '' })],
    ['the version holds no text', async () => ({})],
  ])('is none when %s', async (_what, answer) => {
    expect(await storeThat(answer).read('arn', 'AWSCURRENT')).toBeUndefined();
  });

  it('that somebody else filled is refused, and not repeated', async () => {
    const read = storeThat(async () => ({ SecretString: 'hunter2' })).read('arn', 'AWSCURRENT');
    await expect(read).rejects.toThrow('The secret holds no user and password');
    await expect(read).rejects.not.toThrow('hunter2');
  });

  it('that may not be read is no secret that is not there', async () => {
    const denied = Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
    await expect(storeThat(async () => Promise.reject(denied)).read('arn', 'AWSCURRENT')).rejects.toThrow(
      denied,
    );
  });
});
