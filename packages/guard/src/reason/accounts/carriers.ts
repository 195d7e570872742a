// Things that run with a role: the ways in which a role's rights lie around in an account.

import { hostSetting } from '../../model/read-hosts.ts';
import { property, propertyText, type Resources, texts } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { at, items, text } from '../../read/cloudformation/value.ts';
import type { Carrier } from '../escalation/account.ts';
import type { CarrierKind } from '../escalation/rule.ts';
import { homeOf } from './home.ts';
import type { Spelling } from './spelling.ts';

/** Type, kind, and the property that names its role. */
const carrierTypes: Readonly<Record<string, readonly [CarrierKind, string]>> = {
  'AWS::Lambda::Function': ['function', 'Role'],
  'AWS::CodeBuild::Project': ['build project', 'ServiceRole'],
  'AWS::Glue::Job': ['glue job', 'Role'],
  'AWS::Glue::DevEndpoint': ['development endpoint', 'RoleArn'],
  'AWS::SageMaker::NotebookInstance': ['notebook', 'RoleArn'],
  'AWS::BedrockAgentCore::CodeInterpreterCustom': ['code interpreter', 'ExecutionRoleArn'],
  'AWS::CloudFormation::StackSet': ['stack set', 'AdministrationRoleARN'],
  'AWS::AppRunner::Service': ['app runner service', 'InstanceConfiguration.InstanceRoleArn'],
};

export interface AccountCarrier extends Carrier {
  readonly account: string;
}

export function carriersIn(resources: Resources, spelling: Spelling): readonly AccountCarrier[] {
  const services = Object.entries(carrierTypes).flatMap(([type, [kind, path]]) =>
    resources.ofType(type).flatMap((resource) => {
      if (property(resource, path) === undefined) return [];
      const named = spelling.known(propertyText(resource, path));
      const { account } = homeOf(resource);
      // A role may be named without its account.
      const role =
        named === undefined || named.includes(':') ? named : `arn:aws:iam::${account}:role/${named}`;
      const arn = spelling.arnOf(resource);
      return arn === undefined ? [] : [{ kind, arn, role, account }];
    }),
  );
  const machines = (['AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate'] as const).flatMap((type) =>
    resources.ofType(type).flatMap((resource) => {
      const arn = spelling.arnOf(resource);
      const kind: CarrierKind = type === 'AWS::EC2::Instance' ? 'instance' : 'launch template';
      const setting = profileSetting(resource, resources);
      if (arn === undefined || setting === undefined) return [];
      const profile = profileNamed(setting, resources, spelling);
      const role = profile && roleOfProfile(profile, resources, spelling);
      return [{ kind, arn, role: role && spelling.arnOf(role), account: homeOf(resource).account }];
    }),
  );
  return [...services, ...machines, ...stacksIn(resources)];
}

/** Every template becomes a stack, and which role CloudFormation deploys it with stands in none. */
function stacksIn(resources: Resources): readonly AccountCarrier[] {
  const declared = resources.all.filter(({ stack, environment }) => stack !== environment);
  return [...new Set(declared.map((it) => homeOf(it).account))].map((account) => ({
    kind: 'stack',
    arn: `arn:aws:cloudformation:*:${account}:stack/*`,
    role: undefined,
    account,
  }));
}

const profileSetting = (resource: Resource, resources: Resources) =>
  resource.type === 'AWS::EC2::LaunchTemplate'
    ? property(resource, 'LaunchTemplateData.IamInstanceProfile')
    : hostSetting(resource, resources, 'IamInstanceProfile');

/** The instance profile that a machine names, by name or by ARN. */
export function profileNamed(
  value: ReturnType<typeof property>,
  resources: Resources,
  spelling: Spelling,
): Resource | undefined {
  const named = [text(value), text(at(value, 'Name')), text(at(value, 'Arn'))].flatMap(
    (written) => spelling.known(written) ?? [],
  );
  return resources
    .ofType('AWS::IAM::InstanceProfile')
    .find((profile) =>
      named.some((name) => name === spelling.nameOf(profile) || name === spelling.arnOf(profile)),
    );
}

export function roleOfProfile(
  profile: Resource,
  resources: Resources,
  spelling: Spelling,
): Resource | undefined {
  const names = texts(property(profile, 'Roles')).values.map((name) => spelling.known(name));
  const recorded = items(property(profile, 'Roles')).map((it) => text(at(it, 'RoleName')));
  const { account } = homeOf(profile);
  return resources
    .ofType('AWS::IAM::Role')
    .find(
      (role) => homeOf(role).account === account && [...names, ...recorded].includes(spelling.nameOf(role)),
    );
}
