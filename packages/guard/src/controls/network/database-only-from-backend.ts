// Who inside the VPC may talk to the database: the hosts of the API, the function that changes the passwords of its
// users, and nothing that merely stands nearby. That function is known by the schedule that runs it, and only one that
// nobody can open a connection to counts: its foothold would be the owner's password.

import type { Model } from '../../model/model.ts';
import type { GroupRule, Interface } from '../../model/network.ts';
import { placeOf } from '../../model/place.ts';
import { propertyText } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { items, readable, text, type Value } from '../../read/cloudformation/value.ts';
import { control, type Finding } from '../control.ts';
import { changed, type SiteResources, site } from '../examples/site.ts';
import { all, proved, refuted, unknown } from '../finding.ts';
import { databasesOf, hostsOf } from '../hosts.ts';

const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });

/** The site with a function that the database admits as well, and what is said about it. */
function withFunction(inbound: readonly unknown[], schedule: SiteResources): SiteResources {
  const tags = [{ Key: 'Environment', Value: 'example' }];
  return {
    ...changed(site, {
      'DatabaseGroup.Properties.SecurityGroupIngress': ['ApiGroup', 'TaskGroup'].map((group) => ({
        IpProtocol: 'tcp',
        FromPort: 27017,
        ToPort: 27017,
        SourceSecurityGroupId: att(group, 'GroupId'),
      })),
    }),
    TaskGroup: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'Task',
        VpcId: { Ref: 'Vpc' },
        SecurityGroupIngress: inbound,
        SecurityGroupEgress: [],
        Tags: tags,
      },
    },
    Task: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        VpcConfig: { SubnetIds: [{ Ref: 'DataSubnet' }], SecurityGroupIds: [att('TaskGroup', 'GroupId')] },
        Tags: tags,
      },
    },
    ...schedule,
  };
}

const rotation = {
  Rotation: {
    Type: 'AWS::SecretsManager::RotationSchedule',
    Properties: { SecretId: 'user', RotationLambdaARN: att('Task', 'Arn') },
  },
};

export default control({
  id: 'database-only-from-backend',
  claim:
    'Only the hosts of the API, and an unreachable function that rotates its passwords, can open a connection to a database.',
  because: 'One foothold in the VPC must not be a foothold in the data.',
  keeps: ['DB', 'NET-SECURED', 'BP-SUBNET', 'T-MISCONF'],
  threats: ['database-exposure', 'lateral-movement'],
  needs: 'template',
  severity: 'high',
  satisfies: ['nist-800-53r5/ac-4', 'nist-800-53r5/sc-7.21'],
  prove: (model) =>
    all(
      databasesOf(model).flatMap((database) => judge(model, database)),
      'no database in the given templates',
    ),
  remedy: 'Admit the security group of the hosts on the database port, and no address range.',
  examples: [
    { name: 'the group of the hosts', given: site, verdict: 'proved' },
    {
      name: 'the whole VPC',
      given: changed(site, {
        'DatabaseGroup.Properties.SecurityGroupIngress': [
          { IpProtocol: 'tcp', FromPort: 27017, ToPort: 27017, CidrIp: '10.0.0.0/16' },
        ],
      }),
      verdict: 'refuted',
    },
    {
      name: 'a group that the load balancer is in as well',
      given: changed(site, {
        'Balancer.Properties.SecurityGroups': [
          { 'Fn::GetAtt': ['BalancerGroup', 'GroupId'] },
          { 'Fn::GetAtt': ['ApiGroup', 'GroupId'] },
        ],
      }),
      verdict: 'refuted',
    },
    {
      name: 'the function that rotates the passwords of its users',
      given: withFunction([], rotation),
      verdict: 'proved',
    },
    { name: 'a function that rotates nothing', given: withFunction([], {}), verdict: 'refuted' },
    {
      name: 'a function that rotates and can be reached',
      given: withFunction(
        [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 65535, CidrIp: '10.0.0.0/16' }],
        rotation,
      ),
      verdict: 'refuted',
    },
    {
      name: 'containers in the group of the hosts',
      given: {
        ...site,
        Containers: {
          Type: 'AWS::ECS::Service',
          Properties: {
            NetworkConfiguration: {
              AwsvpcConfiguration: {
                Subnets: [{ Ref: 'DataSubnet' }],
                SecurityGroups: [att('ApiGroup', 'GroupId')],
              },
            },
          },
        },
      },
      verdict: 'unknown',
    },
    {
      name: 'a group of another template',
      given: changed(site, {
        'DatabaseGroup.Properties.SecurityGroupIngress.0.SourceSecurityGroupId': 'sg-0elsewhere',
      }),
      verdict: 'unknown',
    },
  ],
});

