// The security report the auditors read: the architecture as designed beside the account as it was built.

import { execFileSync } from 'node:child_process';
import type { StoredSecurityReport } from '@cool/contract/security-report';
import { prove } from '@cool/guard';

export const asDesignedPath = 'packages/cloud/golden/assembly';
export const asBuiltPath = 'packages/guard/fixtures/as-built';

/** Files in the report are named from the checkout on, so that they mean the same on every machine. */
export function makeSecurityReport(root: string, judgedAt: Date): StoredSecurityReport {
  return {
    asDesigned: storable(prove({ paths: [asDesignedPath], base: root })),
    asBuilt: storable(prove({ paths: [asBuiltPath], base: root })),
    commit: commitOf(root),
    judgedAt: judgedAt.toISOString(),
  };
}

/** The reader's type is mutable where the engine's is readonly; a copy is one thing and the other. */
function storable(report: ReturnType<typeof prove>): StoredSecurityReport['asDesigned'] {
  return JSON.parse(JSON.stringify(report));
}

/** An unpacked archive has no history: then the report says so. */
export function commitOf(root: string): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}
