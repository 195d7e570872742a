// Combinations of context keys that no request can have. Without them "can" would be answered with a request nobody
// can send. Source: IAM User Guide, "AWS global condition context keys", the availability notes of each key.

export interface KeyState {
  readonly key: string;
  /** Absent, present, or one of these values (in lower case). */
  readonly is: 'absent' | 'present' | readonly string[];
}

/** All of its states together never occur. */
export type Impossible = readonly KeyState[];

const mfa = 'aws:multifactorauthpresent';

export const impossibleTogether: readonly Impossible[] = [
  [
    { key: mfa, is: 'absent' },
    { key: 'aws:multifactorauthage', is: 'present' },
  ],
  [
    { key: mfa, is: ['false'] },
    { key: 'aws:multifactorauthage', is: 'present' },
  ],
  // A request through a VPC endpoint carries the VPC's keys and not the public address.
  [
    { key: 'aws:sourcevpce', is: 'present' },
    { key: 'aws:sourceip', is: 'present' },
  ],
  [
    { key: 'aws:sourcevpc', is: 'present' },
    { key: 'aws:sourceip', is: 'present' },
  ],
  [
    { key: 'aws:vpcsourceip', is: 'present' },
    { key: 'aws:sourceip', is: 'present' },
  ],
  [
    { key: 'aws:vpcsourceip', is: 'present' },
    { key: 'aws:sourcevpc', is: 'absent' },
  ],
  [
    { key: 'aws:sourcevpce', is: 'present' },
    { key: 'aws:sourcevpc', is: 'absent' },
  ],
];

/** Keys that come with values AWS itself writes: nothing else can occur. */
export const closedValues: Readonly<Record<string, readonly string[]>> = {
  'aws:securetransport': ['true', 'false'],
  [mfa]: ['true', 'false'],
  'aws:viaawsservice': ['true', 'false'],
  'aws:principalisawsservice': ['true', 'false'],
};
