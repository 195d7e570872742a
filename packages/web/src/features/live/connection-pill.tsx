// Says whether what is shown is live. Never by colour alone.
import { Badge } from '#ui/note.tsx';
import type { Connection } from './live-client.ts';

export function ConnectionPill({ connection }: { readonly connection: Connection }) {
  return (
    <span role="status" aria-label="Connection">
      {connection === 'live' && (
        <Badge tone="good" icon="check">
          Live
        </Badge>
      )}
      {connection === 'connecting' && (
        <Badge tone="neutral" icon="clock">
          Connecting
        </Badge>
      )}
      {connection === 'reconnecting' && (
        <Badge tone="warn" icon="redo">
          Reconnecting
        </Badge>
      )}
    </span>
  );
}
