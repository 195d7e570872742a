// The function as Lambda calls it: by a deployment with { "grant": true }, by Secrets Manager with one step of a
// rotation. It says what it did in one line and, when it fails, which error it was and never what the error said:
// the driver's texts are not ours to vouch for.

import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import Type from 'typebox';
import Value from 'typebox/value';
import { documentDb } from './document-db.ts';
import { failureOf } from './failure.ts';
import { type AccessParts, grantAccess } from './grant.ts';
import { type RotationStep, rotate, rotationSteps } from './rotate.ts';
import { secretsManagerStore } from './secrets-manager.ts';

const Grant = Type.Object({ grant: Type.Literal(true) }, { additionalProperties: false });
const Step = Type.Object({
  Step: Type.Enum([...rotationSteps]),
  SecretId: Type.String(),
  ClientRequestToken: Type.String(),
});

export async function handler(event: unknown): Promise<void> {
  const did = Value.Check(Step, event) ? event.Step : 'grant';
  try {
    await perform(event);
  } catch (error) {
    const failure = failureOf(error);
    console.error(JSON.stringify({ event: 'database-access-failed', did, failure }));
    throw new Error(`${did}: ${failure}`); // becomes the reason CloudFormation and Secrets Manager show
  }
  console.log(JSON.stringify({ event: 'database-access', did }));
}

async function perform(event: unknown): Promise<void> {
  if (Value.Check(Grant, event)) return grantAccess(parts());
  if (Value.Check(Step, event))
    return rotate(parts(), {
      step: event.Step as RotationStep,
      secret: event.SecretId,
      version: event.ClientRequestToken,
    });
  throw new Error('Given an event that is neither, allowed are a grant and a step of a rotation.');
}

function parts(): AccessParts {
  const client = new SecretsManager({});
  return {
    secrets: secretsManagerStore(client),
    secretOf: { api: setting('API_SECRET'), verifier: setting('VERIFIER_SECRET') },
    database: documentDb({
      host: setting('DATABASE_HOST'),
      name: setting('DATABASE'),
      authority: setting('AUTHORITY_FILE'),
      ownerSecret: async () => {
        const { SecretString = '' } = await client.getSecretValue({ SecretId: setting('OWNER_SECRET') });
        return SecretString;
      },
    }),
  };
}

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`Setting ${name}: given nothing, allowed is a value; the template names it.`);
  return value;
}
