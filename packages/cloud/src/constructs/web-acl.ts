// The firewall of the distribution, its ban list, and its log. CloudFront takes a web ACL from us-east-1 alone.

import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { inspectedBody, refusalBody, type WebAclRule, webAclRules } from '../web-acl-rules.ts';
import { EncryptedLogGroup, maskedSecrets } from './encrypted-log-group.ts';
import type { PurposeKey } from './purpose-key.ts';

export interface WebAclProps {
  readonly environmentName: string;
  readonly logsKey: PurposeKey;
  readonly logDays: number;
}

export class WebAcl extends Construct {
  readonly acl: wafv2.CfnWebACL;
  readonly log: EncryptedLogGroup;
  /** What switches the log on. */
  readonly logging: wafv2.CfnLoggingConfiguration;
  /** Filled and emptied at run time; a deployment that does not change these resources leaves their content alone. */
  readonly bans: { readonly v4: wafv2.CfnIPSet; readonly v6: wafv2.CfnIPSet };

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const name = `cool-delivery-${props.environmentName}`;
    this.bans = { v4: this.makeBanList(name, 'IPV4'), v6: this.makeBanList(name, 'IPV6') };
    const rules = webAclRules({ v4Arn: this.bans.v4.attrArn, v6Arn: this.bans.v6.attrArn });
    this.acl = new wafv2.CfnWebACL(this, 'Acl', {
      name,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      rules: rules.map(toRule),
      associationConfig: {
        requestBody: { CLOUDFRONT: { defaultSizeInspectionLimit: inspectedBody.setting } },
      },
      customResponseBodies: {
        tooMany: { contentType: 'APPLICATION_JSON', content: refusalBody('too-many-requests') },
        tooLarge: { contentType: 'APPLICATION_JSON', content: refusalBody('body-too-large') },
      },
      // In logs and samples alike: whoever reads them must not be able to act as the sender.
      dataProtectionConfig: {
        dataProtections: [
          {
            action: 'SUBSTITUTION',
            field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['cookie', 'authorization'] },
          },
          { action: 'SUBSTITUTION', field: { fieldType: 'BODY' } },
        ],
      },
      visibilityConfig: visibility('web-acl'),
    });
    this.log = new EncryptedLogGroup(this, 'Log', {
      name: `aws-waf-logs-${name}`, // WAF writes to groups of this prefix only
      key: props.logsKey,
      days: props.logDays,
      masked: maskedSecrets,
    });
    this.logging = new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.acl.attrArn,
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: this.log.group.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    });
  }

  private makeBanList(name: string, version: 'IPV4' | 'IPV6'): wafv2.CfnIPSet {
    return new wafv2.CfnIPSet(this, `Banned${version}`, {
      name: `${name}-banned-${version.toLowerCase()}`,
      description: 'Banned addresses, each with an expiry kept by the ban function',
      scope: 'CLOUDFRONT',
      ipAddressVersion: version,
      addresses: [],
    });
  }
}

function toRule(rule: WebAclRule, priority: number): wafv2.CfnWebACL.RuleProperty {
  const common = {
    name: rule.name,
    priority,
    statement: rule.statement,
    visibilityConfig: visibility(rule.name),
  };
  switch (rule.action) {
    case 'group':
      return { ...common, overrideAction: { none: {} } };
    case 'block':
      return { ...common, action: { block: {} } };
    case 'too-many':
      return { ...common, action: { block: { customResponse: refusal(429, 'tooMany') } } };
    case 'too-large':
      return { ...common, action: { block: { customResponse: refusal(413, 'tooLarge') } } };
  }
}

function refusal(responseCode: number, customResponseBodyKey: string) {
  return responseCode === 429
    ? { responseCode, customResponseBodyKey, responseHeaders: [{ name: 'retry-after', value: '60' }] }
    : { responseCode, customResponseBodyKey };
}

function visibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}
