// Numbers, instants and addresses, divided by the values a policy compares them with: one point in each piece.

import { formatAddress, ipv6Base } from '../../../addresses.ts';

/** Every threshold, a point between each two, and one beyond either end. */
export function numberClasses(thresholds: readonly number[], whole: boolean): readonly number[] {
  const sorted = [...new Set(thresholds)].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [0];
  const between = sorted.slice(1).flatMap((high, index) => pointBetween(sorted[index] ?? high, high, whole));
  return [first - 1, ...sorted, ...between, last + 1];
}

function pointBetween(low: number, high: number, whole: boolean): readonly number[] {
  const next = Math.floor(low) + 1;
  if (next < high) return [next];
  const middle = (low + high) / 2;
  return whole || middle <= low || middle >= high ? [] : [middle];
}

const end = ipv6Base + (1n << 128n);

/** The first address of each piece that the blocks cut the two families into. */
export function addressClasses(
  blocks: readonly { readonly first: bigint; readonly last: bigint }[],
): readonly string[] {
  const cuts = new Set([0n, ipv6Base]);
  for (const { first, last } of blocks) {
    cuts.add(first);
    if (last + 1n < end) cuts.add(last + 1n);
  }
  return [...cuts].sort((a, b) => (a < b ? -1 : 1)).map(formatAddress);
}
