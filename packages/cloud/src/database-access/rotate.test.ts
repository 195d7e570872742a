import { describe, expect, it } from 'vitest';
import { fakeDatabase } from './fake-database.ts';
import { fakeSecrets } from './fake-secrets.ts';
import { grantAccess } from './grant.ts';
import { rotate, rotationSteps } from './rotate.ts';

const secret = 'arn:api';

async function deployed() {
  const database = fakeDatabase();
  const secrets = fakeSecrets();
  const parts = { database, secrets, secretOf: { api: secret, verifier: 'arn:verifier' } } as const;
  await grantAccess(parts);
  const turn = async (version: string, steps: readonly (typeof rotationSteps)[number][] = rotationSteps) => {
    secrets.begin(secret, version);
    for (const step of steps) await rotate(parts, { step, secret, version });
  };
  return { ...parts, parts, turn };
}

/** What a host does with the credential it was started with. */
const canSignIn = async ({ database }: Awaited<ReturnType<typeof deployed>>, credential: never) =>
  database.as(credential, async () => true).catch(() => false);

describe('a rotation', () => {
  it('gives the next host another user, and leaves the running ones signed in', async () => {
    const all = await deployed();
    const before = all.secrets.current(secret) as never;
    await all.turn('v2');
    const after = all.secrets.current(secret) as never;
    expect(before).toMatchObject({ username: 'api_a' });
    expect(after).toMatchObject({ username: 'api_b' });
    expect(await canSignIn(all, before)).toBe(true);
    expect(await canSignIn(all, after)).toBe(true);
  });

  it('ends the password of the rotation before with the next one', async () => {
    const all = await deployed();
    const first = all.secrets.current(secret) as never;
    await all.turn('v2');
    await all.turn('v3');
    expect(all.secrets.current(secret)).toMatchObject({ username: 'api_a' });
    expect(await canSignIn(all, first)).toBe(false);
  });

  it('does nothing new when a step is repeated', async () => {
    const all = await deployed();
    await all.turn('v2', [
      'createSecret',
      'createSecret',
      'setSecret',
      'setSecret',
      'testSecret',
      'finishSecret',
    ]);
    const after = all.secrets.current(secret);
    await rotate(all.parts, { step: 'finishSecret', secret, version: 'v2' });
    await rotate(all.parts, { step: 'createSecret', secret, version: 'v2' });
    expect(all.secrets.current(secret)).toEqual(after);
  });

  it('that is given up half way leaves everything as it was for the hosts', async () => {
    const all = await deployed();
    const before = all.secrets.current(secret) as never;
    await all.turn('v2', ['createSecret', 'setSecret']);
    expect(all.secrets.current(secret)).toEqual(before);
    expect(await canSignIn(all, before)).toBe(true);
    await all.turn('v3');
    expect(all.secrets.current(secret)).toMatchObject({ username: 'api_b' });
  });

  it('survives a deployment in its middle', async () => {
    const all = await deployed();
    await all.turn('v2', ['createSecret', 'setSecret']);
    await grantAccess(all.parts);
    for (const step of ['testSecret', 'finishSecret'] as const)
      await rotate(all.parts, { step, secret, version: 'v2' });
    expect(await canSignIn(all, all.secrets.current(secret) as never)).toBe(true);
  });

  it('does not hand out a password that was not seen to work', async () => {
    const all = await deployed();
    all.secrets.begin(secret, 'v2');
    await rotate(all.parts, { step: 'createSecret', secret, version: 'v2' });
    await expect(rotate(all.parts, { step: 'testSecret', secret, version: 'v2' })).rejects.toThrow();
  });

  it.each([
    ['a secret of somebody else', 'arn:other', 'v2', 'is none of ours'],
    ['a version that nobody opened', secret, 'v9', 'is not waiting'],
  ])('refuses %s', async (_what, wrong, version, sentence) => {
    const all = await deployed();
    all.secrets.begin(secret, 'v2');
    await expect(rotate(all.parts, { step: 'createSecret', secret: wrong, version })).rejects.toThrow(
      sentence,
    );
  });

  it.each(['setSecret', 'finishSecret'] as const)('refuses %s before the first step', async (step) => {
    const all = await deployed();
    const before = all.secrets.current(secret);
    all.secrets.begin(secret, 'v2');
    await expect(rotate(all.parts, { step, secret, version: 'v2' })).rejects.toThrow(
      'a version without a value',
    );
    expect(all.secrets.current(secret)).toEqual(before);
  });

  it('answers the trial with which Secrets Manager takes a schedule: the last step but one, alone', async () => {
    const all = await deployed();
    all.secrets.begin(secret, 'v2');
    all.database.sent.length = 0;
    await rotate(all.parts, { step: 'testSecret', secret, version: 'v2' });
    expect(new Set(all.database.sent.map(({ user }) => user))).toEqual(new Set(['api_a']));
  });
});
