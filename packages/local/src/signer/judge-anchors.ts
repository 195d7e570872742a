// Whether the lines of an anchor store agree with themselves: each checkpoint is signed by a key that was written down
// before it, and none reaches less far than the one before. Pure.

import { keyIdOf, signatureFault } from '@cool/api/local';
import type { Checkpoint, SigningKey } from '@cool/contract/audit';
import type { AnchorLine } from './anchor-store.ts';

export type JudgedAnchors =
  | { readonly ok: true; readonly checkpoints: readonly Checkpoint[] }
  | { readonly ok: false; readonly what: string };

export function judgeAnchors(lines: readonly AnchorLine[]): JudgedAnchors {
  const keys = new Map<string, SigningKey>();
  const checkpoints: Checkpoint[] = [];
  for (const [i, line] of lines.entries()) {
    const fault = (what: string): JudgedAnchors => ({
      ok: false,
      what: `Line ${i + 1} of the anchor ${what}.`,
    });
    if (line.kind === 'key') {
      if (keyIdOf(line.publicKey) !== line.keyId) return fault('names another key than the one it holds');
      keys.set(line.keyId, line);
      continue;
    }
    const key = keys.get(line.keyId);
    if (key === undefined) return fault('is signed by a key that no line before it names');
    const wrong = signatureFault(line, key);
    if (wrong !== undefined) return fault(wrong);
    if (line.seq < (checkpoints.at(-1)?.seq ?? 0)) return fault('reaches less far than the one before');
    checkpoints.push(line);
  }
  return { ok: true, checkpoints };
}
