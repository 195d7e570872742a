// The security report: both judgements, when they were made and from which commit.
import type { StoredSecurityReport } from '@cool/contract/security-report';
import { urls } from '@cool/contract/urls';
import { type Answer, request } from '#http/http-client.ts';

export function readSecurityReport(): Promise<Answer<StoredSecurityReport>> {
  return request('GET', urls.securityReport());
}
