// Token buckets in memory, one per key, bounded: the limit of a process, not of the platform. Pure but for its map;
// the caller brings the time.

export interface TokenBuckets {
  /** 0 when a token was taken, else the seconds until one is there. */
  take(key: string, nowMs: number): number;
}

export function tokenBuckets(perMinute: number, mostKeys = 20_000): TokenBuckets {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const perMs = perMinute / 60_000;
  return {
    take(key, nowMs) {
      const known = buckets.get(key) ?? { tokens: perMinute, atMs: nowMs };
      const tokens = Math.min(perMinute, known.tokens + Math.max(0, nowMs - known.atMs) * perMs);
      buckets.delete(key); // inserted anew below: the map's order is the order of last use
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
      if (buckets.size > mostKeys) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      return tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / perMs / 1_000));
    },
  };
}
