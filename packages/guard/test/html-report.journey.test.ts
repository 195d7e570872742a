// The HTML report as a reader meets it: in a browser, without script, in light and dark, by keyboard, on paper.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedBrowser, launchBrowser } from '../../../tools/browser/launch.ts';
import { judgement } from '../src/index.ts';
import { htmlReport } from '../src/report/html/page.ts';

const base = fileURLToPath(new URL('../../..', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const html = htmlReport([
  { title: 'As built', judgement: judgement({ paths: ['packages/guard/fixtures/as-built'], base }) },
  { title: 'As designed', judgement: judgement({ paths: ['packages/cloud/golden/assembly'], base }) },
]);

let launched: LaunchedBrowser;
beforeAll(async () => {
  launched = await launchBrowser();
});
afterAll(async () => {
  await launched?.close();
});

async function open(options: {
  colorScheme?: 'light' | 'dark';
  width?: number;
  script?: boolean;
}): Promise<Page> {
  const page = await launched.browser.newPage({
    colorScheme: options.colorScheme ?? 'light',
    viewport: { width: options.width ?? 1280, height: 900 },
    javaScriptEnabled: options.script ?? false,
  });
  // The page's own policy would refuse axe; it is taken out for the scan alone.
  await page.setContent(
    options.script ? html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '') : html,
  );
  return page;
}

describe('the HTML report', () => {
  it('leads from a promise to the marked line of the template in two clicks, without script', async () => {
    const page = await open({});
    await page.getByText('NET-PRIVATE', { exact: true }).first().click();
    await page.getByRole('link', { name: 'as-built/template.yaml:99' }).click();
    const marked = page.locator('#no-public-ssh mark').first();
    expect(await marked.textContent()).toContain('CidrIp: 0.0.0.0/0');
    expect(await marked.isVisible()).toBe(true);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('has no accessibility finding in %s', async (colorScheme) => {
    const page = await open({ colorScheme, script: true });
    await page.evaluate("document.querySelectorAll('details').forEach((it) => it.open = true)");
    await page.evaluate(axe);
    const found = (await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 200)]))',
    )) as unknown[];
    expect(found).toEqual([]);
    await page.close();
  });

  it('does not scroll sideways on a telephone', async () => {
    const page = await open({ width: 380, script: true });
    expect(
      await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('asks the network for nothing', () => {
    expect(html).not.toMatch(/(src|href)="(?!#)/);
    expect(html).not.toContain('<script');
  });
});
