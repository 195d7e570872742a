// Fills a secret with random keys of 256 bits, once. A secret that has a value is left alone, on updates and retries too.
exports.client = () => {
  const { SecretsManager } = require('@aws-sdk/client-secrets-manager');
  return new SecretsManager({});
};
exports.perform = async (event, secrets) => {
  const { SecretId, Names } = event.ResourceProperties;
  const done = { PhysicalResourceId: `keys-of-${SecretId}` };
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
  const { VersionIdsToStages = {} } = await secrets.describeSecret({ SecretId });
  const filled = Object.values(VersionIdsToStages).some((stages) => stages.includes('AWSCURRENT'));
  if (filled) return done;
  const { randomBytes } = require('node:crypto');
  const keys = Names.split(',').map((name) => [name, randomBytes(32).toString('base64')]);
  await secrets.putSecretValue({
    SecretId,
    ClientRequestToken: event.RequestId, // a retried request makes no second version
    SecretString: JSON.stringify(Object.fromEntries(keys)),
  });
  return done;
};
