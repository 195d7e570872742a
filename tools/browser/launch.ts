// A real browser for tests and screenshots: Debian's where it is installed, else the one from the package registry.
// Invariant: it runs in a temporary folder of its own, so that two runs cannot meet in unpacked files.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium as playwright } from 'playwright-core';

export interface LaunchedBrowser {
  readonly browser: Browser;
  /** Closes the browser and removes its folder. */
  close(): Promise<void>;
}

const debianChromium = '/usr/bin/chromium';

// A test's browser talks to this machine only; these keep it from asking its maker for updates.
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

export async function launchBrowser(): Promise<LaunchedBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'cool-browser-'));
  const { executablePath, args } = existsSync(debianChromium)
    ? { executablePath: debianChromium, args: [] }
    : await registryChromium(folder);
  const browser = await playwright.launch({
    executablePath,
    args: [...args, ...quiet, '--no-sandbox'], // tests may run as root, where the sandbox cannot start
    headless: true,
    env: { ...process.env, TMPDIR: folder } as Record<string, string>,
  });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function registryChromium(
  folder: string,
): Promise<{ executablePath: string; args: readonly string[] }> {
  // Made for functions in the cloud: only if it believes to be in one does it unpack the libraries a bare machine lacks.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  const temporaryBefore = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder; // where it unpacks itself
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const executablePath = await chromium.executablePath();
    // As a single process it would go down with the first page that closes.
    const args = chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote');
    return { executablePath, args };
  } finally {
    if (temporaryBefore === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporaryBefore;
  }
}
