// The estimate for a reader: what is dear first, and after each figure whether it was looked up or estimated.

import type { Estimate } from './estimate.ts';
import type { PriceTable } from './prices.ts';

export function asText(estimates: readonly Estimate[], prices: PriceTable): string {
  const blocks = estimates.map(block);
  return `${blocks.join('\n')}
Prices of ${prices.region} in ${prices.currency}, table of ${prices.dated}: packages/cloud/prices/${prices.region}.json says where each comes from.
"est." is an estimated price, ± 30 %. What is assumed about use, and why: packages/cloud/src/estimate/usage.ts.
`;
}

/** The same for machines. */
export function asJson(estimates: readonly Estimate[], prices: PriceTable): string {
  const { region, currency, dated } = prices;
  return `${JSON.stringify({ region, currency, dated, estimates }, null, 2)}\n`;
}

function block(estimate: Estimate): string {
  const { environment, lines, monthlyUsd, lowestUsd, highestUsd, budgetUsd, withinBudget } = estimate;
  const rows = lines
    .filter((line) => line.monthlyUsd >= 0.005)
    .map(
      (line) =>
        `  ${line.price.padEnd(28)} ${quantity(line.quantity).padStart(10)} ${line.unit.padEnd(34)} ${usd(line.monthlyUsd).padStart(9)}${line.how === 'estimated' ? '  est.' : ''}`,
    );
  return `${environment}: ${usd(monthlyUsd)} USD a month, between ${usd(lowestUsd)} and ${usd(highestUsd)}; budget ${usd(budgetUsd)}, ${withinBudget ? 'kept' : 'EXCEEDED'}
${rows.join('\n')}
`;
}

const usd = (amount: number) => amount.toFixed(2);
const quantity = (amount: number) => String(Math.round(amount * 100) / 100);
