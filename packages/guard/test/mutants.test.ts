// Each control is worth what it catches: the designed architecture with one promise broken turns the control that
// guards it red. `alsoRed` pins what else the same change breaks; a control that starts to miss, or to shout, fails here.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { controls } from '../src/controls/index.ts';
import { judge } from '../src/judge.ts';
import { modelOf } from '../src/model/model.ts';
import { readWorlds } from '../src/read/closed-world.ts';
import { parse } from '../src/read/cloudformation/parse.ts';
import { readSources, type TemplateSource } from '../src/read/sources.ts';

interface Declared {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a mutant reaches into any property of a template
  Properties: any;
}
type Resources = Record<string, Declared>;

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const environment = 'packages/cloud/golden/assembly/dev';

let sources: readonly TemplateSource[] = [];
beforeAll(() => {
  sources = readSources([environment], repository);
});

/** All resources of the environment as one map of parsed copies; what a mutant changes in it is written back. */
function refutedBy(change: (site: Site) => void): string[] {
  const documents = sources.map(
    (source) => JSON.parse(readFileSync(join(repository, source.file), 'utf8')) as { Resources: Resources },
  );
  change(new Site(documents.map(({ Resources }) => Resources)));
  const mutated = sources.map((source, index) => {
    const text = JSON.stringify(documents[index], null, 2);
    return { ...source, text, root: parse(source.file, text) };
  });
  const input = readWorlds(mutated, {});
  const models = input.worlds.map(modelOf);
  return controls
    .filter((control) => judge(control, models, input).finding.verdict === 'refuted')
    .map(({ id }) => id);
}

class Site {
  readonly #stacks: readonly Resources[];
  constructor(stacks: readonly Resources[]) {
    this.#stacks = stacks;
  }
  /** The resource of a type whose id holds the text. */
  // biome-ignore lint/suspicious/noExplicitAny: see Declared
  the(type: string, text = ''): any {
    const found = this.#stacks.flatMap((stack) =>
      Object.entries(stack).filter(([id, it]) => it.Type === type && id.toLowerCase().includes(text)),
    );
    const [first] = found;
    if (!first) throw new Error(`the mutant found no ${type} *${text}*: has the design changed?`);
    return first[1].Properties;
  }
  /** The resource of a type in the stack of the distribution: other stacks have buckets as well. */
  // biome-ignore lint/suspicious/noExplicitAny: see Declared
  front(type: string): any {
    const stack = this.#stacks.find((it) =>
      Object.values(it).some(({ Type }) => Type === 'AWS::CloudFront::Distribution'),
    );
    const found = Object.values(stack ?? {}).find(({ Type }) => Type === type);
    if (!found)
      throw new Error(`the mutant found no ${type} beside the distribution: has the design changed?`);
    return found.Properties;
  }
  /** Ids of a type in the stack that holds them. */
  ids(type: string, text = ''): { stack: Resources; id: string }[] {
    return this.#stacks.flatMap((stack) =>
      Object.keys(stack).flatMap((id) =>
        stack[id]?.Type === type && id.toLowerCase().includes(text) ? [{ stack, id }] : [],
      ),
    );
  }
  remove(type: string, text = ''): void {
    const found = this.ids(type, text);
    if (found.length === 0) throw new Error(`the mutant found no ${type} *${text}*: has the design changed?`);
    for (const { stack, id } of found) delete stack[id];
  }
  /** Adds resources beside the VPC. */
  add(resources: Resources): void {
    const stack = this.#stacks.find((it) => Object.values(it).some(({ Type }) => Type === 'AWS::EC2::VPC'));
    Object.assign(stack ?? {}, resources);
  }
  firstId(type: string, text = ''): string {
    return this.ids(type, text)[0]?.id ?? '';
  }
}

/** What it takes to let the internet at a host through five filters; every line is one careless change. */
function openHostTo(port: number) {
  return (site: Site) => {
    site.the('AWS::EC2::VPCBlockPublicAccessOptions').InternetGatewayBlockMode = 'off';
    const data = site.the('AWS::EC2::LaunchTemplate').LaunchTemplateData;
    const groups = data.SecurityGroupIds ?? data.NetworkInterfaces?.[0]?.Groups;
    delete data.SecurityGroupIds;
    data.NetworkInterfaces = [{ DeviceIndex: 0, AssociatePublicIpAddress: true, Groups: groups }];
    site.remove('AWS::EC2::SubnetNetworkAclAssociation', 'private');
    site.add({
      MutantRoute: {
        Type: 'AWS::EC2::Route',
        Properties: {
          RouteTableId: { Ref: site.firstId('AWS::EC2::RouteTable', 'private') },
          DestinationCidrBlock: '0.0.0.0/0',
          GatewayId: { Ref: site.firstId('AWS::EC2::InternetGateway') },
        },
      },
      MutantRule: {
        Type: 'AWS::EC2::SecurityGroupIngress',
        Properties: {
          GroupId: { Ref: site.firstId('AWS::EC2::SecurityGroup', 'backend') },
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          CidrIp: '0.0.0.0/0',
        },
      },
    });
  };
}

