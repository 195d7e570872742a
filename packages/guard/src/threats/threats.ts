// The threat model: what an attacker wants, across which trust boundary, in the words of STRIDE, and which of the
// deck's six threats it belongs to. Controls name the threats they answer; controls.test.ts keeps the two in step.

import type { PromiseId } from './promises.ts';

export const trustBoundaries = {
  'internet-edge': 'Strangers on the internet | the content network and its firewall',
  'internet-vpc': 'Strangers on the internet | everything with an address in a VPC',
  'edge-host': 'The load balancer | the hosts that run the API',
  'host-database': 'The hosts | the database',
  'internet-storage': 'Strangers on the internet | objects in buckets',
  'operator-account': 'People and pipelines | the accounts they change',
  'environment-environment': 'One environment | another',
} as const;

export type StrideCategory =
  | 'spoofing'
  | 'tampering'
  | 'repudiation'
  | 'information-disclosure'
  | 'denial-of-service'
  | 'elevation-of-privilege';

interface Threat {
  readonly what: string;
  readonly boundary: keyof typeof trustBoundaries;
  readonly stride: readonly StrideCategory[];
  readonly deck: PromiseId;
}

export const threats = {
  'host-takeover': {
    what: 'A stranger opens an administrative connection to a host and takes it over.',
    boundary: 'internet-vpc',
    stride: ['spoofing', 'elevation-of-privilege'],
    deck: 'T-VULN',
  },
  'credential-guessing': {
    what: 'A stranger guesses or steals a key and signs in as an administrator.',
    boundary: 'internet-vpc',
    stride: ['spoofing'],
    deck: 'T-SPOOF',
  },
  'edge-bypass': {
    what: 'A stranger talks to a host directly, past the firewall, the rate limits and TLS of the edge.',
    boundary: 'internet-vpc',
    stride: ['tampering', 'denial-of-service'],
    deck: 'T-DDOS',
  },
  'lateral-movement': {
    what: 'Whoever holds one machine reaches others that it never needed to talk to.',
    boundary: 'edge-host',
    stride: ['elevation-of-privilege'],
    deck: 'T-MISCONF',
  },
  'database-exposure': {
    what: 'Someone other than the API opens a connection to the database.',
    boundary: 'host-database',
    stride: ['information-disclosure', 'tampering'],
    deck: 'T-MISCONF',
  },
  'public-bucket': {
    what: 'A stranger reads a bucket without passing the content network.',
    boundary: 'internet-storage',
    stride: ['information-disclosure'],
    deck: 'T-MISCONF',
  },
  'metadata-theft': {
    what: 'An injected request makes a host hand out its own credentials from the metadata service.',
    boundary: 'edge-host',
    stride: ['spoofing', 'elevation-of-privilege'],
    deck: 'T-INJ',
  },
  'shared-credential': {
    what: 'An administrator acts under a key that several people hold, so nobody can say who it was.',
    boundary: 'operator-account',
    stride: ['repudiation'],
    deck: 'T-INSIDER',
  },
  'unowned-resource': {
    what: 'A resource belongs to no environment that anyone can name, so its exposure goes unnoticed.',
    boundary: 'environment-environment',
    stride: ['repudiation'],
    deck: 'T-INSIDER',
  },
  'single-door-lost': {
    what: 'The one machine behind the site fails or drowns, and the site with it.',
    boundary: 'internet-edge',
    stride: ['denial-of-service'],
    deck: 'T-DDOS',
  },
  'privilege-escalation': {
    what: 'A role with few rights gives itself more.',
    boundary: 'operator-account',
    stride: ['elevation-of-privilege'],
    deck: 'T-INSIDER',
  },
  'name-tunnel': {
    what: 'Whoever holds a machine carries data out inside the names it asks for.',
    boundary: 'internet-vpc',
    stride: ['information-disclosure'],
    deck: 'T-INSIDER',
  },
  'untraced-connection': {
    what: 'Somebody talks to a machine, and afterwards nobody can say who it was.',
    boundary: 'internet-vpc',
    stride: ['repudiation'],
    deck: 'T-INSIDER',
  },
  'log-tampering': {
    what: 'Whoever broke in removes the traces.',
    boundary: 'operator-account',
    stride: ['repudiation', 'tampering'],
    deck: 'T-INSIDER',
  },
  'environment-crossing': {
    what: 'Someone with access to development reaches production data.',
    boundary: 'environment-environment',
    stride: ['information-disclosure', 'elevation-of-privilege'],
    deck: 'T-INSIDER',
  },
} as const satisfies Record<string, Threat>;

export type ThreatId = keyof typeof threats;

export const threatIds = Object.keys(threats) as ThreatId[];

/** Threats that no control answers yet. controls.test.ts fails when one of them gets a control and stays here. */
export const threatsLater: readonly ThreatId[] = ['log-tampering'];

/** The STRIDE categories of a set of threats, each once. */
export function strideOf(ids: readonly ThreatId[]): StrideCategory[] {
  return [...new Set(ids.flatMap((id): readonly StrideCategory[] => threats[id].stride))];
}
