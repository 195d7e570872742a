import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPrices } from './prices.ts';
import { usage, usageReasons } from './usage.ts';

describe('the price table', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cool-prices-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function tableWith(price: object) {
    const path = join(folder, 'prices.json');
    const table = { region: 'eu-west-1', currency: 'USD', dated: '2026-11-22', prices: { 'kms.key': price } };
    writeFileSync(path, JSON.stringify(table));
    return () => readPrices(pathToFileURL(path));
  }

  it('says of each price how it was come by', () => {
    const all = Object.values(readPrices().prices);
    expect(all.length).toBeGreaterThan(30);
    expect(new Set(all.map(({ how }) => how))).toEqual(new Set(['looked up', 'estimated']));
  });

  it('is not older than 18 months (look the prices up again)', () => {
    const ageDays = (Date.now() - Date.parse(readPrices().dated)) / 86_400_000;
    expect(ageDays).toBeLessThan(548);
  });

  it('has no price that was looked up much earlier than the table says (a later quote, or estimated)', () => {
    const { dated, prices } = readPrices();
    const early = Object.entries(prices).filter(
      ([, price]) =>
        price.how === 'looked up' && Date.parse(dated) - Date.parse(price.seen) > 548 * 86_400_000,
    );
    expect(early.map(([name]) => name)).toEqual([]);
  });

  it.each([
    ['looked up without a source', { usd: 1, unit: 'key-month', how: 'looked up', seen: '2026-11' }],
    [
      'looked up without a day',
      { usd: 1, unit: 'key-month', how: 'looked up', source: 'a page of AWS, somewhere' },
    ],
    ['estimated without a reason', { usd: 1, unit: 'key-month', how: 'estimated' }],
    ['negative', { usd: -1, unit: 'key-month', how: 'estimated', because: 'it felt right that day' }],
  ])('refuses a price that is %s', (_what, price) => {
    expect(tableWith(price)).toThrow('given a wrong form at /prices/kms.key');
  });
});

describe('the assumptions', () => {
  it('each have a reason', () => {
    expect(Object.keys(usageReasons).sort()).toEqual(Object.keys(usage.prod).sort());
  });

  it('grow from dev to prod', () => {
    expect(usage.dev.requestsMillions).toBeLessThan(usage.qa.requestsMillions);
    expect(usage.qa.requestsMillions).toBeLessThan(usage.prod.requestsMillions);
  });
});
