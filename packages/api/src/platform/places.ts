// Whether this process may write where it is told to. Found out at boot: a mail, a proof or a trace that cannot be
// written would otherwise be missed only after the first order was acknowledged.

import { accessSync, closeSync, constants, mkdirSync, openSync } from 'node:fs';
import type { EnvironmentVariable } from '@cool/contract/runtime';
import type { Config } from './config.ts';

/** Makes the folders that are not there yet. Null when all is well, else one sentence. */
export function placesFault({
  mailDir,
  evidenceDir,
  traceFile,
}: Pick<Config, 'mailDir' | 'evidenceDir' | 'traceFile'>): string | null {
  return (
    faultOf('MAIL_DIR', 'folder', () => writeInto(mailDir)) ??
    faultOf('EVIDENCE_DIR', 'folder', () => writeInto(evidenceDir)) ??
    (traceFile === undefined ? null : faultOf('TRACE_FILE', 'file', () => append(traceFile)))
  );
}

function writeInto(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

function append(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}

function faultOf(variable: EnvironmentVariable, what: string, tryIt: () => void): string | null {
  try {
    tryIt();
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return `The ${what} of ${variable} cannot be written (${code}): name a ${what} that this user may write.`;
  }
}
