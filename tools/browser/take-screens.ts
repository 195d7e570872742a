// Takes the README's screenshots: starts the platform on a temporary folder, waits until the board is alive, and
// photographs what each reader sees. Writes docs/screens/*.png.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from './launch.ts';

interface Shot {
  readonly name: string;
  /** Which of the start message's links opens it. */
  readonly link: 'board' | 'tracking' | 'security' | 'codes';
  readonly options: BrowserContextOptions;
  readonly until: (page: Page) => Promise<void>;
}

const desktop = { width: 1440, height: 860 };
const phone = { width: 390, height: 760 };

const shots: readonly Shot[] = [
  {
    name: 'codes',
    link: 'codes',
    options: { viewport: desktop },
    until: (page) => page.getByText('Your PIN').or(page.getByText(/PIN/)).first().waitFor(),
  },
  {
    name: 'board',
    link: 'board',
    options: { viewport: desktop },
    until: async (page) => {
      await page.getByText('Live', { exact: true }).waitFor();
      await page.getByText('On the way').filter({ visible: true }).first().waitFor();
    },
  },
  {
    name: 'board-dark',
    link: 'board',
    options: { viewport: desktop, colorScheme: 'dark' },
    until: (page) => page.getByText('On the way').filter({ visible: true }).first().waitFor(),
  },
  {
    name: 'tracking',
    link: 'tracking',
    options: { viewport: phone },
    until: (page) => page.getByRole('heading', { level: 1 }).waitFor(),
  },
  {
    name: 'security',
    link: 'security',
    options: { viewport: { width: 1440, height: 1180 } },
    until: async (page) => {
      await page.getByText('NET-PRIVATE', { exact: true }).click();
      await page.getByText('no-public-ssh').filter({ visible: true }).click();
      await page.getByText('NET-PRIVATE', { exact: true }).evaluate((element) => {
        element.scrollIntoView();
        element.ownerDocument.defaultView?.scrollBy(0, -160); // out from under the header, with the promise's own row
      });
    },
  },
];

const root = fileURLToPath(new URL('../../', import.meta.url));
const target = join(root, 'docs/screens');
const data = mkdtempSync(join(tmpdir(), 'cool-screens-'));
const platform = spawn(process.execPath, ['packages/local/start.mjs', '--port', '0', '--data', data], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const launched = await launchBrowser();
try {
  const links = await startedLinks();
  mkdirSync(target, { recursive: true });
  for (const shot of shots) await take(launched.browser, shot, links);
} finally {
  await launched.close();
  platform.kill('SIGINT');
  await new Promise((resolve) => platform.once('exit', resolve));
  rmSync(data, { recursive: true, force: true });
}

async function take(browser: Browser, shot: Shot, links: ReadonlyMap<string, string>): Promise<void> {
  const context = await browser.newContext({ ...shot.options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const address = links.get(shot.link);
  if (address === undefined) throw new Error(`The start message has no link "${shot.link}".`);
  await page.goto(address);
  await shot.until(page);
  await page.waitForTimeout(500); // fonts and the last live event settle
  await page.screenshot({ path: join(target, `${shot.name}.png`) });
  console.log(`docs/screens/${shot.name}.png`);
  await context.close();
}

/** The links of the start message, once the platform is ready. */
function startedLinks(): Promise<ReadonlyMap<string, string>> {
  let said = '';
  return new Promise((resolve, reject) => {
    platform.once('exit', () =>
      reject(new Error(`The platform ended before it was ready. It said:\n${said}`)),
    );
    platform.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const links = [...said.matchAll(/^\s+(board|tracking|security|codes)\s+(\S+)$/gm)];
      if (links.length === 4) resolve(new Map(links.map((link) => [link[1] ?? '', link[2] ?? ''])));
    });
  });
}
