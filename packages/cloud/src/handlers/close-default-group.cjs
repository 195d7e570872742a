// Takes every rule out of a VPC's default security group, so that what is started without a group reaches nothing.
// Deleting the resource leaves the group closed.
exports.client = () => {
  // biome-ignore lint/correctness/noUndeclaredDependencies: Lambda's runtime brings it
  const { EC2 } = require('@aws-sdk/client-ec2');
  return new EC2({});
};
exports.perform = async (event, ec2) => {
  const { DefaultSecurityGroupId: GroupId } = event.ResourceProperties;
  if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
  const filter = { Filters: [{ Name: 'group-id', Values: [GroupId] }] };
  const { SecurityGroupRules: rules } = await ec2.describeSecurityGroupRules(filter);
  const ids = (isEgress) => rules.filter((r) => r.IsEgress === isEgress).map((r) => r.SecurityGroupRuleId);
  const [ingress, egress] = [ids(false), ids(true)];
  if (ingress.length > 0) await ec2.revokeSecurityGroupIngress({ GroupId, SecurityGroupRuleIds: ingress });
  if (egress.length > 0) await ec2.revokeSecurityGroupEgress({ GroupId, SecurityGroupRuleIds: egress });
  return { PhysicalResourceId: `closed-${GroupId}` };
};
