// The secret store as AWS has it.

import { ResourceNotFoundException, type SecretsManager } from '@aws-sdk/client-secrets-manager';
import { parseCredential } from './credential.ts';
import type { SecretStore } from './ports.ts';

export function secretsManagerStore(client: SecretsManager): SecretStore {
  return {
    async versions(SecretId) {
      const { RotationEnabled, VersionIdsToStages = {} } = await client.describeSecret({ SecretId });
      return { rotating: RotationEnabled === true, stages: new Map(Object.entries(VersionIdsToStages)) };
    },
    async read(SecretId, VersionStage, VersionId) {
      try {
        const wanted = { SecretId, VersionStage, ...(VersionId === undefined ? {} : { VersionId }) };
        const { SecretString = '' } = await client.getSecretValue(wanted);
        if (SecretString === '') return undefined;
        const credential = parseCredential(SecretString);
        if (credential === undefined)
          throw new Error('The secret holds no user and password: empty it, and deploy again.');
        return credential;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined; // no version in that stage
        throw error;
      }
    },
    async put(SecretId, ClientRequestToken, stage, credential) {
      await client.putSecretValue({
        SecretId,
        ClientRequestToken, // a repeated request makes no second version
        SecretString: JSON.stringify(credential),
        VersionStages: [stage],
      });
    },
    async makeCurrent(SecretId, MoveToVersionId, RemoveFromVersionId) {
      await client.updateSecretVersionStage({
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId,
        ...(RemoveFromVersionId === undefined ? {} : { RemoveFromVersionId }),
      });
    },
  };
}
