import { describe, expect, it } from 'vitest';
import { at, everyEnvironment, only } from '../../test/support/golden.ts';

describe.each(everyEnvironment)('the costs of $name', ({ name, alertAddresses, monthlyBudgetUsd }) => {
  const { properties } = only(name, 'costs', 'AWS::Budgets::Budget');
  const notifications = [properties['NotificationsWithSubscribers']].flat();

  it('have the budget of the configuration, for the whole account', () => {
    expect(properties['Budget']).toMatchObject({
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: monthlyBudgetUsd, Unit: 'USD' },
    });
    expect(at(properties, 'Budget', 'CostFilters')).toBeUndefined();
  });

  it('warn everyone who answers alarms before the money is spent', () => {
    const kinds = notifications.map((one) => [
      at(one, 'Notification', 'NotificationType'),
      at(one, 'Notification', 'Threshold'),
    ]);
    expect(kinds).toContainEqual(['FORECASTED', 100]);
    expect(kinds).toContainEqual(['ACTUAL', 80]);
    for (const one of notifications)
      expect([at(one, 'Subscribers')].flat().map((subscriber) => at(subscriber, 'Address'))).toEqual(
        alertAddresses,
      );
  });

  it('carry the tags of the environment, in their own words', () => {
    expect(properties['ResourceTags']).toContainEqual({ Key: 'Environment', Value: name });
  });
});
