// Who a process is. A process id alone is recycled; together with the moment the process began it is not.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The start of a living process in a form only good for comparing, or null when there is no such process. */
export function processStart(pid: number): string | null {
  return process.platform === 'linux' ? startOnLinux(pid) : startFromPs(pid);
}

function startOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name may hold blanks and brackets
    const [state, ticks] = [afterName[0], afterName[19]];
    if (state === 'Z' || ticks === undefined) return null; // a zombie runs nothing
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(); // ticks count from boot
    return `${boot} ${ticks}`;
  } catch {
    return null; // the usual way to learn that there is no such process
  }
}

function startFromPs(pid: number): string | null {
  try {
    const printed = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return printed.toString().trim() || null;
  } catch {
    return null; // ps exits 1 when there is no such process
  }
}
