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

export function blockPublicAccessStage(ground: Ground, subnet: Subnet, vpc: Vpc): Stage {
  const settings = settingsFor(ground.network, vpc);
  const [first] = settings;
  const exclusions = exclusionsFor(ground.network, subnet);
  const allowing = exclusions.find(
    ({ target, mode }) => target !== undefined && mode === 'allow-bidirectional',
  );
  const place = allowing?.place ?? first?.place ?? vpc.place;
  const opened = allowing
    ? `an exclusion from Block Public Access lets ${subnet.place.id} take connections from outside`
    : 'Block Public Access is off';
  const closed = `Block Public Access stops the internet gateway for ${subnet.place.id}`;
  return gate(ground, 'block-public-access', place, isOpen(), opened, closed);

  function isOpen(): boolean | string {
    if (!first || allowing || settings.some(({ mode }) => mode === 'off')) return true;
    if (settings.some(({ mode }) => mode === undefined))
      return 'the mode of VPC Block Public Access is not known';
    return exclusions.some(({ target, mode }) => target === undefined || mode === undefined)
      ? 'which subnet an exclusion from Block Public Access names is not known'
      : false;
  }
}
