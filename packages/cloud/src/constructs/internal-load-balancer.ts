// The load balancer without a public address. HTTPS only; what is not a path of the API gets a 404 here, before any
// host is asked.

import { apiPaths } from '@cool/contract/edge';
import { paths, ports } from '@cool/contract/runtime';
import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

export interface InternalLoadBalancerProps {
  readonly name: string;
  readonly vpc: ec2.Vpc;
  readonly subnets: readonly ec2.ISubnet[];
  readonly group: ec2.ISecurityGroup;
  readonly certificateArn: string;
  readonly logBucketName: string;
}

const idleSeconds = 120; // above the 60 s CloudFront waits for a packet, so that CloudFront is the one to give up

export class InternalLoadBalancer extends Construct {
  readonly loadBalancer: elb.ApplicationLoadBalancer;
  readonly targetGroup: elb.ApplicationTargetGroup;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    this.loadBalancer = new elb.ApplicationLoadBalancer(this, 'LoadBalancer', {
      loadBalancerName: props.name,
      vpc: props.vpc,
      vpcSubnets: { subnets: [...props.subnets] },
      internetFacing: false,
      securityGroup: props.group,
      ipAddressType: elb.IpAddressType.IPV4,
      deletionProtection: true, // a new load balancer is a new VPC origin: it is never replaced in place
      dropInvalidHeaderFields: true,
      desyncMitigationMode: elb.DesyncMitigationMode.STRICTEST,
      idleTimeout: Duration.seconds(idleSeconds),
      xffHeaderProcessingMode: elb.XffHeaderProcessingMode.REMOVE, // the API believes one header, and not this one
    });
    acknowledge(this.loadBalancer, {
      rule: 'NIST.800.53.R5-ALBWAFEnabled',
      reason: 'The web ACL stands on the distribution, the one way to this load balancer',
      owner: 'platform-team',
      expires: '2027-11-30',
    });
    this.loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
    this.loadBalancer.setAttribute('access_logs.s3.bucket', props.logBucketName);
    this.loadBalancer.setAttribute('access_logs.s3.prefix', 'load-balancer');
    this.targetGroup = new elb.ApplicationTargetGroup(this, 'Hosts', {
      vpc: props.vpc,
      targetType: elb.TargetType.INSTANCE,
      protocol: elb.ApplicationProtocol.HTTPS,
      port: ports.api,
      healthCheck: {
        protocol: elb.Protocol.HTTPS,
        path: paths.ready,
        healthyHttpCodes: '200',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
      // A host that goes gets nothing new and ends what it has begun; then the load balancer ends its streams, and each
      // page asks again, from the event it saw last, and reaches another host.
      deregistrationDelay: Duration.seconds(30),
    });
    const listener = this.loadBalancer.addListener('Https', {
      port: 443,
      protocol: elb.ApplicationProtocol.HTTPS,
      open: false, // CDK would otherwise admit every address
      certificates: [elb.ListenerCertificate.fromArn(props.certificateArn)],
      // CloudFront speaks at most TLS 1.2 to an origin, so 1.2 stays; the policy adds 1.3 and post-quantum key
      // agreement and drops every cipher without forward secrecy.
      sslPolicy: elb.SslPolicy.TLS13_12_RES_PQ,
      defaultAction: elb.ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: '' }),
    });
    listener.addAction('Api', {
      priority: 10,
      conditions: [elb.ListenerCondition.pathPatterns(apiPaths.map((path) => `${path}*`))],
      action: elb.ListenerAction.forward([this.targetGroup]),
    });
  }
}
