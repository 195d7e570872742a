// What CloudFormation knows by itself: account, region, partition and the like, as far as the input tells them.

import type { GivenParameters, Stack } from './stack.ts';
import { scalarValue, token, unknownValue, type Value } from './value.ts';

/** The region's name, or the token that stands for the region the stack is deployed to. */
export const regionOf = (stack: Stack, given: GivenParameters): string =>
  stack.region ?? given['AWS::Region'] ?? '⟦AWS::Region⟧';

/** The value of a pseudo parameter; undefined when the name is none. */
export function pseudoParameter(
  name: string,
  stack: Stack,
  given: GivenParameters,
  line: number,
): Value | undefined {
  if (!name.startsWith('AWS::')) return undefined;
  const value = textOf(name, stack, given);
  if (value !== undefined) return scalarValue(value, line);
  if (name === 'AWS::NotificationARNs') return unknownValue(`${name} is chosen at deployment`, line);
  return unknownValue(`Ref ${name}: CloudFormation has no such pseudo parameter`, line);
}

function textOf(name: string, stack: Stack, given: GivenParameters): string | undefined {
  const region = regionOf(stack, given);
  switch (name) {
    case 'AWS::Region':
      return region;
    case 'AWS::AccountId':
      return stack.account ?? given[name] ?? '⟦AWS::AccountId⟧';
    case 'AWS::Partition':
      return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
    case 'AWS::URLSuffix':
      return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackName':
      // CloudFormation makes up the name of a nested stack.
      return stack.parent === undefined ? stack.name : token(stack.name, name);
    case 'AWS::StackId':
      return token(stack.name, name);
    default:
      return undefined;
  }
}
