// What the ends of a way may be called: the internet, a block of addresses, a tier, an environment, or one thing by
// its logical or physical id. Each is turned into interfaces, or into addresses of the internet.

import { internetRanges, parseCidr } from '../addresses.ts';
import type { Model } from '../model/model.ts';
import { isCalled, toldNames } from '../model/names.ts';
import type { Interface, Subnet } from '../model/network.ts';
import { property } from '../model/resources.ts';
import { at, items, text } from '../read/cloudformation/value.ts';
import type { Span } from '../reason/placement.ts';
import { Unanswerable } from './unanswerable.ts';

export type End =
  | { readonly kind: 'internet'; readonly spans: readonly Span[] }
  | { readonly kind: 'interfaces'; readonly interfaces: readonly Interface[] };

const allowed =
  'internet, cidr:BLOCK, tier:NAME, env:NAME, or the id of something with an address, as STACK.ID where several stacks have it';

/** Throws Unanswerable, with what is allowed, when the word names nothing. */
export function readEnd(word: string, model: Model): End {
  if (word === 'internet') return { kind: 'internet', spans: internetRanges };
  const [selector = '', value = ''] = splitSelector(word);
  if (selector === 'cidr') return addressesEnd(word, value, model);
  if (selector === 'tier') return subnetsEnd(word, model, (subnet) => tagOf(model, subnet, 'Tier') === value);
  if (selector === 'env')
    return subnetsEnd(word, model, (subnet) => {
      const environment = model.network.vpcs.get(subnet.vpc ?? '')?.environment ?? '';
      return tagOf(model, subnet, 'Environment') === value || environment.split('/').includes(value);
    });
  const found = interfacesCalled(word, model);
  if (found.length > 0) return { kind: 'interfaces', interfaces: withToldNames(found, model) };
  const known = [...new Set(model.network.interfaces.map(({ name }) => name))].join(', ');
  throw new Unanswerable(
    `nothing with an address is called ${word}; allowed: ${allowed}: ${known || 'nothing: the input declares no interface'}`,
  );
}

/** Every interface of what the word means: one id may stand in several stacks, and one thing has several interfaces. */
export const interfacesCalled = (word: string, { network, resources }: Model): readonly Interface[] =>
  network.interfaces.filter((it) => {
    const resource = resources.byKey.get(resourceKey(it.key));
    return it.name === word || it.key === word || (resource !== undefined && isCalled(word, resource));
  });

/** Further interfaces of a host carry its key and a number. */
const resourceKey = (key: string): string => key.replace(/#\d+$/, '');

/** How answers call what has this key and id. */
function namesIn({ resources }: Model): (key: string, id: string) => string {
  const told = toldNames(resources);
  return (key, id) => {
    const resource = resources.byKey.get(resourceKey(key));
    return resource?.id === id ? told(resource) : id;
  };
}

function withToldNames(interfaces: readonly Interface[], model: Model): readonly Interface[] {
  const told = namesIn(model);
  return interfaces.map((it) => ({ ...it, name: told(it.key, it.name) }));
}

function splitSelector(word: string): readonly string[] {
  const colon = word.indexOf(':');
  return colon === -1 ? [] : [word.slice(0, colon), word.slice(colon + 1)];
}

function tagOf(model: Model, subnet: Subnet, name: string): string | undefined {
  const resource = model.resources.byKey.get(subnet.key);
  const tags = resource ? items(property(resource, 'Tags')) : [];
  const tag = tags.find((it) => text(at(it, 'Key'))?.split(':').at(-1)?.toLowerCase() === name.toLowerCase());
  return text(at(tag, 'Value'));
}

function subnetsEnd(word: string, model: Model, wanted: (subnet: Subnet) => boolean): End {
  const { network } = model;
  const subnets = new Set([...network.subnets.values()].filter(wanted).map(({ key }) => key));
  const interfaces = network.interfaces
    .map((it) => ({ ...it, subnets: it.subnets.filter((key) => subnets.has(key)) }))
    .filter((it) => it.subnets.length > 0);
  if (interfaces.length > 0) return { kind: 'interfaces', interfaces: withToldNames(interfaces, model) };
  const why =
    subnets.size === 0 ? 'no subnet has such a tag' : 'nothing with an address stands in its subnets';
  throw new Unanswerable(`${word} names nothing: ${why}; allowed: ${allowed}`);
}

/** Addresses of the internet are the internet; addresses of a subnet are a machine there that no group restrains. */
function addressesEnd(word: string, value: string, model: Model): End {
  const block = parseCidr(value);
  if (!block) {
    throw new Unanswerable(
      `${word}: ${value || 'nothing'} is no block; allowed: cidr:10.0.0.0/16, cidr:2001:db8::/32`,
    );
  }
  const spans = internetRanges.flatMap(({ first, last }) => {
    const low = first > block.first ? first : block.first;
    const high = last < block.last ? last : block.last;
    return low <= high ? [{ first: low, last: high }] : [];
  });
  const { subnets } = model.network;
  const within = [...subnets.values()].filter(({ blocks }) =>
    blocks.some(({ first, last }) => first <= block.last && block.first <= last),
  );
  if (within.length === 0) {
    if (spans.length > 0) return { kind: 'internet', spans };
    throw new Unanswerable(
      `${word} lies neither in the internet nor in a declared subnet, so no path from or to it is described; allowed: ${allowed}`,
    );
  }
  const told = namesIn(model);
  return {
    kind: 'interfaces',
    interfaces: within.map((subnet) => ({
      key: `${word} in ${subnet.key}`,
      name: `${word} in ${told(subnet.key, subnet.place.id)}`,
      kind: 'host' as const,
      place: subnet.place,
      subnets: [subnet.key],
      groups: [],
      unfiltered: true,
      hasPublicAddress: subnet.mapsPublicAddress,
      isPublicByIpv6Alone: false,
      hasIpv6: undefined,
      privateAddress: block.first >= (subnet.blocks[0]?.first ?? 0n) ? value : undefined,
      hasHiddenSubnets: false,
      uncertain: undefined,
      port: undefined,
    })),
  };
}
