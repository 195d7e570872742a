// Canaries: values sent where a secret belongs. None may ever come back in an answer or stand in a log.

export const canary = {
  recipient: 'canary-in-a-cage@example.com',
  password: 'canary-password-7Qm2xV',
  code: '918273',
  token: 'canaryTokenCanaryTokenCanaryTokenCanaryToke',
} as const;
