// The three environments, in the order a release travels.

export const environmentNames = ['dev', 'qa', 'prod'] as const;

export type EnvironmentName = (typeof environmentNames)[number];
