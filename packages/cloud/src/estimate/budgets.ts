// What each environment may cost in a month. The upper end of its estimate must stay below.

import type { EnvironmentName } from '../environments.ts';

export const monthlyBudgetsUsd: Readonly<Record<EnvironmentName, number>> = {
  dev: 300,
  qa: 500,
  prod: 2000,
};
