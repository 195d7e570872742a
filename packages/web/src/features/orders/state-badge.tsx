// The state of an order as a badge.
import type { OrderState } from '@cool/contract/orders';
import { Badge } from '#ui/note.tsx';
import { stateWords } from './state-words.ts';

export function StateBadge({ state }: { readonly state: OrderState }) {
  const { tone, icon, word } = stateWords[state];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
