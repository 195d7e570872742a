// What a month in this account may cost, and who hears of it before it does. An attack that nobody notices otherwise (a
// flood that scales the fleet, a stolen key that mines) shows here.

import { Stack, type StackProps } from 'aws-cdk-lib';
import * as budgets from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import type { Environment } from '../environments.ts';

export interface CostsStackProps extends StackProps {
  readonly environment: Environment;
}

/** Percent of the budget, as spent or as AWS expects the month to end. */
const warnings = [
  { notificationType: 'ACTUAL', threshold: 50 },
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

export class CostsStack extends Stack {
  constructor(scope: Construct, id: string, props: CostsStackProps) {
    super(scope, id, props);
    const { name, alertAddresses, monthlyBudgetUsd } = props.environment;
    const tags = { Environment: name, Service: 'cool-delivery', Owner: props.environment.owner };
    new budgets.CfnBudget(this, 'Month', {
      budget: {
        budgetName: `cool-delivery-${name}`,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' },
      },
      notificationsWithSubscribers: warnings.map((warning) => ({
        notification: { ...warning, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
        subscribers: alertAddresses.map((address) => ({ subscriptionType: 'EMAIL', address })),
      })),
      resourceTags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    });
  }
}
