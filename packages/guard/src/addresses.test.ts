import { describe, expect, it } from 'vitest';
import { contains, formatAddress, internetRanges, ipv6Base, parseAddress, parseCidr } from './addresses.ts';

const block = (text: string) => {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(`${text} is no block`);
  return parsed;
};

describe('addresses', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::', '::'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['fe80::1:0:0:1', 'fe80::1:0:0:1'],
  ])('%s is written %s', (given, written) => {
    expect(formatAddress(parseAddress(given) ?? -1n)).toBe(written);
  });

  it.each([
    '256.0.0.1',
    '10.0.0',
    '1::2::3',
    '12345::',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    'everywhere',
    '',
  ])('%s is no address', (given) => {
    expect(parseCidr(given)).toBeUndefined();
  });

  it('clears host bits, as AWS does', () => {
    expect(block('10.0.0.77/24')).toEqual(block('10.0.0.0/24'));
  });

  it('never lets a block of one family hold an address of the other', () => {
    expect(block('0.0.0.0/0').last).toBe(ipv6Base - 1n);
    expect(contains(block('::/0'), block('10.0.0.0/8'))).toBe(false);
  });

  it('takes private, shared, link-local and multicast ranges for no part of the internet', () => {
    const reaches = (text: string) => {
      const address = parseAddress(text) ?? -1n;
      return internetRanges.some(({ first, last }) => first <= address && address <= last);
    };
    expect(
      [
        '10.0.0.1',
        '172.31.0.1',
        '192.168.1.1',
        '100.64.0.1',
        '127.0.0.1',
        '169.254.169.254',
        '224.0.0.1',
        'fd00::1',
        'fe80::1',
      ].filter(reaches),
    ).toEqual([]);
    expect(['8.8.8.8', '172.32.0.1', '203.0.113.9', '2001:db8::1'].filter((it) => !reaches(it))).toEqual([]);
  });
});
