// What the firewall in front of the distribution asks of a request, in this order: is the sender banned, is an attack
// running, is it too large, too often, and does it look like a known attack. The first answer that blocks ends it.

import { guessablePaths, limits } from '@cool/contract/edge';
import { streamTimes } from '@cool/contract/live';
import type { OrderCommand } from '@cool/contract/orders';
import { problems } from '@cool/contract/problems';
import { urls } from '@cool/contract/urls';
import type * as wafv2 from 'aws-cdk-lib/aws-wafv2';

type Statement = wafv2.CfnWebACL.StatementProperty;

export interface WebAclRule {
  readonly name: string;
  readonly why: string;
  readonly statement: Statement;
  /** `group`: the rules of a managed group act as AWS sets them. */
  readonly action: 'block' | 'too-many' | 'too-large' | 'group';
}

export interface BanList {
  readonly v4Arn: string;
  readonly v6Arn: string;
}

// WAF measures at most 64 KiB of a body and calls the rest oversize: exactly the API's own limit.
export const inspectedBody = { bytes: 65_536, setting: 'KB_64' } as const;

/** Paths that take more than the firewall can measure; the API holds each to its own limit. */
export const largeBodyPaths: readonly string[] = [urls.importOrders()];

/** The same for an order named within the path: a delivery carries its photo. */
export const largeBodyOrderCommands: readonly OrderCommand[] = ['deliver'];

export function webAclRules(bans: BanList): readonly WebAclRule[] {
  return [
    {
      name: 'banned',
      why: 'Addresses banned for what they did; the list has expiries and is kept by the ban function',
      action: 'block',
      statement: {
        orStatement: {
          statements: [
            { ipSetReferenceStatement: { arn: bans.v4Arn } },
            { ipSetReferenceStatement: { arn: bans.v6Arn } },
          ],
        },
      },
    },
    {
      name: 'anti-ddos',
      why: 'Recognises a flood within seconds; browsers prove themselves silently, the rest is blocked by suspicion',
      action: 'group',
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name: 'AWSManagedRulesAntiDDoSRuleSet',
          managedRuleGroupConfigs: [
            {
              awsManagedRulesAntiDDoSRuleSet: {
                clientSideActionConfig: {
                  challenge: {
                    usageOfAction: 'ENABLED',
                    sensitivity: 'HIGH',
                    exemptUriRegularExpressions: notChallengeable.map((regexString) => ({ regexString })),
                  },
                },
                sensitivityToBlock: 'LOW',
              },
            },
          ],
        },
      },
    },
    {
      name: 'body-size',
      why: 'No route but the named ones takes a body this large',
      action: 'too-large',
      statement: both(
        {
          sizeConstraintStatement: {
            fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
            comparisonOperator: 'GT',
            size: limits.bodyBytes,
            textTransformations: asIs,
          },
        },
        {
          notStatement: {
            statement: pathMatches(
              `^(?:${[...largeBodyPaths, ...largeBodyOrderCommands.map((command) => `${urls.order('')}[^/]+/${command}`)].join('|')})$`,
            ),
          },
        },
      ),
    },
    rate(
      'sign-in-rate',
      'Guessing passwords, codes, invitations and manage links',
      limits.signInsPerMinutePerAddress,
      pathMatches(`^(?:${guessablePaths.join('|')})`),
    ),
    rate('tracking-rate', 'Guessing tracking links', trackingPerMinute, pathBegins('/t/')),
    rate(
      'api-rate',
      'What the API itself allows one address',
      limits.requestsPerMinutePerAddress,
      pathBegins('/api/'),
    ),
    rate(
      'site-rate',
      'Everything, files of the application included',
      2 * limits.requestsPerMinutePerAddress,
    ),
    managed('ip-reputation', 'AWSManagedRulesAmazonIpReputationList', 'Addresses AWS saw attacking others'),
    // Its own body limit is 8 KiB, below what our routes take; body-size above is the limit.
    managed('common', 'AWSManagedRulesCommonRuleSet', 'OWASP core rules', ['SizeRestrictions_BODY']),
    managed(
      'known-bad-inputs',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'Log4Shell, Host header games and kin',
    ),
    managed('sqli', 'AWSManagedRulesSQLiRuleSet', 'Injection into databases'),
    managed('linux', 'AWSManagedRulesLinuxRuleSet', 'File inclusion on Linux hosts'),
  ];
}

// A page that reconnects its stream, reloads its view and is reloaded by hand stays far below this.
const trackingPerMinute = 10 * (60_000 / streamTimes.heartbeatMs) * 5;

// A challenge is a page with a script: what is fetched by scripts, styles and images cannot answer it.
const notChallengeable = ['^/api/', '^/t/[^/]+/', '\\.(css|js|svg|png|woff2|webmanifest|ico)$'];

const asIs = [{ priority: 0, type: 'NONE' }];

function both(first: Statement, ...others: readonly Statement[]): Statement {
  return others.length === 0 ? first : { andStatement: { statements: [first, ...others] } };
}

// As the API will read it: %2F and ./ must not walk around a rate.
const asTheApiReads = {
  fieldToMatch: { uriPath: {} },
  textTransformations: [
    { priority: 0, type: 'URL_DECODE' },
    { priority: 1, type: 'NORMALIZE_PATH' },
  ],
};

function pathBegins(searchString: string): Statement {
  return {
    byteMatchStatement: { searchString, positionalConstraint: 'STARTS_WITH', ...asTheApiReads },
  };
}

/** For several paths at once: a match for each would cost the capacity of a managed group. */
function pathMatches(regexString: string): Statement {
  return { regexMatchStatement: { regexString, ...asTheApiReads } };
}

function rate(name: string, why: string, perMinute: number, scopeDownStatement?: Statement): WebAclRule {
  return {
    name,
    why,
    action: 'too-many',
    statement: {
      rateBasedStatement: {
        limit: perMinute,
        evaluationWindowSec: 60,
        aggregateKeyType: 'IP',
        ...(scopeDownStatement === undefined ? {} : { scopeDownStatement }),
      },
    },
  };
}

function managed(name: string, group: string, why: string, onlyCounted: readonly string[] = []): WebAclRule {
  return {
    name,
    why,
    action: 'group',
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name: group,
        ...(onlyCounted.length === 0
          ? {}
          : {
              ruleActionOverrides: onlyCounted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
            }),
      },
    },
  };
}

/** The body of a refusal at the edge: the API's own form. The id of the request is in the x-amz-cf-id header. */
export function refusalBody(code: 'too-many-requests' | 'body-too-large'): string {
  const { status, title } = problems[code];
  return JSON.stringify({ type: `/docs/problems#${code}`, code, status, title, requestId: 'edge' });
}
