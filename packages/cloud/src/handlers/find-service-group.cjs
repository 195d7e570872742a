// Finds the security group CloudFront makes in a VPC with the first VPC origin. CloudFormation does not return it.
exports.client = () => {
  // biome-ignore lint/correctness/noUndeclaredDependencies: Lambda's runtime brings it
  const { EC2 } = require('@aws-sdk/client-ec2');
  return new EC2({});
};
exports.perform = async (event, ec2, sleep) => {
  const { VpcId, GroupName } = event.ResourceProperties;
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
  const filters = [
    { Name: 'vpc-id', Values: [VpcId] },
    { Name: 'group-name', Values: [GroupName] },
  ];
  let found = 0;
  for (let attempt = 1; attempt <= 30; attempt += 1) {
    const { SecurityGroups: groups } = await ec2.describeSecurityGroups({ Filters: filters });
    found = groups.length;
    if (found === 1) {
      // An id of its own for each VPC: an update that finds another group must not look like a replacement.
      return { PhysicalResourceId: `${VpcId}/${GroupName}`, Data: { GroupId: groups[0].GroupId } };
    }
    await sleep(10_000);
  }
  throw new Error(
    `${GroupName} in ${VpcId}: given ${found} groups after 5 minutes, allowed is exactly one; see that the VPC origin is deployed.`,
  );
};
