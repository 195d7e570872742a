// A stand-in for Secrets Manager in tests: versions, the stages they stand in, and their values.

import type { Credential } from './credential.ts';
import type { SecretStore } from './ports.ts';

export interface FakeSecrets extends SecretStore {
  /** Opens a rotation the way Secrets Manager does: an empty version staged AWSPENDING. */
  begin(secret: string, version: string): void;
  current(secret: string): Credential | undefined;
}

interface Version {
  stages: readonly string[];
  value?: Credential;
}

export function fakeSecrets(): FakeSecrets {
  const kept = new Map<string, Map<string, Version>>();
  const versionsOf = (secret: string) => {
    const versions = kept.get(secret) ?? new Map<string, Version>();
    kept.set(secret, versions);
    return versions;
  };
  const inStage = (secret: string, stage: string) =>
    [...versionsOf(secret).values()].find(({ stages }) => stages.includes(stage));
  return {
    begin(secret, version) {
      versionsOf(secret).set(version, { stages: ['AWSPENDING'] });
    },
    current: (secret) => inStage(secret, 'AWSCURRENT')?.value,
    versions: async (secret) => ({
      rotating: true,
      stages: new Map([...versionsOf(secret)].map(([version, { stages }]) => [version, stages])),
    }),
    read: async (secret, stage, version) => {
      const found = version === undefined ? inStage(secret, stage) : versionsOf(secret).get(version);
      return found?.stages.includes(stage) ? found.value : undefined;
    },
    put: async (secret, version, stage, value) => {
      versionsOf(secret).set(version, { stages: [stage], value });
    },
    makeCurrent: async (secret, version, before) => {
      const versions = versionsOf(secret);
      const moved = versions.get(version);
      if (before !== undefined) versions.set(before, { ...versions.get(before), stages: ['AWSPREVIOUS'] });
      if (moved !== undefined) versions.set(version, { ...moved, stages: ['AWSCURRENT'] });
    },
  };
}
