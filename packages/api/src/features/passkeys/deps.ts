// What the use cases of passkeys act on.

import type { IdentityDeps } from '../identity/index.ts';
import type { ChallengesStore } from './challenges-store.ts';

export type PasskeyDeps = IdentityDeps & { readonly challenges: ChallengesStore };
