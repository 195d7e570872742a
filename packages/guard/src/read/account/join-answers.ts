// Answers that belong together become one resource: a bucket and its website, a subnet and the main route table, the
// default group and the name by which the model knows it.

import type { Resource } from '../closed-world.ts';
import type { Node } from '../cloudformation/node.ts';
import { parseJson } from '../cloudformation/parse-json.ts';
import {
  listValue,
  type MapValue,
  mapValue,
  scalarValue,
  text,
  unknownValue,
  type Value,
} from '../cloudformation/value.ts';
import { mainAssociation } from './rewrite.ts';

/** The resources of one region, joined. */
export function joinAnswers(resources: readonly Resource[]): Resource[] {
  const kept = withoutMarks(resources).filter(
    (it) => it.type !== 'AWS::S3::BucketPolicy' || get(it, 'Policy'),
  );
  const joined = [...kept, ...mainAssociations(resources), ...hiddenPolicies(resources)].map((resource) =>
    resource.type === 'AWS::S3::Bucket' ? withBucketAnswers(resource, resources) : withPolicy(resource),
  );
  return renamed(joined);
}

const get = (resource: Resource, name: string) => resource.properties.entries.get(name);
const withoutMarks = (resources: readonly Resource[]) =>
  resources.filter(({ type }) => type !== mainAssociation);

/** A subnet that no table names belongs to its VPC's main table. */
function mainAssociations(resources: readonly Resource[]): Resource[] {
  const explicit = new Set(
    resources
      .filter(({ type }) => type === 'AWS::EC2::SubnetRouteTableAssociation')
      .map((it) => text(get(it, 'SubnetId'))),
  );
  const subnets = resources.filter((it) => it.type === 'AWS::EC2::Subnet' && !explicit.has(it.key));
  return subnets.flatMap((subnet) =>
    resources
      .filter((it) => it.type === mainAssociation && text(get(it, 'VpcId')) === text(get(subnet, 'VpcId')))
      .map((main): Resource => {
        const entries = new Map(main.properties.entries).set('SubnetId', scalarValue(subnet.key, main.line));
        const key = `${main.key}:${subnet.key}`;
        return {
          ...main,
          key,
          type: 'AWS::EC2::SubnetRouteTableAssociation',
          properties: mapValue(entries, main.line),
        };
      }),
  );
}

/** What was asked about one bucket alone. A public access block that was not recorded is not known. */
function withBucketAnswers(bucket: Resource, resources: readonly Resource[]): Resource {
  const about = (type: string) =>
    resources.find((it) => it.type === type && text(get(it, 'Bucket')) === bucket.id);
  const website = about('AWS::S3::BucketWebsite');
  const block = about('AWS::S3::BucketPublicAccessBlock');
  const entries = new Map<string, Value>(bucket.properties.entries);
  if (website) entries.set('WebsiteConfiguration', website.properties);
  const hidden = unknownValue(`no s3api.get-public-access-block@${bucket.id} is recorded`, bucket.line);
  entries.set(
    'PublicAccessBlockConfiguration',
    (block && get(block, 'PublicAccessBlockConfiguration')) ?? hidden,
  );
  return { ...bucket, properties: mapValue(entries, bucket.line) };
}

/** A bucket has a policy nobody saw until its answer is recorded; `{}` says that it has none. */
function hiddenPolicies(resources: readonly Resource[]): Resource[] {
  const answered = new Set(
    resources.filter(({ type }) => type === 'AWS::S3::BucketPolicy').map((it) => text(get(it, 'Bucket'))),
  );
  return resources
    .filter((it) => it.type === 'AWS::S3::Bucket' && !answered.has(it.id))
    .map((bucket): Resource => {
      const reason = `no s3api.get-bucket-policy@${bucket.id} is recorded`;
      const entries = new Map<string, Value>([
        ['Bucket', scalarValue(bucket.id, bucket.line)],
        ['PolicyDocument', unknownValue(reason, bucket.line)],
      ]);
      const properties = mapValue(entries, bucket.line);
      return { ...bucket, key: `${bucket.key} policy`, type: 'AWS::S3::BucketPolicy', properties };
    });
}

/** `get-bucket-policy` answers with the policy as a text inside JSON. */
function withPolicy(resource: Resource): Resource {
  const policy = text(get(resource, 'Policy'));
  if (resource.type !== 'AWS::S3::BucketPolicy' || policy === undefined) return resource;
  const line = get(resource, 'Policy')?.line ?? resource.line;
  const document = onOneLine(parseJson(`${resource.file} (Policy)`, policy), line);
  const entries = new Map(resource.properties.entries).set('PolicyDocument', document);
  return { ...resource, properties: mapValue(entries, resource.line) };
}

function onOneLine(node: Node, line: number): Value {
  if (node.kind === 'scalar') return scalarValue(node.value, line);
  if (node.kind === 'list')
    return listValue(
      node.items.map((item) => onOneLine(item, line)),
      line,
    );
  return mapValue(new Map([...node.entries].map(([key, child]) => [key, onOneLine(child, line)])), line);
}

/** A VPC and its default group go by the names that a template gives them: `⟦environment|vpc-1.DefaultSecurityGroup⟧`. */
function renamed(resources: readonly Resource[]): Resource[] {
  const names = new Map<string, string>();
  for (const { type, key, environment } of resources)
    if (type === 'AWS::EC2::VPC') names.set(key, `⟦${environment}|${key}⟧`);
  for (const group of resources) {
    const vpc = text(get(group, 'VpcId'));
    if (
      group.type === 'AWS::EC2::SecurityGroup' &&
      text(get(group, 'GroupName')) === 'default' &&
      vpc !== undefined
    )
      names.set(group.key, `⟦${group.environment}|${vpc}.DefaultSecurityGroup⟧`);
  }
  const rename = (value: Value): Value => {
    if (value.kind === 'scalar') return { ...value, value: names.get(String(value.value)) ?? value.value };
    if (value.kind === 'list') return listValue(value.items.map(rename), value.line);
    return value.kind === 'map' ? renameMap(value) : value;
  };
  const renameMap = (value: MapValue): MapValue =>
    mapValue(new Map([...value.entries].map(([key, child]) => [key, rename(child)])), value.line);
  return resources.map((resource) => ({
    ...resource,
    key: names.get(resource.key) ?? resource.key,
    properties: renameMap(resource.properties),
  }));
}
