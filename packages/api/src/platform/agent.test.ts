import { expect, test } from 'vitest';
import { shortAgent } from './agent.ts';

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/153.0 Safari/537.36 Edg/153.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Linux; Android 16; Pixel) AppleWebKit/537.36 Chrome/153.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Safari/604',
    'Safari on iPhone',
  ],
  ['curl/8.5.0', 'Unknown program'],
  ['<script>alert(1)</script>', 'Unknown program'],
  [undefined, 'Unknown program'],
])('%s reads %s', (header, words) => {
  expect(shortAgent(header)).toBe(words);
});
