// What a month may cost: an environment whose budget lies below its estimate would alarm from its first day, so it is
// refused before it is deployed.

import type { Environment, EnvironmentName } from './environments.ts';

/** One sentence for each environment whose budget is too small; estimates in US dollars a month. */
export function budgetMistakes(
  environments: readonly Environment[],
  estimatesUsd: Readonly<Partial<Record<EnvironmentName, number>>>,
): readonly string[] {
  return environments.flatMap(({ name, monthlyBudgetUsd }) => {
    const estimate = estimatesUsd[name];
    if (estimate === undefined || estimate <= monthlyBudgetUsd) return [];
    return [
      `environments.${name}.monthlyBudgetUsd: given ${monthlyBudgetUsd}, allowed is ${Math.ceil(estimate)} (the estimate of a month) or more; raise the budget or make the environment smaller.`,
    ];
  });
}
