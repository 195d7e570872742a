// Whom the pipeline's roles trust: GitHub's word that a job belongs to our repository, runs in the environment of this
// account, and runs what is on main. Nobody holds a key; a job gets credentials for the hour in which it proves it.

import type { Environment } from '../environments.ts';

export const issuer = 'token.actions.githubusercontent.com';
export const audience = 'sts.amazonaws.com';

export const pipelineRoles = ['release-reader', 'deployer'] as const;

export type PipelineRole = (typeof pipelineRoles)[number];

export function pipelineRoleName(environmentName: string, role: PipelineRole): string {
  return `cool-delivery-${environmentName}-${role}`;
}

/** Every claim is compared as a whole: a pattern would trust repositories that do not exist yet. */
export function trustConditions({ name, repository }: Pick<Environment, 'name' | 'repository'>) {
  return {
    StringEquals: {
      [`${issuer}:aud`]: audience,
      [`${issuer}:sub`]: `repo:${repository}:environment:${name}`,
      [`${issuer}:ref`]: 'refs/heads/main',
    },
  };
}
