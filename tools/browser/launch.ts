// A real browser for tests and screenshots: Debian's where it is installed, else the one from the package registry.
// Invariant: it runs in a temporary folder of its own, so that two runs cannot meet in unpacked files.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** The browser at this path, or where there is none the one from the package registry. */
export async function launchBrowser(installed = debianChromium): Promise<LaunchedBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'cool-browser-'));
  const { executablePath, env } = existsSync(installed)
    ? { executablePath: installed, env: {} }
    : await registryChromium(folder);
  const browser = await playwright.launch({
    executablePath,
    args: steady,
    headless: true,
    env: { ...process.env, TMPDIR: folder, ...env } as Record<string, string>,
  });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Unpacked {
  readonly executablePath: string;
  /** What it needs to find its libraries and fonts. */
  readonly env: Readonly<Record<string, string>>;
}

async function registryChromium(folder: string): Promise<Unpacked> {
  // Made for functions in the cloud: only if it believes to be in one does it unpack the libraries a bare machine lacks.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  const temporaryBefore = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder; // where it unpacks itself
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const executablePath = await chromium.executablePath();
    const fontsFile = join(folder, 'fonts.conf');
    writeFileSync(fontsFile, fontsIn(folder));
    // Said for each launch: the package says it once a process, for the folder of the first.
    return {
      executablePath,
      env: { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'), FONTCONFIG_FILE: fontsFile },
    };
  } finally {
    if (temporaryBefore === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporaryBefore;
  }
}

/**
 * Its own configuration looks for fonts below the common temporary folder only. Without a font the browser ends at the
 * first sign its page cannot draw, be it the dot of a password.
 */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`;
}
