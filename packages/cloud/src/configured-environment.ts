// What the owner of the accounts says about one environment.

export interface ConfiguredEnvironment {
  readonly account: string;
  readonly domain: string;
  /** The domain's public zone in Route 53: certificates are validated and names are written there. */
  readonly hostedZoneId: string;
  /** People who answer alarms. */
  readonly alertAddresses: readonly string[];
  /** CIDR blocks of our own offices and depots, where many sign in behind one address. */
  readonly neverBanned: readonly string[];
  readonly monthlyBudgetUsd: number;
}
