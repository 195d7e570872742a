// What a reviewer must see of a change, one sorted line each: which resources hold state, what IAM allows, who may
// open a connection to whom.

import type { Resource, SynthesisedStack } from './golden-assembly.ts';

// Losing or replacing one of these loses data, an address somebody uses, or a key.
const statefulTypes = new Set([
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::VpcOrigin',
  'AWS::DocDB::DBCluster',
  'AWS::DocDB::DBInstance',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
]);

/** File name → its lines. */
export function goldenLines(stacks: readonly SynthesisedStack[]): ReadonlyMap<string, string> {
  const lines = (describe: (resource: Resource) => readonly string[]) =>
    `${stacks
      .flatMap((stack) =>
        Object.entries(stack.template.Resources).flatMap(([id, resource]) =>
          describe(resource).map((line) => `${stack.stackName} ${id} ${line}`),
        ),
      )
      .sort()
      .join('\n')}\n`;
  return new Map([
    ['stateful-ids.txt', lines(stateful)],
    ['iam-statements.txt', lines(statements)],
    ['connections.txt', lines(connections)],
  ]);
}

function stateful({ Type, ...attributes }: Resource): readonly string[] {
  return statefulTypes.has(Type) ? [`${Type} on delete: ${attributes['DeletionPolicy'] ?? 'Delete'}`] : [];
}

// What gives or takes a right without a policy document of its own: a policy of another's attached, the ceiling of a
// role, who may call a function, and who may write a log (a document as text).
const rightsBesideDocuments: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': ['ManagedPolicyArns', 'PermissionsBoundary'],
  'AWS::Lambda::Permission': ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  'AWS::Logs::ResourcePolicy': ['PolicyDocument'],
};

// Whatever is shaped like a policy document, wherever it stands: in a role, a key, a bucket, an endpoint.
function statements({ Type, Properties = {} }: Resource): readonly string[] {
  const beside = (rightsBesideDocuments[Type] ?? []).filter((name) => Properties[name] !== undefined);
  return [
    ...documentsIn(Properties).map((statement) => `${Type} ${JSON.stringify(statement)}`),
    ...(beside.length === 0
      ? []
      : [`${Type} ${JSON.stringify(Object.fromEntries(beside.map((name) => [name, Properties[name]])))}`]),
  ];
}

function documentsIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = 'Statement' in value && 'Version' in value ? [value.Statement].flat() : [];
  return [...found, ...Object.values(value).flatMap(documentsIn)];
}

function connections({ Type, Properties = {} }: Resource): readonly string[] {
  const inline = (name: string) =>
    [Properties[name] ?? []].flat().map((rule) => `${name} ${JSON.stringify(rule)}`);
  switch (Type) {
    case 'AWS::EC2::SecurityGroup':
      return [...inline('SecurityGroupIngress'), ...inline('SecurityGroupEgress')];
    case 'AWS::EC2::SecurityGroupIngress':
    case 'AWS::EC2::SecurityGroupEgress':
    case 'AWS::EC2::NetworkAclEntry':
    case 'AWS::EC2::Route':
    case 'AWS::EC2::VPCBlockPublicAccessExclusion':
      return [`${Type} ${JSON.stringify(Properties)}`];
    default:
      return [];
  }
}
