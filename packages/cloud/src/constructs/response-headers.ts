// The contract's security headers as CloudFront wants them: those it knows as fields of their own, the rest as custom
// headers (it refuses its known ones there). They override the origin's, so an answer cannot weaken them.

import { securityHeaders } from '@cool/contract/edge';
import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';

const override = true;

export function responseHeaders(
  headers: Readonly<Record<string, string>> = securityHeaders,
): Pick<
  cloudfront.ResponseHeadersPolicyProps,
  'securityHeadersBehavior' | 'customHeadersBehavior' | 'removeHeaders'
> {
  const rest = new Map(Object.entries(headers));
  const take = (header: string, allowed: RegExp): RegExpExecArray => {
    const value = rest.get(header) ?? '';
    rest.delete(header);
    const match = allowed.exec(value);
    if (match === null)
      throw new Error(
        `${header}: given "${value}", allowed is ${allowed}; teach response-headers.ts the new form.`,
      );
    return match;
  };
  const hsts = take('strict-transport-security', /^max-age=(\d+)(; includeSubDomains)?(; preload)?$/);
  const frame = take('x-frame-options', /^(DENY|SAMEORIGIN)$/);
  const referrer = take('referrer-policy', /^(no-referrer|same-origin|strict-origin)$/);
  const policy = take('content-security-policy', /^.+$/);
  take('x-content-type-options', /^nosniff$/);
  return {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: policy[0], override },
      contentTypeOptions: { override },
      frameOptions: {
        frameOption:
          frame[0] === 'DENY' ? cloudfront.HeadersFrameOption.DENY : cloudfront.HeadersFrameOption.SAMEORIGIN,
        override,
      },
      referrerPolicy: { referrerPolicy: referrerPolicies[referrer[0]] ?? strictest, override },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.seconds(Number(hsts[1])),
        includeSubdomains: hsts[2] !== undefined,
        preload: hsts[3] !== undefined,
        override,
      },
    },
    customHeadersBehavior: {
      customHeaders: [...rest].map(([header, value]) => ({ header, value, override })),
    },
    removeHeaders: ['server', 'x-powered-by'],
  };
}

const strictest = cloudfront.HeadersReferrerPolicy.NO_REFERRER;

const referrerPolicies: Readonly<Record<string, cloudfront.HeadersReferrerPolicy>> = {
  'no-referrer': cloudfront.HeadersReferrerPolicy.NO_REFERRER,
  'same-origin': cloudfront.HeadersReferrerPolicy.SAME_ORIGIN,
  'strict-origin': cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN,
};
