// The user of the database, as a process takes it: from a file only its owner can read, and into no log. The embedded
// engine knows no users, so it refuses every one: that the credential was sent is what can be seen here.

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Platform, startPlatform } from './harness.ts';

const secret = 'hunter2hunter2';

describe('a process that is given a user of the database', () => {
  let platform: Platform;
  let folder = '';
  const userFile = () => join(folder, 'user.json');
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cool-user-'));
    writeFileSync(userFile(), JSON.stringify({ username: 'api_a', password: secret }));
    platform = await startPlatform(0);
  });
  afterAll(async () => {
    await platform.stop();
    rmSync(folder, { recursive: true });
  });
  const refusal = async () => {
    const started = platform.startApi({ DATABASE_USER_FILE: userFile() });
    const outcome = await started.then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(outcome).toContain('ended with 1');
    expect(outcome).not.toContain(secret);
    return outcome;
  };

  it('signs in with it, and ends with one sentence where the database does not know it', async () => {
    chmodSync(userFile(), 0o600);
    expect(await refusal()).toContain(
      'does not know this user or password: take both from the secret store anew',
    );
  });

  it('does not take it from a file that every user can read', async () => {
    chmodSync(userFile(), 0o644);
    expect(await refusal()).toContain('The file of DATABASE_USER_FILE is open to every user');
  });

  it('does not take it from a file that is none', async () => {
    writeFileSync(userFile(), secret, { mode: 0o600 });
    chmodSync(userFile(), 0o600);
    expect(await refusal()).toContain('must be a JSON object with username and password');
  });
});
