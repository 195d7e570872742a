// A bare machine has no browser of its own; there the one from the package registry must do everything a page asks.

import { expect, it } from 'vitest';
import { launchBrowser } from './launch.ts';

it('a bare machine draws every sign a page may hold, also in the second browser of a process', async () => {
  for (const _ of ['first', 'second']) {
    const { browser, close } = await launchBrowser('no browser is installed here');
    const page = await browser.newPage();
    await page.setContent('<input type="password" value="dots"> Gráinne → ✓ 漢字');
    expect((await page.screenshot()).byteLength).toBeGreaterThan(500);
    await close();
  }
}, 120_000);
