// Finds the secret in which AWS keeps the password of the cluster's owner. CloudFormation does not return it.
exports.client = () => {
  // biome-ignore lint/correctness/noUndeclaredDependencies: Lambda's runtime brings it
  const { DocDB } = require('@aws-sdk/client-docdb');
  return new DocDB({});
};
exports.perform = async (event, docdb, sleep) => {
  const { ClusterIdentifier } = event.ResourceProperties;
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
  let status = 'none';
  for (let attempt = 1; attempt <= 30; attempt += 1) {
    const { DBClusters } = await docdb.describeDBClusters({ DBClusterIdentifier: ClusterIdentifier });
    const secret = DBClusters[0].MasterUserSecret;
    status = secret?.SecretStatus ?? 'none';
    if (status === 'active')
      return { PhysicalResourceId: `owner-of-${ClusterIdentifier}`, Data: { SecretArn: secret.SecretArn } };
    await sleep(10_000);
  }
  throw new Error(
    `Secret of ${ClusterIdentifier}: given status ${status} after 5 minutes, allowed is active; see that the cluster manages its password.`,
  );
};
