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

// The bundled browser suggests flags of its own; they switch web security off, so none of them is taken.
// A test's browser talks to this machine only: the rest keeps it from asking its maker for updates.
const steady = [
  '--disable-gpu',
  '--no-sandbox', // tests may run as root, where the sandbox cannot start
  '--no-zygote', // the bundled build was seen to die in its font code when started through one
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

export async function launchBrowser(): Promise<LaunchedBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'cool-browser-'));
  const executablePath = existsSync(debianChromium) ? debianChromium : await registryChromium(folder);
  const browser = await playwright.launch({
    executablePath,
    args: steady,
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

async function registryChromium(folder: string): Promise<string> {
  // Made for functions in the cloud: only if it believes to be in one does it unpack the libraries a bare machine lacks.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  const temporaryBefore = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder; // where it unpacks itself
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    return await chromium.executablePath();
  } finally {
    if (temporaryBefore === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporaryBefore;
  }
}
