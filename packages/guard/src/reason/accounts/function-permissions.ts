// Permissions of a Lambda function: each AWS::Lambda::Permission is one statement of the function's policy.

import { placeOf } from '../../model/place.ts';
import { hiddenIn, property, propertyText, type Resources } from '../../model/resources.ts';
import type { Resource } from '../../read/closed-world.ts';
import { text } from '../../read/cloudformation/value.ts';
import type { Policy } from '../access/policy/statement.ts';
import { homeOf } from './home.ts';
import { hiddenPolicy, policyOf, readOrHidden } from './policy-values.ts';
import type { Spelling } from './spelling.ts';

export function functionPermissions(
  target: Resource,
  arn: string,
  resources: Resources,
  spelling: Spelling,
): readonly Policy[] {
  const recorded = property(target, 'Policy');
  if (recorded !== undefined)
    return [
      policyOf(
        { name: `policy of ${target.id}`, kind: 'resource', resource: target, path: 'Policy' },
        spelling,
      ),
    ];
  return resources.ofType('AWS::Lambda::Permission').flatMap((permission): Policy[] => {
    const place = placeOf(permission);
    const hidden = hiddenIn(permission, 'FunctionName', 'Principal', 'Action');
    const named = spelling.known(propertyText(permission, 'FunctionName'));
    if (hidden !== undefined || named === undefined) {
      const isNear = homeOf(permission).account === homeOf(target).account;
      return isNear ? [hiddenPolicy(permission.id, hidden ?? 'its function is not known', place)] : [];
    }
    const name = spelling.nameOf(target);
    const partly = `${homeOf(target).account}:function:${name}`;
    const own = [arn, partly, name, target.key].find((it) => named === it || named.startsWith(`${it}:`));
    if (own === undefined) return [];
    // A version or an alias has a policy of its own, which speaks of nothing else.
    return [statementOf(permission, `${arn}${named.slice(own.length)}`, spelling)];
  });
}

function statementOf(permission: Resource, arn: string, spelling: Spelling): Policy {
  const given = (name: string) => {
    const written = text(property(permission, name));
    return written === undefined ? undefined : spelling.spell(written);
  };
  const principal = spelling.spell(propertyText(permission, 'Principal') ?? '*');
  const isService = typeof principal === 'string' && principal.includes('.') && !principal.startsWith('arn:');
  const sourceArn = given('SourceArn');
  const sourceAccount = given('SourceAccount');
  const organization = given('PrincipalOrgID');
  const token = given('EventSourceToken');
  const authType = given('FunctionUrlAuthType');
  const viaUrl = given('InvokedViaFunctionUrl');
  const condition = {
    ...(viaUrl !== undefined && { Bool: { 'lambda:InvokedViaFunctionUrl': viaUrl } }),
    ...(sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } }),
    ...((sourceAccount ?? organization ?? token ?? authType) !== undefined && {
      StringEquals: {
        ...(authType !== undefined && { 'lambda:FunctionUrlAuthType': authType }),
        ...(sourceAccount !== undefined && { 'aws:SourceAccount': sourceAccount }),
        ...(organization !== undefined && { 'aws:PrincipalOrgID': organization }),
        ...(token !== undefined && { 'lambda:EventSourceToken': token }),
      },
    }),
  };
  return readOrHidden(
    {
      name: permission.id,
      kind: 'resource',
      document: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: isService ? { Service: principal } : principalOf(principal),
          Action: propertyText(permission, 'Action') ?? 'lambda:InvokeFunction',
          Resource: arn,
          ...(Object.keys(condition).length > 0 && { Condition: condition }),
        },
      },
      placeOf: () => placeOf(permission),
    },
    placeOf(permission),
  );
}

const principalOf = (name: unknown) => (name === '*' ? '*' : { AWS: name });
