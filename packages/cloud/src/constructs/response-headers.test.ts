import { securityHeaders } from '@cool/contract/edge';
import { describe, expect, it } from 'vitest';
import { responseHeaders } from './response-headers.ts';

describe('the response headers policy', () => {
  it('loses no header of the contract', () => {
    const { securityHeadersBehavior, customHeadersBehavior } = responseHeaders();
    const known = Object.keys(securityHeadersBehavior ?? {}).length;
    const custom = customHeadersBehavior?.customHeaders.length ?? 0;
    expect(known + custom).toBe(Object.keys(securityHeaders).length);
  });

  it('overrides what the origin sends, header by header', () => {
    const { securityHeadersBehavior, customHeadersBehavior } = responseHeaders();
    for (const header of [
      ...Object.values(securityHeadersBehavior ?? {}),
      ...(customHeadersBehavior?.customHeaders ?? []),
    ])
      expect(header).toMatchObject({ override: true });
  });

  it('reads the age and scope of strict transport security', () => {
    const { securityHeadersBehavior } = responseHeaders({
      ...securityHeaders,
      'strict-transport-security': 'max-age=600',
    });
    expect(securityHeadersBehavior?.strictTransportSecurity).toMatchObject({
      includeSubdomains: false,
      preload: false,
    });
    expect(securityHeadersBehavior?.strictTransportSecurity?.accessControlMaxAge.toSeconds()).toBe(600);
  });

  it('refuses a value it would have to weaken', () => {
    expect(() => responseHeaders({ ...securityHeaders, 'x-frame-options': 'ALLOW-FROM x' })).toThrow(
      'x-frame-options: given "ALLOW-FROM x", allowed is',
    );
    const { 'content-security-policy': _, ...without } = securityHeaders;
    expect(() => responseHeaders(without)).toThrow('content-security-policy: given ""');
  });
});
