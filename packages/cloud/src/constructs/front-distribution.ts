// The one public door: a distribution in front of the private bucket and the internal load balancer. Each path has the
// cache and the patience it needs.

import { apiPaths } from '@cool/contract/edge';
import { urls } from '@cool/contract/urls';
import { Duration } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Environment } from '../environments.ts';
import { acknowledge } from './acknowledge.ts';
import { responseHeaders } from './response-headers.ts';

export interface FrontDistributionProps {
  readonly environment: Environment;
  readonly bucket: s3.Bucket;
  readonly vpcOrigin: cloudfront.VpcOrigin;
  readonly certificate: acm.ICertificate;
  readonly webAclArn: string;
}

// Paths of the application (/board, /security) are not files: they all get the shell. Not as an error page of the
// distribution, which would also swallow the API's own 403 and 404.
const shellForPages = `function handler(event) {
  var request = event.request;
  if (!request.uri.includes('.')) request.uri = '/index.html';
  return request;
}
`;

/** Answers that do not end: matched before the API's other paths. */
const streamPaths = [urls.live(), urls.trackingLive()];

export class FrontDistribution extends Construct {
  readonly distribution: cloudfront.Distribution;

  constructor(scope: Construct, id: string, props: FrontDistributionProps) {
    super(scope, id);
    const { environment } = props;
    const name = `cool-delivery-${environment.name}`;
    const always = {
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: new cloudfront.ResponseHeadersPolicy(this, 'Headers', {
        responseHeadersPolicyName: name,
        ...responseHeaders(),
      }),
    } as const;
    const toApi = {
      ...always,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      // Host, cookies and the viewer's address, the one header the API believes about the client.
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_AND_CLOUDFRONT_2022,
      compress: false, // a compressed stream is a buffered stream
    } as const;
    const files = {
      ...always,
      origin: origins.S3BucketOrigin.withOriginAccessControl(props.bucket),
    } as const;
    const answers = this.originOf(props, { responseCompletionTimeout: Duration.seconds(60) });
    const streams = this.originOf(props, {}); // no end is set: a stream may last
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      comment: `Cool Delivery ${environment.name}`,
      domainNames: [environment.domain],
      certificate: props.certificate,
      webAclId: props.webAclArn,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_3_2025,
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        ...files,
        cachePolicy: this.shellCache(name),
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
      additionalBehaviors: {
        ...Object.fromEntries(streamPaths.map((path) => [path, { ...toApi, origin: streams }])),
        ...Object.fromEntries(apiPaths.map((path) => [`${path}*`, { ...toApi, origin: answers }])),
        // Named by their content: a cached one is never stale.
        '/assets/*': { ...files, cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED },
      },
    });
    acknowledgeFindings(this.distribution);
  }

  private originOf(
    { environment, vpcOrigin }: FrontDistributionProps,
    patience: Pick<origins.VpcOriginProps, 'responseCompletionTimeout'>,
  ): origins.VpcOrigin {
    return origins.VpcOrigin.withVpcOrigin(vpcOrigin, {
      domainName: `origin.${environment.domain}`, // what the load balancer's certificate must name
      readTimeout: Duration.seconds(60), // between two packets; streams send one every 15 s
      keepaliveTimeout: Duration.seconds(60),
      ...patience,
    });
  }

  // The shell names the assets of one release: a minute after a release, everybody asks for the new ones.
  private shellCache(name: string): cloudfront.CachePolicy {
    return new cloudfront.CachePolicy(this, 'ShellCache', {
      cachePolicyName: `${name}-shell`,
      comment: 'Files that keep their name from release to release',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.minutes(1),
      maxTtl: Duration.minutes(1),
      cookieBehavior: cloudfront.CacheCookieBehavior.none(),
      headerBehavior: cloudfront.CacheHeaderBehavior.none(),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.none(),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    });
  }
}

function acknowledgeFindings(distribution: cloudfront.Distribution): void {
  acknowledge(
    distribution,
    {
      rule: 'AwsSolutions-CFR3',
      reason: 'Access logs are a log delivery (v2) in us-east-1, which the rule does not know',
      owner: 'platform-team',
      expires: '2027-11-30',
    },
    {
      rule: 'AwsSolutions-CFR1',
      reason: 'Senders and recipients travel; the country of an address is no reason to refuse tracking',
      owner: 'platform-team',
      expires: '2027-11-30',
    },
  );
}
