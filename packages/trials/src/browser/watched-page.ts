/// <reference lib="dom" />
// A page that is watched while somebody uses it: what the content security policy refused, what the page itself
// broke on, and what the accessibility rules find.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

export type WatchedPage = {
  readonly page: Page;
  /** Reports of the content security policy and errors of the page so far. */
  readonly complaints: () => readonly string[];
  /** What axe finds against WCAG 2.2 A and AA, as "rule: selector". */
  readonly accessibilityFindings: () => Promise<readonly string[]>;
};

export type PageOptions = {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
};

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** A page with a cookie jar of its own. */
export async function openPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: options.viewport ?? desktop,
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (/content security policy|trusted ?types?/i.test(message.text()))
      complaints.push(`policy: ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`Content Security Policy: ${event.effectiveDirective} refused ${event.blockedURI}`);
    });
  });
  return {
    page,
    complaints: () => complaints,
    accessibilityFindings: async () => {
      await page.evaluate(settled);
      await page.evaluate(axeSource);
      return page.evaluate(async (tags) => {
        const { axe } = globalThis as unknown as {
          axe: {
            run(options: object): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }>;
          };
        };
        const found = await axe.run({ runOnly: tags, resultTypes: ['violations'] });
        return found.violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target }) => `${id}: ${target.join(' ')}`),
        );
      }, rules);
    },
  };
}

/** Runs in the page: what still fades in has no colours to judge yet. Endless motion is not waited for. */
async function settled(): Promise<void> {
  const ending = document
    .getAnimations()
    .filter((animation) => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
  await Promise.allSettled(ending.map((animation) => animation.finished));
}
