// The requirements of NIST SP 800-53 revision 5 that controls cite, with their published names.

export const nist80053r5 = {
  'nist-800-53r5/ac-3': 'Access Enforcement',
  'nist-800-53r5/ac-4': 'Information Flow Enforcement',
  'nist-800-53r5/ac-6': 'Least Privilege',
  'nist-800-53r5/ac-17': 'Remote Access',
  'nist-800-53r5/au-2': 'Event Logging',
  'nist-800-53r5/au-12': 'Audit Record Generation',
  'nist-800-53r5/cm-6': 'Configuration Settings',
  'nist-800-53r5/cm-7': 'Least Functionality',
  'nist-800-53r5/cm-8': 'System Component Inventory',
  'nist-800-53r5/cp-10': 'System Recovery and Reconstitution',
  'nist-800-53r5/ia-2': 'Identification and Authentication (Organizational Users)',
  'nist-800-53r5/ia-5': 'Authenticator Management',
  'nist-800-53r5/sc-5': 'Denial-of-service Protection',
  'nist-800-53r5/sc-7': 'Boundary Protection',
  'nist-800-53r5/sc-7.5': 'Boundary Protection: Deny by Default, Allow by Exception',
  'nist-800-53r5/sc-7.21': 'Boundary Protection: Isolation of System Components',
} as const;

export type Requirement = keyof typeof nist80053r5;
