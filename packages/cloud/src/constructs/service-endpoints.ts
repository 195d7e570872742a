// The only ways from a host to AWS: interface endpoints in the secured tier and the S3 gateway. Without NAT and
// without a route to a gateway, whatever has no endpoint here cannot be reached, exfiltration included.

import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { interfaceEndpoints, type ServiceEndpoint } from '../endpoint-policies.ts';
import { region } from '../region.ts';
import type { TierSubnets } from './tiered-subnets.ts';

export interface ServiceEndpointsProps {
  readonly vpc: ec2.Vpc;
  readonly secured: TierSubnets;
  readonly callers: TierSubnets;
  readonly group: ec2.ISecurityGroup;
  readonly zones: number;
  readonly environmentName: string;
}

export class ServiceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: ServiceEndpointsProps) {
    super(scope, id);
    for (const endpoint of interfaceEndpoints) this.addInterface(endpoint, props);
    this.addS3(props);
  }

  private addInterface(endpoint: ServiceEndpoint, props: ServiceEndpointsProps): void {
    const { account } = Stack.of(this);
    const made = new ec2.InterfaceVpcEndpoint(this, endpoint.service, {
      vpc: props.vpc,
      service: new ec2.InterfaceVpcEndpointService(`com.amazonaws.${region.name}.${endpoint.service}`, 443),
      subnets: { subnets: props.secured.subnets.slice(0, props.zones) },
      securityGroups: [props.group],
      privateDnsEnabled: true,
      open: false, // CDK would otherwise admit the whole VPC's addresses
    });
    made.addToPolicy(
      new iam.PolicyStatement({
        sid: 'OwnPrincipalsOnly',
        principals: [new iam.AnyPrincipal()],
        actions: [...endpoint.actions],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'aws:PrincipalAccount': account,
            ...(endpoint.ownResources ? { 'aws:ResourceAccount': account } : {}),
          },
        },
      }),
    );
    if (endpoint.also === undefined) return;
    const { role, actions } = endpoint.also;
    made.addToPolicy(
      new iam.PolicyStatement({
        sid: 'OneRoleOnly',
        principals: [new iam.AnyPrincipal()],
        actions: [...actions],
        resources: ['*'],
        conditions: {
          StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account },
          ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/${role(props.environmentName)}` },
        },
      }),
    );
  }

  private addS3(props: ServiceEndpointsProps): void {
    const { account } = Stack.of(this);
    const policyDocument = new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          sid: 'OwnBucketsOnly', // of this account, by its principals: no foreign bucket to copy data to
          principals: [new iam.AnyPrincipal()],
          actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:ListBucket'],
          resources: ['*'],
          conditions: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
        }),
        new iam.PolicyStatement({
          sid: 'AgentsReadTheirBuckets', // public packages, partly fetched without a signature: no principal to name
          principals: [new iam.AnyPrincipal()],
          actions: ['s3:GetObject'],
          resources: region.agentBuckets.map((bucket) => `arn:aws:s3:::${bucket}/*`),
        }),
      ],
    });
    new ec2.CfnVPCEndpoint(this, 's3', {
      vpcId: props.vpc.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${region.name}.s3`,
      routeTableIds: [props.callers.routeTableId],
      policyDocument,
    });
  }
}
