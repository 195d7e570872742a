// The signer process: the only one that can sign checkpoints of the audit chain. It reads the chain, writes checkpoints and
// nothing else. A chain that does not follow from what it signed before it refuses to sign, and says so in its log.

import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connect } from '@cool/api/local';
import { databaseName } from '../supervisor/roles.ts';
import { anchorFile } from './anchor-store.ts';
import { type Beat, startSigning } from './sign-checkpoints.ts';
import { makeSigner } from './signing-key.ts';

const { values } = parseArgs({ options: { anchors: { type: 'string' } } });
if (values.anchors === undefined) {
  process.stderr.write(
    '--anchors is missing. Give the file checkpoints are written to, outside the database.\n',
  );
  process.exit(1);
}

const beatMs = 1_000;
const say = (line: object) =>
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);

const { client, db } = await connect(process.env['MONGODB_URI'] ?? '', databaseName);
const signer = makeSigner(new Date());
const beat = startSigning({ db, anchors: anchorFile(values.anchors), signer, clock: () => new Date() });
say({ event: 'listening', keyId: signer.key.keyId }); // how a process of the platform says that it is ready

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    stopping = true;
    void client.close().then(() => process.exit(0));
  });
}

let lastSaid = '';
for (;;) {
  await runBeat();
  await delay(beatMs);
}

/** A database that is away for a moment is no news to the signer: it asks again. */
async function runBeat(): Promise<void> {
  try {
    tell(await beat());
  } catch (error) {
    if (stopping) return;
    say({ event: 'beat-failed', error: error instanceof Error ? error.name : 'unknown' });
  }
}

/** What is refused is said once, not each second. */
function tell(done: Beat): void {
  if (done.kind === 'waiting') return;
  if (done.kind === 'signed') {
    say({ event: 'checkpoint-signed', seq: done.checkpoint.seq, hash: done.checkpoint.hash });
    return;
  }
  if (lastSaid !== done.what) say({ event: 'checkpoint-refused', seq: done.seq, what: done.what });
  lastSaid = done.what;
}
