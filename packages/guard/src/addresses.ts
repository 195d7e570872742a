// IPv4 and IPv6 in one ordered number line, so that every algorithm behind this file knows one kind of address.
// Invariant: IPv4 is 0 … 2³²−1, IPv6 follows it, shifted by 2³²; a block never crosses that border.

export const ipv6Base = 1n << 32n;
const ipv6Size = 1n << 128n;

export interface Block {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly prefix: number;
}

export const everyIpv4: Block = { family: 4, first: 0n, last: ipv6Base - 1n, prefix: 0 };
export const everyIpv6: Block = { family: 6, first: ipv6Base, last: ipv6Base + ipv6Size - 1n, prefix: 0 };

/** The block a CIDR text stands for, host bits cleared; undefined when it is none. */
export function parseCidr(text: string): Block | undefined {
  const [address = '', length] = text.trim().split('/');
  const value = parseAddress(address);
  if (value === undefined) return undefined;
  const family = value < ipv6Base ? 4 : 6;
  const width = family === 4 ? 32 : 128;
  const prefix = length === undefined ? width : Number(length);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > width || length === '') return undefined;
  const size = 1n << BigInt(width - prefix);
  const base = family === 4 ? 0n : ipv6Base;
  const first = base + ((value - base) / size) * size;
  return { family, first, last: first + size - 1n, prefix };
}

export function parseAddress(text: string): bigint | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) {
    const parts = text.split('.').map(Number);
    if (parts.some((part) => part > 255)) return undefined;
    return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
  }
  return text.includes(':') ? parseIpv6(text) : undefined;
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return ipv6Base + groups.reduce((value, group) => value * 65536n + BigInt(Number.parseInt(group, 16)), 0n);
}

export function formatAddress(value: bigint): string {
  if (value < ipv6Base) {
    return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, index) => {
    return (((value - ipv6Base) >> BigInt(16 * (7 - index))) & 65535n).toString(16);
  });
  const run = longestZeroRun(groups);
  if (run.length < 2) return groups.join(':');
  return `${groups.slice(0, run.start).join(':')}::${groups.slice(run.start + run.length).join(':')}`;
}

/** A block as CIDR, a single address as it is. */
export function formatBlock({ first, last }: Pick<Block, 'first' | 'last'>): string {
  const hostBits = (last - first + 1n).toString(2).length - 1;
  const width = first < ipv6Base ? 32 : 128;
  return hostBits === 0 ? formatAddress(first) : `${formatAddress(first)}/${width - hostBits}`;
}

function longestZeroRun(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  groups.forEach((_, start) => {
    let length = 0;
    while (groups[start + length] === '0') length += 1;
    if (length > best.length) best = { start, length };
  });
  return best;
}

export const contains = (outer: Block, inner: Block) =>
  outer.first <= inner.first && inner.last <= outer.last;
export const overlaps = (a: Block, b: Block) => a.first <= b.last && b.first <= a.last;

/** The blocks that no other block of the list contains, each once. */
export function withoutInner(blocks: readonly Block[]): Block[] {
  return blocks.filter(
    (block, index) =>
      !blocks.some((other, at) => contains(other, block) && (at < index || !contains(block, other))),
  );
}

/** Every IPv6 address that AWS gives to a network by itself: global unicast. */
export const globalIpv6: Block = {
  family: 6,
  first: ipv6Base + (1n << 125n),
  last: ipv6Base + (1n << 126n) - 1n,
  prefix: 3,
};

const notInternet = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
].flatMap((cidr) => parseCidr(cidr) ?? []);

/**
 * Addresses that packets from the internet can carry: global unicast. The documentation ranges count as internet,
 * so that a witness can use an address that belongs to nobody.
 */
export const internetRanges: readonly { readonly first: bigint; readonly last: bigint }[] = (() => {
  const ranges: { first: bigint; last: bigint }[] = [];
  let next = 0n;
  for (const block of notInternet) {
    if (block.first > next) ranges.push({ first: next, last: block.first - 1n });
    next = block.last + 1n;
  }
  return [...ranges, { first: globalIpv6.first, last: globalIpv6.last }];
})();
