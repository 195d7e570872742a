// Who is calling, as far as the network knows. Only our own edge's header is believed (it strips whatever a client
// sent under that name); X-Forwarded-For is never read. IPv6 counts per /64, the smallest thing a customer is given.

import { isIP } from 'node:net';
import { viewerAddressHeader } from '@cool/contract/edge';
import type { FastifyRequest } from 'fastify';

export function clientAddress(request: FastifyRequest): string {
  const header = request.headers[viewerAddressHeader];
  const told = typeof header === 'string' ? parseViewerAddress(header) : undefined;
  return told ?? networkOf(request.socket.remoteAddress ?? 'unknown');
}

/** `address:port` as the edge writes it, IPv6 with or without brackets; undefined when it is neither. */
export function parseViewerAddress(header: string): string | undefined {
  const address = header.replace(/:[0-9]{1,5}$/, '').replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0) return networkOf(address);
  return isIP(header) === 0 ? undefined : networkOf(header);
}

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const mapped = /^::ffff:([0-9.]+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined
      ? left
      : [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
