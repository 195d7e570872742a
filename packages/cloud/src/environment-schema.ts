// The form of an environment: for each field what is allowed, in words and as a schema. What the architecture decides
// stands in the table of environments.ts, what the owner of the accounts decides in the configuration file.

import Type, { type TSchema } from 'typebox';

export interface Field {
  /** Completes the sentence "allowed is …". */
  readonly allowed: string;
  readonly schema: TSchema;
}

const closed = { additionalProperties: false } as const;

const serverless = Type.Object(
  {
    kind: Type.Literal('serverless'),
    instances: Type.Integer({ minimum: 1, maximum: 16 }),
    minUnits: Type.Number({ minimum: 0.5, maximum: 256 }),
    maxUnits: Type.Number({ minimum: 1, maximum: 256 }),
  },
  closed,
);

const provisioned = Type.Object(
  {
    kind: Type.Literal('provisioned'),
    instances: Type.Integer({ minimum: 1, maximum: 16 }),
    instanceType: Type.String({ pattern: '^[a-z0-9]+\\.[a-z0-9]+$' }),
  },
  closed,
);

const fleet = Type.Object(
  {
    instanceType: Type.String({ pattern: '^[a-z0-9-]+\\.[a-z0-9]+$' }),
    min: Type.Integer({ minimum: 1 }),
    max: Type.Integer({ minimum: 1 }),
  },
  closed,
);

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
// The load balancer's certificate names origin.<domain>, and ACM takes 64 characters for a first name.
const domain = {
  schema: Type.String({ pattern: `^${label}(\\.${label})+$`, maxLength: 64 - 'origin.'.length }),
};

/** What stands in the configuration file for each environment. */
export const configuredFields: Readonly<Record<string, Field>> = {
  account: {
    allowed: 'an account number of 12 digits, in quotes',
    schema: Type.String({ pattern: '^[0-9]{12}$' }),
  },
  domain: {
    allowed:
      'a domain name in lower case, 57 characters at most (a certificate holds 64, with origin. before it)',
    ...domain,
  },
  hostedZoneId: {
    allowed: "the id of the domain's public Route 53 zone, such as Z0123456789ABCDEFGHIJ",
    schema: Type.String({ pattern: '^Z[A-Z0-9]{5,31}$' }),
  },
  alertAddresses: {
    allowed: 'one to five e-mail addresses of people who answer alarms',
    schema: Type.Array(Type.String({ pattern: '^[^@\\s<>"]{1,64}@[^@\\s<>"]+\\.[^@\\s<>"]+$' }), {
      minItems: 1,
      maxItems: 5,
      uniqueItems: true,
    }),
  },
  neverBanned: {
    allowed:
      'none to 20 public CIDR blocks of your own, IPv4 from /16 to /32 or IPv6 from /48 to /64, such as 203.0.113.0/24',
    schema: Type.Array(
      // Wider than this would be an end of bans.
      Type.String({
        pattern:
          '^((?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5])(\\.(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5])){3}/(1[6-9]|2[0-9]|3[0-2])|[0-9a-f:]{2,39}/(4[89]|5[0-9]|6[0-4]))$',
      }),
      { maxItems: 20, uniqueItems: true },
    ),
  },
  monthlyBudgetUsd: {
    allowed: 'a whole number of US dollars of 1 or more',
    schema: Type.Integer({ minimum: 1 }),
  },
};

/** What stands once in the configuration file, for all environments. */
export const sharedFields: Readonly<Record<string, Field>> = {
  repository: {
    allowed: 'owner/name of the GitHub repository that may deploy',
    schema: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!.*\\.git$)[A-Za-z0-9._-]{1,100}$' }),
  },
};

/** What stands in the table of environments.ts. */
export const settingFields: Readonly<Record<string, Field>> = {
  name: { allowed: 'dev, qa or prod', schema: Type.Enum(['dev', 'qa', 'prod']) },
  region: {
    allowed: 'eu-west-1 (facts about another region go into region.ts)',
    schema: Type.Enum(['eu-west-1']),
  },
  cidr: {
    allowed: 'a /16 block inside 10.0.0.0/8 (RFC 1918)',
    schema: Type.String({ pattern: '^10\\.[0-9.]+/16$' }),
  },
  owner: {
    allowed: 'a team in lower case, e.g. platform-team',
    schema: Type.String({ pattern: '^[a-z-]+$' }),
  },
  fleet: { allowed: 'an instanceType such as t3.small with min and max of 1 or more', schema: fleet },
  database: {
    allowed:
      'kind serverless with instances 1-16, minUnits 0.5-256 and maxUnits 1-256, or kind provisioned with instances 1-16 and an instanceType such as r6g.large',
    schema: Type.Union([serverless, provisioned]),
  },
  backupDays: {
    allowed: '1 to 35, what DocumentDB keeps',
    schema: Type.Integer({ minimum: 1, maximum: 35 }),
  },
  logDays: {
    allowed: '90, 180, 365, 400 or 731: periods CloudWatch Logs knows and an audit can use',
    schema: Type.Enum([90, 180, 365, 400, 731]),
  },
  endpointZones: { allowed: '1, 2 or 3', schema: Type.Integer({ minimum: 1, maximum: 3 }) },
  secondFactor: { allowed: 'staff or all', schema: Type.Enum(['staff', 'all']) },
};
