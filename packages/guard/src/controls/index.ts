// Every control, in the order a report shows them. A control that is not in this list judges nothing.

import hostsScaleAcrossZones from './compute/hosts-scale-across-zones.ts';
import imdsV2Required from './compute/imds-v2-required.ts';
import noKeyPair from './compute/no-key-pair.ts';
import type { Control } from './control.ts';
import environmentTagPresent from './governance/environment-tag-present.ts';
import environmentsInOwnAccounts from './governance/environments-in-own-accounts.ts';
import dataStaysInItsAccount from './identity/data-stays-in-its-account.ts';
import noChainFromInternetToData from './identity/no-chain-from-internet-to-data.ts';
import noPasswordAlone from './identity/no-password-alone.ts';
import noPrivilegeEscalation from './identity/no-privilege-escalation.ts';
import databaseNotReachableFromInternet from './network/database-not-reachable-from-internet.ts';
import databaseOnlyFromBackend from './network/database-only-from-backend.ts';
import defaultGroupClosed from './network/default-group-closed.ts';
import distributionReachesApi from './network/distribution-reaches-api.ts';
import dnsFirewallOn from './network/dns-firewall-on.ts';
import flowLogsOn from './network/flow-logs-on.ts';
import hostsBehindLoadBalancer from './network/hosts-behind-load-balancer.ts';
import noPublicHttpToHost from './network/no-public-http-to-host.ts';
import noPublicHttpsPastLoadBalancer from './network/no-public-https-past-load-balancer.ts';
import noPublicSsh from './network/no-public-ssh.ts';
import subnetsAreTiered from './network/subnets-are-tiered.ts';
import vpcBlockPublicAccessOn from './network/vpc-block-public-access-on.ts';
import frontBucketPrivate from './storage/front-bucket-private.ts';

export const controls: readonly Control[] = [
  noPublicSsh,
  noPublicHttpToHost,
  noPublicHttpsPastLoadBalancer,
  hostsBehindLoadBalancer,
  distributionReachesApi,
  subnetsAreTiered,
  vpcBlockPublicAccessOn,
  defaultGroupClosed,
  databaseNotReachableFromInternet,
  databaseOnlyFromBackend,
  frontBucketPrivate,
  imdsV2Required,
  noKeyPair,
  environmentTagPresent,
  dnsFirewallOn,
  flowLogsOn,
  hostsScaleAcrossZones,
  noPasswordAlone,
  environmentsInOwnAccounts,
  noPrivilegeEscalation,
  noChainFromInternetToData,
  dataStaysInItsAccount,
];
