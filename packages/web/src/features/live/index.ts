export { ConnectionPill } from './connection-pill.tsx';
export type { Connection } from './live-client.ts';
export { type OrderFeed, useOrderFeed } from './use-order-feed.ts';
