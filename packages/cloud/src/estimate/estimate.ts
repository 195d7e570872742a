// The monthly cost of one environment, from what its templates declare and what is assumed about its use. Pure: the
// same templates, prices and assumptions always give the same figure.

import type { SynthesisedStack } from '../golden-assembly.ts';
import type { Charge, Declared } from './charge.ts';
import { isFree } from './free-types.ts';
import { meters } from './meters.ts';
import { estimatedError, type Price, type PriceTable, priceOf } from './prices.ts';
import type { Usage } from './usage.ts';
import { usageMeters } from './usage-meters.ts';

export interface CostLine {
  /** Name in the price table. */
  readonly price: string;
  readonly quantity: number;
  readonly unit: string;
  readonly how: Price['how'];
  readonly monthlyUsd: number;
}

export interface Estimate {
  readonly environment: string;
  readonly lines: readonly CostLine[];
  readonly monthlyUsd: number;
  /** With every estimated price at its lower and upper end. */
  readonly lowestUsd: number;
  readonly highestUsd: number;
  readonly budgetUsd: number;
  /** Judged on the upper end: an estimate that may be over is over. */
  readonly withinBudget: boolean;
}

export interface EstimateInput {
  readonly environment: string;
  readonly stacks: readonly SynthesisedStack[];
  readonly prices: PriceTable;
  readonly usage: Usage;
  readonly budgetUsd: number;
}

export function estimate({ environment, stacks, prices, usage, budgetUsd }: EstimateInput): Estimate {
  const declared = stacks.filter((stack) => stack.environment === environment).flatMap(declaredIn);
  assertKnown(declared);
  const types = [...new Set(declared.map(({ type }) => type))].sort();
  const charges = [
    ...declared.flatMap((resource) => meters[resource.type]?.(resource, usage) ?? []),
    ...types.flatMap((type) => usageMeters[type]?.(usage) ?? []),
  ];
  const lines = priced(charges, prices);
  const sum = (share: (line: CostLine) => number) =>
    cents(lines.reduce((total, line) => total + share(line), 0));
  const spread = (sign: number) =>
    sum(({ how, monthlyUsd }) => monthlyUsd * (how === 'estimated' ? 1 + sign * estimatedError : 1));
  const highestUsd = spread(1);
  return {
    environment,
    lines,
    monthlyUsd: sum(({ monthlyUsd }) => monthlyUsd),
    lowestUsd: spread(-1),
    highestUsd,
    budgetUsd,
    withinBudget: highestUsd <= budgetUsd,
  };
}

function declaredIn({ template }: SynthesisedStack): readonly Declared[] {
  return Object.entries(template.Resources).map(([id, { Type, Properties }]) => ({
    id,
    type: Type,
    properties: Properties ?? {},
    siblings: template.Resources,
  }));
}

function assertKnown(declared: readonly Declared[]): void {
  const unknown = [...new Set(declared.map(({ type }) => type))].filter(
    (type) => meters[type] === undefined && usageMeters[type] === undefined && !isFree(type),
  );
  if (unknown.length > 0)
    throw new Error(
      `Nothing says what ${unknown.sort().join(', ')} costs: given a template that declares it, allowed are the types of meters.ts, usage-meters.ts and free-types.ts in packages/cloud/src/estimate; add it to one of them.`,
    );
}

/** One line for each price, the dearest first. */
function priced(charges: readonly Charge[], table: PriceTable): readonly CostLine[] {
  const quantities = new Map<string, number>();
  for (const { price, quantity } of charges) quantities.set(price, (quantities.get(price) ?? 0) + quantity);
  return [...quantities]
    .map(([price, quantity]) => {
      const { usd, unit, how } = priceOf(table, price);
      return { price, quantity, unit, how, monthlyUsd: cents(quantity * usd) };
    })
    .sort((a, b) => b.monthlyUsd - a.monthlyUsd || (a.price < b.price ? -1 : 1));
}

const cents = (usd: number) => Math.round(usd * 100) / 100;
