// Which attribute of a resource is merely another spelling of its identity. `Ref` of a security group and its
// `GroupId` are the same text after deployment, so they must be the same token here.

const identityAttributes: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'AWS::EC2::SecurityGroup': ['GroupId', 'Id'],
    'AWS::EC2::VPC': ['VpcId'],
    'AWS::EC2::Subnet': ['SubnetId'],
    'AWS::EC2::InternetGateway': ['InternetGatewayId'],
    'AWS::EC2::EgressOnlyInternetGateway': ['Id'],
    'AWS::EC2::NatGateway': ['NatGatewayId'],
    'AWS::EC2::RouteTable': ['RouteTableId'],
    'AWS::EC2::VPCPeeringConnection': ['Id'],
    'AWS::EC2::TransitGateway': ['Id'],
    'AWS::EC2::TransitGatewayAttachment': ['Id'],
    'AWS::EC2::TransitGatewayVpcAttachment': ['Id'],
    'AWS::EC2::TransitGatewayPeeringAttachment': ['TransitGatewayAttachmentId'],
    'AWS::EC2::TransitGatewayConnect': ['TransitGatewayAttachmentId'],
    'AWS::EC2::TransitGatewayRouteTable': ['TransitGatewayRouteTableId'],
    'AWS::EC2::NetworkAcl': ['Id'],
    'AWS::EC2::Instance': ['InstanceId'],
    'AWS::EC2::LaunchTemplate': ['LaunchTemplateId'],
    'AWS::EC2::NetworkInterface': ['Id'],
    'AWS::EC2::PrefixList': ['PrefixListId'],
    'AWS::EC2::VPCEndpoint': ['Id'],
    'AWS::ElasticLoadBalancingV2::LoadBalancer': ['LoadBalancerArn'],
    'AWS::ElasticLoadBalancingV2::TargetGroup': ['TargetGroupArn'],
    'AWS::ElasticLoadBalancingV2::Listener': ['ListenerArn'],
    'AWS::CloudFront::Distribution': ['Id'],
    'AWS::CloudFront::VpcOrigin': ['Id'],
    'AWS::CloudFront::OriginAccessControl': ['Id'],
    'AWS::CloudFront::CloudFrontOriginAccessIdentity': ['Id'],
  }),
);

export function isIdentity(type: string, attribute: string): boolean {
  return identityAttributes.get(type)?.includes(attribute) ?? false;
}

/** Physical names that a template may choose itself; `Ref` then yields exactly this name. */
export const chosenName: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'AWS::S3::Bucket': 'BucketName',
    'AWS::EC2::KeyPair': 'KeyName',
  }),
);

/** Attributes whose value is a property of the same resource. */
export const attributeOfProperty: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'AWS::EC2::VPC': ['CidrBlock'],
    'AWS::EC2::Subnet': ['CidrBlock', 'AvailabilityZone', 'VpcId'],
  }),
);
