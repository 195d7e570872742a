// Findings that the functions here have, and why they are no fault.

import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { acknowledge } from './acknowledge.ts';

const owner = 'platform-team';
const expires = '2027-11-30';

/** For a function that lies in no VPC. */
export function acknowledgeFunction(handler: lambda.Function): void {
  acknowledgeUnanswered(handler);
  acknowledge(handler, {
    rule: 'NIST.800.53.R5-LambdaInsideVPC',
    reason: 'What it asks lies in no VPC, and nothing in the VPC concerns it',
    owner,
    expires,
  });
}

/** For every function. */
export function acknowledgeUnanswered(handler: lambda.Function): void {
  acknowledge(handler, {
    rule: 'NIST.800.53.R5-LambdaDLQ',
    reason:
      'A failed run is not lost in silence: CloudFormation waits for its answer, or an alarm for its report',
    owner,
    expires,
  });
}
