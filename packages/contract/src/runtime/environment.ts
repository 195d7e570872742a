// How a process of the API is told what it needs: environment variables, each documented in docs/configuration.md.

export const environmentVariables = {
  MONGODB_URI: 'Address of the database.',
  DATABASE: 'Name of the database.',
  DATABASE_USER_FILE:
    'Path of the JSON file with the user of the database, where it wants one; in AWS it comes from Secrets Manager.',
  HOST: 'Address to listen on.',
  PORT: 'Port to listen on; 0 takes a free one and logs it.',
  KEYS_FILE: 'Path of the JSON file with the secret keys; in AWS it comes from Secrets Manager.',
  MAIL_DIR: 'Folder of the file mailbox.',
  EVIDENCE_DIR: 'Folder of the proofs of delivery.',
  PUBLIC_ORIGIN: 'Origin that links in mails begin with.',
  MFA_REQUIRED: '`staff` or `all`: who must have a second factor.',
  TRACE_FILE: 'Path of the file that takes a trace of each request; none is kept without it.',
  DRAIN_MS: 'How long the process still answers after SIGTERM while /readyz already says 503.',
} as const;

export type EnvironmentVariable = keyof typeof environmentVariables;

export const paths = { live: '/livez', ready: '/readyz' } as const;

/** The port of `npm start`, and the port the API listens on behind the load balancer. */
export const ports = { edge: 8080, api: 8443 } as const;
