// VPC Block Public Access: an account-wide switch that stops traffic through internet gateways, and the subnets or
// VPCs that are left out of it. It also stops CloudFront's VPC origins, which enter through the gateway's attachment.

import type { BlockPublicAccess, Network, Subnet, Vpc } from '../model/network.ts';
import type { Stage } from './answer.ts';
import { type Ground, gate } from './stages.ts';

/** The settings that bind a VPC: those of its account and region; of several unplaced ones, those of its own stack. */
export function settingsFor(network: Network, vpc: Vpc): readonly BlockPublicAccess[] {
  const fitting = network.blockPublicAccess.filter(
    ({ environment }) =>
      environment === vpc.environment || environment === undefined || vpc.environment === undefined,
  );
  const own = fitting.filter(({ stack }) => stack === vpc.stack);
  return own.length > 0 ? own : fitting;
}

/** The exclusions that name the subnet or its VPC, and those that could. */
export function exclusionsFor(network: Network, subnet: Subnet) {
  return network.exclusions.filter(
    ({ target }) => target === undefined || target === subnet.key || target === subnet.vpc,
  );
}

/**
 * How packets use the gateway. `two-way`: as a server, or as a client without anything between, whose replies come in
 * from outside. `outward`: through a NAT or egress-only gateway, which admits replies alone.
 */
export type GatewayUse = 'two-way' | 'outward';

export function blockPublicAccessStage(
  ground: Ground,
  subnet: Subnet,
  vpc: Vpc,
  use: GatewayUse = 'two-way',
): Stage {
  const settings = settingsFor(ground.network, vpc);
  const [first] = settings;
  const exclusions = exclusionsFor(ground.network, subnet);
  const allowing = exclusions.find(
    ({ target, mode }) =>
      target !== undefined &&
      (mode === 'allow-bidirectional' || (mode === 'allow-egress' && use === 'outward')),
  );
  const place = allowing?.place ?? first?.place ?? vpc.place;
  const opened = allowing
    ? `an exclusion from Block Public Access lets ${subnet.place.id} ${use === 'outward' ? 'open connections to the outside' : 'use the internet gateway'}`
    : 'Block Public Access is off';
  const closed = `Block Public Access stops the internet gateway for ${subnet.place.id}`;
  return gate(ground, 'block-public-access', subnet.key, place, isOpen(), opened, closed);

  function isOpen(): boolean | string {
    if (!first || allowing || settings.some(({ mode }) => mode === 'off')) return true;
    if (use === 'outward' && settings.some(({ mode }) => mode === 'block-ingress')) return true;
    if (settings.some(({ mode }) => mode === undefined))
      return 'the mode of VPC Block Public Access is not known';
    return exclusions.some(({ target, mode }) => target === undefined || mode === undefined)
      ? 'which subnet an exclusion from Block Public Access names is not known'
      : false;
  }
}