const openHost = [
  'hosts-behind-load-balancer',
  'subnets-are-tiered',
  'vpc-block-public-access-on',
  'no-chain-from-internet-to-data',
];

const mutants: readonly {
  control: string;
  change: string;
  apply: (site: Site) => void;
  alsoRed?: readonly string[];
}[] = [
  { control: 'no-public-ssh', change: 'a host opened on 22', apply: openHostTo(22), alsoRed: openHost },
  {
    control: 'no-public-http-to-host',
    change: 'a host opened on 80',
    apply: openHostTo(80),
    alsoRed: openHost,
  },
  {
    control: 'no-public-https-past-load-balancer',
    change: 'a host opened on 443',
    apply: openHostTo(443),
    alsoRed: openHost,
  },
  {
    control: 'hosts-behind-load-balancer',
    change: 'the hosts taken out of their target group',
    apply: (site) => {
      delete site.the('AWS::AutoScaling::AutoScalingGroup').TargetGroupARNs;
    },
  },
  {
    control: 'distribution-reaches-api',
    change: 'the exclusions of the load balancer subnets removed',
    apply: (site) => site.remove('AWS::EC2::VPCBlockPublicAccessExclusion'),
  },
  {
    control: 'subnets-are-tiered',
    change: 'a route to the gateway from the hosts',
    apply: (site) =>
      site.add({
        MutantRoute: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: site.firstId('AWS::EC2::RouteTable', 'private') },
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayId: { Ref: site.firstId('AWS::EC2::InternetGateway') },
          },
        },
      }),
  },
  {
    control: 'vpc-block-public-access-on',
    change: 'one direction only',
    apply: (site) => {
      site.the('AWS::EC2::VPCBlockPublicAccessOptions').InternetGatewayBlockMode = 'block-ingress';
    },
  },
  {
    control: 'vpc-block-public-access-on',
    change: 'an exclusion for a subnet of the hosts',
    apply: (site) =>
      site.add({
        MutantExclusion: {
          Type: 'AWS::EC2::VPCBlockPublicAccessExclusion',
          Properties: {
            InternetGatewayExclusionMode: 'allow-bidirectional',
            SubnetId: { Ref: site.firstId('AWS::EC2::Subnet', 'private') },
          },
        },
      }),
  },
  {
    control: 'default-group-closed',
    change: 'nothing closes it',
    apply: (site) => site.remove('Custom::VpcRestrictDefaultSG'),
  },
  {
    control: 'database-not-reachable-from-internet',
    change: 'a published database instance in the open',
    apply: (site) => {
      site.the('AWS::EC2::VPCBlockPublicAccessOptions').InternetGatewayBlockMode = 'off';
      site.remove('AWS::EC2::SubnetNetworkAclAssociation', 'secured');
      const subnets = site.ids('AWS::EC2::Subnet', 'secured').map(({ id }) => ({ Ref: id }));
      site.add({
        MutantRoute: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: site.firstId('AWS::EC2::RouteTable', 'secured') },
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayId: { Ref: site.firstId('AWS::EC2::InternetGateway') },
          },
        },
        MutantSubnets: { Type: 'AWS::RDS::DBSubnetGroup', Properties: { SubnetIds: subnets } },
        MutantGroup: {
          Type: 'AWS::EC2::SecurityGroup',
          Properties: {
            VpcId: { Ref: site.firstId('AWS::EC2::VPC') },
            SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '0.0.0.0/0' }],
            Tags: [{ Key: 'Environment', Value: 'dev' }],
          },
        },
        MutantDatabase: {
          Type: 'AWS::RDS::DBInstance',
          Properties: {
            PubliclyAccessible: true,
            DBSubnetGroupName: { Ref: 'MutantSubnets' },
            VPCSecurityGroups: [{ Ref: 'MutantGroup' }],
            Tags: [{ Key: 'Environment', Value: 'dev' }],
          },
        },
      });
    },
    alsoRed: ['subnets-are-tiered', 'vpc-block-public-access-on', 'database-only-from-backend'],
  },
  {
    control: 'database-only-from-backend',
    change: 'the whole VPC admitted',
    apply: (site) => {
      const rule = site.the('AWS::EC2::SecurityGroupIngress', 'database');
      delete rule.SourceSecurityGroupId;
      rule.CidrIp = '10.0.0.0/8';
    },
  },
  {
    control: 'front-bucket-private',
    change: 'any distribution admitted',
    apply: (site) => {
      for (const statement of site.front('AWS::S3::BucketPolicy').PolicyDocument.Statement) {
        if (statement.Principal?.Service === 'cloudfront.amazonaws.com') delete statement.Condition;
      }
    },
  },
  {
    control: 'front-bucket-private',
    change: 'a website endpoint',
    apply: (site) => {
      site.front('AWS::S3::Bucket').WebsiteConfiguration = { IndexDocument: 'index.html' };
    },
  },
  {
    control: 'imds-v2-required',
    change: 'tokens optional',
    apply: (site) => {
      site.the('AWS::EC2::LaunchTemplate').LaunchTemplateData.MetadataOptions.HttpTokens = 'optional';
    },
  },
  {
    control: 'no-key-pair',
    change: 'a key in the launch template',
    apply: (site) => {
      site.the('AWS::EC2::LaunchTemplate').LaunchTemplateData.KeyName = 'admin';
    },
  },
  {
    control: 'environment-tag-present',
    change: 'one bucket without tags',
    apply: (site) => {
      delete site.front('AWS::S3::Bucket').Tags;
    },
  },
  {
    control: 'dns-firewall-on',
    change: 'the rule group taken off the VPC',
    apply: (site) => site.remove('AWS::Route53Resolver::FirewallRuleGroupAssociation'),
  },
  {
    control: 'dns-firewall-on',
    change: 'a rule group that only alerts',
    apply: (site) => {
      for (const rule of site.the('AWS::Route53Resolver::FirewallRuleGroup').FirewallRules)
        rule.Action = 'ALERT';
    },
  },
  {
    control: 'flow-logs-on',
    change: 'rejected traffic alone',
    apply: (site) => {
      site.the('AWS::EC2::FlowLog').TrafficType = 'REJECT';
    },
  },
  {
    control: 'hosts-scale-across-zones',
    change: 'one zone',
    apply: (site) => {
      site.the('AWS::AutoScaling::AutoScalingGroup').VPCZoneIdentifier.length = 1;
    },
  },
  {
    control: 'no-password-alone',
    change: 'a console user',
    apply: (site) =>
      site.add({
        MutantPerson: {
          Type: 'AWS::IAM::User',
          Properties: { LoginProfile: { Password: 'x' }, Tags: [{ Key: 'Environment', Value: 'dev' }] },
        },
      }),
  },
  {
    control: 'environments-in-own-accounts',
    change: 'a database of prod in the account of dev',
    apply: (site) => {
      for (const tag of site.the('AWS::DocDB::DBCluster').Tags)
        if (tag.Key === 'Environment') tag.Value = 'prod';
    },
  },
  {
    control: 'no-chain-from-internet-to-data',
    change: 'a host in the open, on a port that no other control watches',
    apply: openHostTo(9000),
    alsoRed: openHost.filter((id) => id !== 'no-chain-from-internet-to-data'),
  },
  {
    control: 'no-chain-from-internet-to-data',
    change: 'hosts whose role every account may take',
    apply: (site) => {
      site.the('AWS::IAM::Role', 'hostrole').AssumeRolePolicyDocument.Statement[0].Principal = { AWS: '*' };
    },
  },
  {
    control: 'no-chain-from-internet-to-data',
    change: 'a pipeline that any repository deploys with',
    apply: (site) => {
      site.the('AWS::IAM::Role', 'releasereader').AssumeRolePolicyDocument.Statement[0].Condition = {
        StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:*/cool-delivery:*' },
      };
    },
  },
  {
    control: 'no-privilege-escalation',
    change: 'hosts that write policies',
    apply: (site) =>
      site
        .the('AWS::IAM::Policy', 'hostrole')
        .PolicyDocument.Statement.push({ Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: '*' }),
  },
  {
    control: 'data-stays-in-its-account',
    change: 'a bucket opened to another account',
    apply: (site) =>
      site.the('AWS::S3::BucketPolicy', 'evidence').PolicyDocument.Statement.push({
        Effect: 'Allow',
        Principal: { AWS: '444455556666' },
        Action: 's3:GetObject',
        Resource: '*',
      }),
  },
];

describe('mutants of the designed architecture', () => {
  it('the architecture itself refutes nothing', () => {
    expect(refutedBy(() => undefined)).toEqual([]);
  });

  it.each(mutants.map((mutant) => [mutant.control, mutant.change, mutant] as const))(
    '%s turns red: %s',
    (control, _change, mutant) => {
      expect(refutedBy(mutant.apply).sort()).toEqual([control, ...(mutant.alsoRed ?? [])].sort());
    },
  );

  it('every control is turned by at least one', () => {
    const turned = new Set(mutants.map(({ control }) => control));
    expect(controls.map(({ id }) => id).filter((id) => !turned.has(id))).toEqual([]);
  });
});
