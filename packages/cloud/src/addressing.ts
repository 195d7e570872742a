// How an environment's address range is cut: one /20 for each tier, one /22 in it for each zone.
// A tier is one range, so a network ACL names a whole tier in a single rule (an ACL holds 20 per direction).

export const tiers = ['edge', 'private', 'secured'] as const;

export type Tier = (typeof tiers)[number];

export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

const cidrForm = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;

/** The addresses of an IPv4 CIDR block, or undefined where the text is none or has bits set behind its prefix. */
export function parseCidr(cidr: string): AddressRange | undefined {
  const parts = cidrForm.exec(cidr)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = parts;
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1 } : undefined;
}

export function overlaps(one: AddressRange, other: AddressRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}

export function tierCidr(vpcCidr: string, tier: Tier): string {
  return block(vpcCidr, tiers.indexOf(tier) * 2 ** 12, 20);
}

/** `zone` counts from 0; a tier has room for four. */
export function subnetCidr(vpcCidr: string, tier: Tier, zone: number): string {
  return block(vpcCidr, tiers.indexOf(tier) * 2 ** 12 + zone * 2 ** 10, 22);
}

function block(vpcCidr: string, offset: number, prefix: number): string {
  const range = parseCidr(vpcCidr);
  if (range === undefined)
    throw new Error(`${vpcCidr} is not a CIDR block; the environment table was not checked.`);
  const address = range.first + offset;
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join('.')}/${prefix}`;
}
