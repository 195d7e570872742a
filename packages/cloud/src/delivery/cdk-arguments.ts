// The words the pinned CDK CLI is called with. Always on an assembly that is on disk already: what is deployed is what
// was checked, and the CLI runs none of our code.

import { join } from 'node:path';
import type { EnvironmentName } from '../environments.ts';

export interface CdkRequest {
  readonly assembly: string;
  readonly environment: EnvironmentName;
  /** `STACK:NAME=VALUE`, as CloudFormation parameters of one stack. */
  readonly parameters: readonly string[];
}

/** The environment's own part: given the whole, the CLI would publish the other environments' files as well. */
const partOf = ({ assembly, environment }: CdkRequest) => join(assembly, `assembly-${environment}`);

/** Names of the stacks of a stage, for the CLI's own matching. */
const everyStack = (environment: EnvironmentName) => `${environment}/*`;

/** The stack with the pipeline's own rights, which a person deploys and no release. */
export const accessStack = 'pipeline';

export function diffArguments(request: CdkRequest): readonly string[] {
  return [
    'diff',
    everyStack(request.environment),
    '--app',
    partOf(request),
    '--no-notices',
    '--no-change-set',
    '--strict',
  ];
}

/** Some stacks of the environment, with what they need. */
export function deployArguments(request: CdkRequest, names: readonly string[]): readonly string[] {
  const { environment, parameters } = request;
  const stacks = names.map((name) => `${environment}/${name}`);
  return [
    'deploy',
    ...stacks,
    '--app',
    partOf(request),
    '--no-notices',
    '--ci',
    '--progress=events',
    // Approval is the pipeline's environment rule or the person at the terminal, who saw `diff`.
    '--require-approval=never',
    '--method=change-set',
    '--concurrency=1',
    ...parameters.flatMap((parameter) => ['--parameters', parameter]),
  ];
}
