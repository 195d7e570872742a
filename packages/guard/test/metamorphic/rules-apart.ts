// Moves inline ingress rules of security groups to resources of their own. Egress stays: a group without inline egress
// rules is born with one that allows everything.

import { isList, isMap, type Json, type JsonMap, section, type Template } from './template.ts';

export function rulesApart(template: Template): Template {
  const resources = Object.entries(section(template.body, 'Resources')).flatMap(
    ([id, resource]): (readonly [string, Json])[] => {
      const properties = section(resource, 'Properties');
      const rules = properties['SecurityGroupIngress'];
      const isGroup = isMap(resource) && resource['Type'] === 'AWS::EC2::SecurityGroup';
      if (!isGroup || !isList(rules) || !rules.every(isPlainRule)) return [[id, resource]];
      const { SecurityGroupIngress: _moved, ...kept } = properties;
      const condition = resource['Condition'];
      const apart = rules.map((rule, index): readonly [string, Json] => [
        `${id}Rule${index}`,
        {
          Type: 'AWS::EC2::SecurityGroupIngress',
          ...(condition !== undefined && { Condition: condition }),
          Properties: { ...rule, GroupId: { 'Fn::GetAtt': [id, 'GroupId'] } },
        },
      ]);
      return [[id, { ...resource, Properties: kept }], ...apart];
    },
  );
  return { ...template, body: { ...template.body, Resources: Object.fromEntries(resources) } };
}

const isPlainRule = (rule: Json): rule is JsonMap => isMap(rule) && 'IpProtocol' in rule;
