// Bad input, judged on a running platform: each bad request is refused with a problem that says which field, what was
// given and what is allowed; nothing changes; nothing breaks; no secret is repeated or written down.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Findings, tryBadInput } from '../src/bad-input/bad-input.ts';
import { secretsInLogs } from '../src/bad-input/logs.ts';
import { canary } from '../src/bad-input/secrets.ts';
import { type Snapshot, takeSnapshot } from '../src/bad-input/snapshot.ts';
import { type Stage, setStage } from '../src/bad-input/stage.ts';
import { getJson } from '../src/client/json.ts';
import { readPersonas } from '../src/platform/personas.ts';
import { type Platform, startPlatform, verifyAudit } from '../src/platform/start-platform.ts';

let platform: Platform;
let stage: Stage;
let findings: Findings;
let before: Snapshot;
let after: Snapshot;
let secrets: Readonly<Record<string, string>>;

beforeAll(async () => {
  platform = await startPlatform();
  const personas = readPersonas(platform.data);
  stage = await setStage(platform.port, personas, platform.data);
  const cookies = [stage.dispatcher.client, stage.courier.client, stage.half].map((client) =>
    String(client.headers()['cookie'] ?? '').replace(/^[^=]*=/, ''),
  );
  secrets = Object.fromEntries([
    ['the password sent', canary.password],
    ['the code sent', `"${canary.code}"`],
    ['the invitation token sent', canary.token],
    ['the token of a view link', stage.viewToken],
    ['a PIN', `"${stage.pin}"`],
    ...cookies.map((cookie, at) => [`session token ${at}`, cookie]),
    ...personas.map(({ name, password }) => [`the password of ${name}`, password]),
    ...personas.flatMap(({ name, totpSecret }) =>
      totpSecret === null ? [] : [[`the seed of ${name}`, totpSecret]],
    ),
  ]);
  const ids = [...stage.orders.values()].map(({ id }) => id);
  const simulated = new Set(personas.filter(({ shown }) => !shown).map(({ email }) => email));
  const look = () => takeSnapshot(platform.runtime(), ids, simulated);
  before = await settled(look);
  findings = await tryBadInput(stage, Object.values(secrets));
  after = await settled(look);
}, 400_000);

afterAll(async () => {
  await platform?.discard();
});

/** The chain takes what was acknowledged within moments; a snapshot waits until it has. */
async function settled(look: () => Promise<Snapshot>): Promise<Snapshot> {
  let last = await look();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const next = await look();
    if (JSON.stringify(next) === JSON.stringify(last)) return next;
    last = next;
  }
}

describe('bad input', () => {
  it('is tried in its hundreds', () => {
    expect(findings.sent.length).toBeGreaterThan(600);
  });

  it('is refused with a problem that names the field, what was given and what is allowed', () => {
    expect(findings.complaints).toEqual([]);
  });

  it('never breaks the platform', () => {
    expect(findings.sent.filter(({ answer }) => answer.status >= 500).map(({ tried }) => tried.name)).toEqual(
      [],
    );
  });

  it('changes no order, no record, no user and no invitation', () => {
    expect(after).toEqual(before);
    expect(before.orders).toHaveLength(stage.orders.size);
  });

  it('ends nobody’s session', async () => {
    for (const { client } of [stage.dispatcher, stage.courier, stage.auditor]) {
      expect((await getJson(client, '/api/session')).status).toBe(200);
    }
  });

  it('leaves no secret in a log', () => {
    expect(secretsInLogs(platform.data, platform.output(), secrets)).toEqual([]);
  });

  it('leaves the audit chain whole', async () => {
    expect((await verifyAudit(platform.data)).code).toBe(0);
  });
});
