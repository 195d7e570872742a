// Whether something may be deployed or promoted. Pure: the facts come in, a sentence for each refusal comes out.

import type { EnvironmentName } from '../environments.ts';
import type { Checkout } from './build/checkout.ts';
import type { Release } from './release.ts';
import { releaseId } from './release.ts';

export interface DeployFacts {
  readonly environment: EnvironmentName;
  /** The account the configuration gives the environment, and the one the credentials belong to. */
  readonly account: string;
  readonly givenAccount: string;
  /** Sentences about its budget, from the estimate. */
  readonly budgetMistakes: readonly string[];
}

/** Why nothing may change in this account now; empty when it may. */
export function refusalsOfDeploy({
  environment,
  account,
  givenAccount,
  budgetMistakes,
}: DeployFacts): readonly string[] {
  return [
    ...(account === givenAccount
      ? []
      : [
          `deploy ${environment}: given credentials of account ${givenAccount}, allowed is ${account}; sign in to the account of ${environment}.`,
        ]),
    ...budgetMistakes,
  ];
}

/** Why hosts cannot start from a release. */
export function noImage(environment: EnvironmentName): string {
  return `deploy ${environment}: given a release without a host image, allowed is one with the id of an image registered in EC2 (ami-…); register the image that was booted and attacked, and make the release with --image-id.`;
}

/** Templates come from the sources, bytes from the release: both are of one commit, or nothing is deployed. */
export function refusalOfSources(
  environment: EnvironmentName,
  { commit }: Release,
  checkout: Checkout,
): string | undefined {
  if ('mistake' in checkout) return `deploy ${environment}: ${checkout.mistake}`;
  return checkout.commit === commit
    ? undefined
    : `deploy ${environment}: given sources of ${checkout.commit}, allowed are those of ${commit}, of which the release was made; check that commit out, or name with --assembly what was synthesised from it.`;
}

/** A release as an environment remembers it. */
export interface Deployment {
  readonly release: Release;
  /** ISO time at which it had been deployed in full. */
  readonly deployedAt: string;
}

export interface PromoteFacts {
  readonly from: EnvironmentName;
  readonly to: EnvironmentName;
  /** The id asked for; undefined or `current` for what FROM runs. */
  readonly wanted: string | undefined;
  /** Id of what FROM runs; undefined before its first deployment. */
  readonly current: string | undefined;
  readonly deployed: readonly Deployment[];
}

export type Promotion =
  | { readonly kind: 'promote'; readonly release: Release }
  | { readonly kind: 'refuse'; readonly sentence: string };

/** The only ways up. A release reaches prod by having run in qa. */
export const promotions: Readonly<Record<EnvironmentName, readonly EnvironmentName[]>> = {
  dev: ['qa'],
  qa: ['prod'],
  prod: [],
};

/** Known before anybody signs in anywhere. */
export function refusalOfStep(from: EnvironmentName, to: EnvironmentName): string | undefined {
  return promotions[from].includes(to)
    ? undefined
    : `promote ${from} ${to}: given a step that does not exist, allowed are dev qa and qa prod; promote through qa.`;
}

export function decidePromotion({ from, to, wanted, current, deployed }: PromoteFacts): Promotion {
  const noStep = refusalOfStep(from, to);
  if (noStep !== undefined) return refuse(noStep);
  const id = wanted === undefined || wanted === 'current' ? current : wanted;
  if (id === undefined)
    return refuse(
      `promote ${from} ${to}: given nothing deployed in ${from}, allowed is a release that ran there; deploy to ${from} first.`,
    );
  const found = deployed.find(({ release }) => releaseId(release) === id);
  if (found === undefined)
    return refuse(
      `promote ${from} ${to}: given ${id}, which was never deployed in ${from}, allowed are ${allowedIds(deployed)}; deploy it to ${from} first.`,
    );
  return { kind: 'promote', release: found.release };
}

function allowedIds(deployed: readonly Deployment[]): string {
  const ids = [...deployed]
    .sort((a, b) => (a.deployedAt < b.deployedAt ? 1 : -1))
    .slice(0, 5)
    .map(({ release }) => releaseId(release));
  return ids.length === 0 ? 'none yet' : ids.join(', ');
}

function refuse(sentence: string): Promotion {
  return { kind: 'refuse', sentence };
}
