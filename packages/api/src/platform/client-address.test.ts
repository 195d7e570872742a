import { expect, test } from 'vitest';
import { parseViewerAddress } from './client-address.ts';

test.each([
  ['198.51.100.10:46532', '198.51.100.10'],
  ['198.51.100.10', '198.51.100.10'],
  ['[2001:db8:1:2:3:4:5:6]:443', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:3:4:5:6:443', '2001:db8:1:2::/64'],
  ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
  ['::ffff:198.51.100.10', '198.51.100.10'],
  ['198.51.100.10, 10.0.0.1', undefined],
  ['unknown', undefined],
  ['', undefined],
])('%s counts as %s', (header, network) => {
  expect(parseViewerAddress(header)).toBe(network);
});
