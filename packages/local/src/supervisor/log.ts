// The supervisor's log: one JSON line per event, in platform.log.

import { appendFileSync, existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const longestLogBytes = 10 * 1024 * 1024;

export function openLog(folder: string): (event: object) => void {
  setAsideLongLogs(folder);
  const path = join(folder, 'platform.log');
  return (event) =>
    appendFileSync(path, `${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`, { mode: 0o600 });
}

/** At each start a log that has grown long becomes `x.log.old`, replacing the one before. */
function setAsideLongLogs(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.endsWith('.log') && statSync(path).size > longestLogBytes) renameSync(path, `${path}.old`);
  }
}
