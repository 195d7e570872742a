import { securityHeaders } from '@cool/contract/edge';
import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only, resources } from '../../test/support/golden.ts';

describe.each(everyEnvironment)('the front of $name', ({ name, domain, hostedZoneId }) => {
  const distribution = only(name, 'front', 'AWS::CloudFront::Distribution');
  const config = at(distribution.properties, 'DistributionConfig');
  const origins = [at(config, 'Origins')].flat();
  const bucket = only(name, 'front', 'AWS::S3::Bucket');

  it('lets the distribution, and nobody else, read the files', () => {
    const statements = [
      at(only(name, 'front', 'AWS::S3::BucketPolicy').properties, 'PolicyDocument', 'Statement'),
    ].flat();
    const allows = statements.filter((statement) => at(statement, 'Effect') === 'Allow');
    expect(allows).toHaveLength(1);
    expect(allows[0]).toMatchObject({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
    });
    expect(JSON.stringify(at(allows[0], 'Condition', 'StringEquals', 'AWS:SourceArn'))).toContain(
      distribution.id,
    );
  });

  it('keeps the bucket private, versioned, without a website endpoint', () => {
    expect(bucket.properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      VersioningConfiguration: { Status: 'Enabled' },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
    expect(bucket.properties['WebsiteConfiguration']).toBeUndefined();
  });

  it('refuses plain http to the bucket', () => {
    const policy = JSON.stringify(only(name, 'front', 'AWS::S3::BucketPolicy').properties);
    expect(policy).toContain('"aws:SecureTransport":"false"');
  });

  it('signs what it asks of the bucket, and goes to the API by the VPC origin', () => {
    expect(at(origins[0], 'OriginAccessControlId')).toBeDefined();
    expect(only(name, 'front', 'AWS::CloudFront::OriginAccessControl').properties).toMatchObject({
      OriginAccessControlConfig: { SigningBehavior: 'always' },
    });
    expect(origins).toHaveLength(3);
    for (const origin of origins.slice(1)) {
      expect(at(origin, 'VpcOriginConfig')).toMatchObject({ OriginReadTimeout: 60 });
      expect(at(origin, 'DomainName')).toBe(`origin.${domain}`);
    }
  });

  const behaviours = [at(config, 'CacheBehaviors')].flat();
  const originFor = (path: string) => {
    const behaviour = behaviours.find((one) => at(one, 'PathPattern') === path);
    return origins.find((origin) => at(origin, 'Id') === at(behaviour, 'TargetOriginId'));
  };

  it('never cuts a live stream after a fixed time, and waits for no other answer for ever', () => {
    for (const path of ['/api/live', '/t/delivery/live']) {
      expect(at(originFor(path), 'VpcOriginConfig'), path).toBeDefined();
      expect(at(originFor(path), 'ResponseCompletionTimeout'), path).toBeUndefined();
    }
    for (const path of ['/api/*', '/t/*'])
      expect(at(originFor(path), 'ResponseCompletionTimeout'), path).toBe(60);
  });

  it('matches the streams before the other paths of the API', () => {
    expect(behaviours.map((behaviour) => at(behaviour, 'PathPattern'))).toEqual([
      '/api/live',
      '/t/delivery/live',
      '/api/*',
      '/t/*',
      '/assets/*',
    ]);
  });

  it('keeps what never changes, and asks anew for the shell after a minute', () => {
    const assets = behaviours.find((one) => at(one, 'PathPattern') === '/assets/*');
    expect(at(assets, 'CachePolicyId')).toBe('658327ea-f89d-4fab-a63d-7e88639e58f6'); // AWS's CachingOptimized
    const shell = only(name, 'front', 'AWS::CloudFront::CachePolicy');
    expect(at(config, 'DefaultCacheBehavior', 'CachePolicyId')).toEqual({ Ref: shell.id });
    expect(at(shell.properties, 'CachePolicyConfig')).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 60,
      MaxTTL: 60,
    });
  });

  it('stands behind the web ACL of its own environment', () => {
    expect(at(config, 'WebACLId', 'Fn::GetStackOutput')).toMatchObject({
      StackName: `${name}-edge`,
      Region: 'us-east-1',
    });
  });

  it('answers to its domain over IPv4 and IPv6', () => {
    const records = resources(name, 'front', 'AWS::Route53::RecordSet').map(({ properties }) => properties);
    expect(records.map((record) => record['Type'])).toEqual(['A', 'AAAA']);
    for (const record of records) {
      expect(record).toMatchObject({ Name: `${domain}.`, HostedZoneId: hostedZoneId });
      expect(at(record, 'AliasTarget', 'DNSName', 'Fn::GetAtt', 0)).toBe(distribution.id);
    }
  });

  it('sends /api and /t to the API uncached, over TLS 1.3', () => {
    for (const behaviour of behaviours.slice(0, 4))
      expect(behaviour).toMatchObject({
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', // AWS's CachingDisabled
        Compress: false,
      });
    expect(at(config, 'ViewerCertificate', 'MinimumProtocolVersion')).toBe('TLSv1.3_2025');
  });

  it('answers everything with the security headers of the contract', () => {
    const policy = only(name, 'front', 'AWS::CloudFront::ResponseHeadersPolicy');
    for (const behaviour of [at(config, 'DefaultCacheBehavior'), ...behaviours])
      expect(at(behaviour, 'ResponseHeadersPolicyId')).toEqual({ Ref: policy.id });
    const text = JSON.stringify(policy.properties);
    expect(text).toContain(JSON.stringify(securityHeaders['content-security-policy']));
    expect(text).toContain(JSON.stringify(securityHeaders['permissions-policy']));
  });

  it('speaks HTTPS to the load balancer, at the newest version CloudFront knows there', () => {
    expect(
      only(name, 'front', 'AWS::CloudFront::VpcOrigin').properties['VpcOriginEndpointConfig'],
    ).toMatchObject({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
  });

  it('carries on the VPC origin only tags that never change', () => {
    expect(only(name, 'front', 'AWS::CloudFront::VpcOrigin').properties['Tags']).toEqual([
      { Key: 'Environment', Value: name },
      { Key: 'Service', Value: 'cool-delivery' },
    ]);
  });

  it('admits the service group of the VPC origin to the load balancer, once the origin stands', () => {
    const found = only(name, 'front', 'Custom::VpcOriginServiceGroup');
    expect(at(found.resource, 'DependsOn')).toEqual([only(name, 'front', 'AWS::CloudFront::VpcOrigin').id]);
    const rule = only(name, 'front', 'AWS::EC2::SecurityGroupIngress').properties;
    expect(rule).toMatchObject({
      SourceSecurityGroupId: { 'Fn::GetAtt': [found.id, 'GroupId'] },
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
    });
    expect(at(rule, 'GroupId', 'Fn::ImportValue')).toMatch(/Groupsloadbalancer/);
  });

  it.each([
    ['/', '/index.html'],
    ['/board', '/index.html'],
    ['/orders/ord_01/edit', '/index.html'],
    ['/assets/app-1a2b.js', '/assets/app-1a2b.js'],
    ['/manifest.webmanifest', '/manifest.webmanifest'],
  ])('answers %s with %s', (uri, file) => {
    const code = only(name, 'front', 'AWS::CloudFront::Function').properties['FunctionCode'];
    const run = new Function('event', `${code}\nreturn handler(event);`);
    expect(run({ request: { uri } })).toEqual({ uri: file });
  });

  it('holds no resource that would make a second door', () => {
    expect(resources(name, 'front', 'AWS::CloudFront::Distribution')).toHaveLength(1);
  });
});
