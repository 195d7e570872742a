// Evidence for "MFA for all users" (BP-MFA): the facts as they are now, without names or addresses.

import { mfaEvidence } from '@cool/contract/identity';
import { urls } from '@cool/contract/urls';
import type { App } from '#platform/app-type.ts';
import type { IdentityDeps } from '../identity/index.ts';
import { mfaEvidenceOf } from './people-view.ts';

export function evidenceRoutes(app: App, deps: IdentityDeps): void {
  app.get(
    urls.mfaEvidence(),
    {
      config: {
        access: { roles: ['auditor', 'admin'], aal: 2 },
        told: { summary: 'Facts about second factors, without names' },
      },
      schema: { response: { 200: mfaEvidence } },
    },
    async () => {
      const [users, sessions, owners] = await Promise.all([
        deps.users.all(),
        deps.sessions.allLiving(),
        deps.passkeys.owners(),
      ]);
      return mfaEvidenceOf(users, sessions, owners, deps.mfaRequired, deps.clock());
    },
  );
}
