// The whole trail to take away, as JSON lines: every record, every checkpoint, and a last line that says how many there
// were, so that a file cut on its way is known. With it anyone can verify the chain with nothing of ours: the hash is
// SHA-256 over the canonical JSON (RFC 8785) of a record without `kind` and `hash`.

import type { AuditStore } from './audit-store.ts';
import type { CheckpointsStore } from './checkpoints-store.ts';

export async function* exportLines(
  audit: Pick<AuditStore, 'everything'>,
  checkpoints: Pick<CheckpointsStore, 'everything'>,
): AsyncGenerator<string> {
  let records = 0;
  for await (const { _id, ...record } of audit.everything()) {
    records += 1;
    yield line({ kind: 'record', ...record });
  }
  let signed = 0;
  for await (const checkpoint of checkpoints.everything()) {
    signed += 1;
    yield line({ kind: 'checkpoint', ...checkpoint });
  }
  yield line({ kind: 'end', records, checkpoints: signed });
}

const line = (value: object) => `${JSON.stringify(value)}\n`;
