import { expect, it } from 'vitest';
import { contentSecurityPolicy, securityHeaders } from './index.ts';

it('the headers of every answer ask for https for a year, for no guessing of types, no referrer and no frame', () => {
  const [, seconds = '0'] =
    /max-age=(\d+); includeSubDomains/.exec(securityHeaders['strict-transport-security'] ?? '') ?? [];
  expect(Number(seconds)).toBeGreaterThanOrEqual(365 * 24 * 3_600);
  expect(securityHeaders).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  });
  // Nobody of another origin is let in: a browser then lets none read.
  expect(Object.keys(securityHeaders).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

it('the policy names nothing that is not ours: no inline script, no object, no base, no frame, no foreign host', () => {
  const directives = new Map(
    contentSecurityPolicy.split('; ').map((each) => {
      const [name = '', ...values] = each.split(' ');
      return [name, values] as const;
    }),
  );
  expect(directives.get('default-src')).toEqual(["'none'"]); // objects, frames and workers among them
  expect(directives.get('script-src')).toEqual(["'self'"]);
  expect(directives.get('base-uri')).toEqual(["'none'"]);
  expect(directives.get('frame-ancestors')).toEqual(["'none'"]);
  const foreign = [...directives.values()].flat().filter((value) => /unsafe|\*|https?:/.test(value));
  expect(foreign).toEqual([]);
});
