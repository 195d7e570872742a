// How a stream behaves; the edge and the load balancer are set from the same numbers.

export const streamTimes = {
  heartbeatMs: 15_000, // below CloudFront's shortest response timeout
  maxAgeMs: 15 * 60_000, // a session revoked while idle is noticed, and a deploy is never waited for
  retryMs: 1_000,
} as const;