function judge(model: Model, database: Interface): Finding[] {
  const { groups } = model.network;
  const hidden = database.groups.find((key) => !groups.has(key));
  if (hidden !== undefined || database.uncertain !== undefined) {
    return [
      unknown(
        [database.place],
        database.uncertain ??
          `security group ${readable(hidden ?? '')} of ${database.name} is not in the given templates`,
      ),
    ];
  }
  const rules = database.groups.flatMap((key) => groups.get(key)?.ingress ?? []);
  const admitted = rules.map((rule) => judgeRule(model, database, rule));
  return [...admitted, proved([database.place], `${database.name} admits the hosts alone`)];
}

function judgeRule(model: Model, database: Interface, rule: GroupRule): Finding {
  const { peer } = rule;
  if (rule.uncertain !== undefined || peer.kind === 'unknown')
    return unknown([rule.place], rule.uncertain ?? 'the source of a rule is not known');
  if (peer.kind !== 'group') {
    const range = peer.kind === 'block' ? 'a range of addresses' : `prefix list ${peer.key}`;
    return refuted(
      [rule.place, database.place],
      'setting',
      `${database.name} admits ${range}, so whatever stands there reaches it, not the hosts alone.`,
    );
  }
  if (!model.network.groups.has(peer.key)) {
    return unknown(
      [rule.place],
      `the members of security group ${readable(peer.key)} are not in the given templates`,
    );
  }
  const backend = new Set([...hostsOf(model), ...rotatorsOf(model), database].map(({ key }) => key));
  const stranger = model.network.interfaces.find(
    (it) => it.groups.includes(peer.key) && !backend.has(it.key),
  );
  // Whatever hides its groups may be in this one.
  const hidden = model.network.interfaces.find(
    ({ key, kind, uncertain }) => uncertain !== undefined && kind !== 'vpc-origin' && !backend.has(key),
  );
  const unseen = model.resources.all.find((it) => mayJoin(it, peer.key, model));
  if (!stranger && unseen)
    return unknown(
      [placeOf(unseen)],
      `what ${unseen.id} (${unseen.type}) places into the group that ${database.name} admits is not modelled`,
    );
  if (!stranger && hidden)
    return unknown([hidden.place], hidden.uncertain ?? `the groups of ${hidden.name} are not known`);
  if (!stranger) return proved([rule.place], `${database.name} admits the hosts alone`);
  return refuted(
    [rule.place, stranger.place],
    'setting',
    `${stranger.name} is in the group that ${database.name} admits, and is no host of the API.`,
  );
}

/** Whether a type that the model does not place into subnets names the group: a service of containers, for one. */
function mayJoin({ key, type, properties }: Resource, group: string, { network }: Model): boolean {
  if (/^AWS::EC2::|::DB(Cluster|Instance)$|::Launch(Template|Configuration)$/.test(type)) return false;
  return !network.interfaces.some((it) => it.key === key) && groupsIn(properties).includes(group);
}

/** The texts of every list of security groups, however deep. */
function groupsIn(value: Value): readonly string[] {
  const parts =
    value.kind === 'map'
      ? [...value.entries]
      : value.kind === 'list'
        ? value.items.map((it) => ['', it] as const)
        : [];
  return parts.flatMap(([name, part]) =>
    /SecurityGroup(s|Ids)$/i.test(name) ? items(part).flatMap((it) => text(it) ?? []) : groupsIn(part),
  );
}

/** Functions that a rotation schedule names and that no rule lets anybody connect to. */
function rotatorsOf({ network, resources }: Model): readonly Interface[] {
  const named = new Set(
    resources
      .ofType('AWS::SecretsManager::RotationSchedule')
      .map((schedule) => propertyText(schedule, 'RotationLambdaARN')),
  );
  return network.interfaces.filter(
    ({ groups, key, kind, uncertain }) =>
      kind === 'function' &&
      named.has(arnOf(key)) &&
      uncertain === undefined &&
      groups.every((group) => network.groups.get(group)?.ingress.length === 0),
  );
}

/** The token of `Fn::GetAtt` on the resource of a key. */
const arnOf = (key: string) => key.replace(/⟧$/, '.Arn⟧');
