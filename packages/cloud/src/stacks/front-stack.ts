// The public tier, and the only door: a distribution in front of the private bucket and the internal load balancer.

import { apiPaths } from '@cool/contract/edge';
import { CfnParameter, Duration, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { FrontBucket } from '../constructs/front-bucket.ts';
import { responseHeaders } from '../constructs/response-headers.ts';
import { VpcOriginDoor } from '../constructs/vpc-origin-door.ts';
import type { Environment } from '../environments.ts';
import type { ApiStack } from './api-stack.ts';
import type { LogsStack } from './logs-stack.ts';
import type { NetworkStack } from './network-stack.ts';

export interface FrontStackProps extends StackProps {
  readonly environment: Environment;
  readonly network: NetworkStack;
  readonly api: ApiStack;
  readonly logs: LogsStack;
}

// Paths of the application (/board, /security) are not files: they all get the shell. Not as an error page of the
// distribution, which would also swallow the API's own 403 and 404.
const shellForPages = `function handler(event) {
  var request = event.request;
  if (!request.uri.includes('.')) request.uri = '/index.html';
  return request;
}
`;

export class FrontStack extends Stack {
  constructor(scope: Construct, id: string, props: FrontStackProps) {
    super(scope, id, props);
    const { environment, network, api, logs } = props;
    const { bucket } = new FrontBucket(this, 'Files', { logBucketName: logs.bucket.bucketName });
    const door = new VpcOriginDoor(this, 'Door', {
      environment,
      vpc: network.vpc,
      loadBalancer: api.loadBalancer,
      loadBalancerGroup: network.groups['load-balancer'],
      logsKey: logs.key,
    });
    const certificate = new CfnParameter(this, 'ViewerCertificateArn', {
      description: `Certificate for ${environment.domain}; CloudFront takes it from us-east-1 only`,
      allowedPattern: '^arn:aws:acm:us-east-1:[0-9]{12}:certificate/[0-9a-f-]{36}$',
      constraintDescription: 'the ARN of an ACM certificate in us-east-1',
    });
    const responseHeadersPolicy = new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: `cool-delivery-${environment.name}`,
      ...responseHeaders(),
    });
    const always = {
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy,
    } as const;
    const toApi: cloudfront.BehaviorOptions = {
      ...always,
      origin: origins.VpcOrigin.withVpcOrigin(door.origin, {
        domainName: `origin.${environment.domain}`, // what the load balancer's certificate must name
        readTimeout: Duration.seconds(60), // between two packets; streams send one every 15 s
        keepaliveTimeout: Duration.seconds(60),
      }),
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      // Host, cookies and the viewer's address, the one header the API believes about the client.
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_AND_CLOUDFRONT_2022,
      compress: false, // a compressed stream is a buffered stream
    };
    const distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Cool Delivery ${environment.name}`,
      domainNames: [environment.domain],
      certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', certificate.valueAsString),
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_3_2025,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        ...always,
        origin: origins.S3BucketOrigin.withOriginAccessControl(bucket),
        cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        functionAssociations: [
          {
            eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
            function: new cloudfront.Function(this, 'Shell', {
              code: cloudfront.FunctionCode.fromInline(shellForPages),
              comment: 'Answers every page of the application with its shell',
            }),
          },
        ],
      },
      additionalBehaviors: Object.fromEntries(apiPaths.map((path) => [`${path}*`, toApi])),
    });
    // A VPC origin that a distribution uses cannot change at all, not even a tag: it carries only what never changes.
    Tags.of(door.origin).add('Environment', environment.name, { priority: 300 });
    Tags.of(door.origin).add('Service', 'cool-delivery', { priority: 300 });
    acknowledge(
      distribution,
      {
        rule: 'AwsSolutions-CFR2',
        reason: 'The web ACL comes with the edge stack in us-east-1, where CloudFront wants it',
        owner: 'platform-team',
        expires: '2027-02-28',
      },
      {
        rule: 'AwsSolutions-CFR3',
        reason: 'Access logs come as log deliveries (v2) with the edge stack in us-east-1',
        owner: 'platform-team',
        expires: '2027-02-28',
      },
      {
        rule: 'AwsSolutions-CFR1',
        reason: 'Senders and recipients travel; the country of an address is no reason to refuse tracking',
        owner: 'platform-team',
        expires: '2027-11-30',
      },
    );
  }
}
