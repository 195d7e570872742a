import { describe, expect, it } from 'vitest';
import { type AclRule, aclRules } from './acl-rules.ts';
import { type Tier, tierCidr, tiers } from './addressing.ts';
import { ephemeralPorts, flows, type Party, tierOf } from './flows.ts';

const vpc = '10.10.0.0/16';
const rules = Object.fromEntries(tiers.map((tier) => [tier, aclRules(tier, vpc)])) as Record<
  Tier,
  readonly AclRule[]
>;
const range = (party: Party) => {
  const tier = tierOf[party];
  return tier === 'outside' ? '0.0.0.0/0' : tierCidr(vpc, tier);
};

function allows(party: Party, direction: AclRule['direction'], other: Party, port: number): boolean {
  const tier = tierOf[party];
  if (tier === 'outside') return true; // S3's side is not ours to filter
  return rules[tier].some(
    ({ direction: way, cidr, ports }) =>
      way === direction && cidr === range(other) && ports.from <= port && port <= ports.to,
  );
}

describe('the network ACLs made from the flow table', () => {
  it.each(flows)('let $from open a connection to $to', ({ from, to, port }) => {
    expect(allows(from, 'egress', to, port)).toBe(true);
    expect(allows(to, 'ingress', from, port)).toBe(true);
  });

  it.each(flows)('let every answer of $to back to $from', ({ from, to }) => {
    for (const ports of ephemeralPorts(from))
      for (const port of [ports.from, ports.to]) {
        expect(allows(to, 'egress', from, port)).toBe(true);
        expect(allows(from, 'ingress', to, port)).toBe(true);
      }
  });

  it('hold no rule that no flow needs', () => {
    const needed = flows.length;
    expect(aclRules('private', vpc, flows.slice(0, needed - 1)).length).toBeLessThan(rules.private.length);
    expect(tiers.flatMap((tier) => aclRules(tier, vpc, []))).toEqual([]);
  });

  it('admit remote desktop and SSH nowhere', () => {
    for (const tier of tiers)
      for (const { ports } of rules[tier])
        for (const port of [22, 3389]) expect(ports.from <= port && port <= ports.to).toBe(false);
  });

  it('admit foreign addresses only to ports our hosts call from, and to nothing that listens', () => {
    const foreign = tiers.flatMap((tier) =>
      rules[tier].filter(({ direction, cidr }) => direction === 'ingress' && cidr === '0.0.0.0/0'),
    );
    expect(foreign.map(({ ports }) => ports)).toEqual([{ from: 32_768, to: 60_999 }]);
    for (const { ports } of foreign)
      for (const { port } of flows) expect(ports.from <= port && port <= ports.to).toBe(false);
  });

  it('stay within the 20 rules EC2 takes in each direction', () => {
    for (const tier of tiers)
      for (const way of ['ingress', 'egress'] as const)
        expect(rules[tier].filter(({ direction }) => direction === way).length).toBeLessThanOrEqual(20);
  });

  it('keep the edge tier from the database', () => {
    expect(allows('load-balancer', 'egress', 'database', 27017)).toBe(false);
    expect(allows('database', 'ingress', 'load-balancer', 27017)).toBe(false);
  });
});
