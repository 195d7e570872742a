// Gives one command on the version of the order the person was looking at, and sorts the answer into what a page
// has to do: go on, show that the order changed meanwhile, or show why not.
import type { CommandBody, Order, OrderCommand, OrderRow } from '@cool/contract/orders';
import type { Refusal } from '#http/http-client.ts';
import { newEventId } from './intent.ts';
import { sendCommand } from './orders-client.ts';

export type CommandOutcome =
  | { readonly kind: 'done'; readonly order: Order }
  /** Somebody else was faster: read again, then decide again. */
  | { readonly kind: 'changed'; readonly refusal: Refusal }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export async function giveCommand<Command extends OrderCommand>(
  target: Pick<OrderRow, 'id' | 'version'>,
  command: Command,
  details: Omit<CommandBody<Command>, 'eventId'>,
): Promise<CommandOutcome> {
  const body = { ...details, eventId: newEventId() } as CommandBody<Command>;
  const answer = await sendCommand(target, command, body);
  if (answer.ok) return { kind: 'done', order: answer.value };
  const { code } = answer.refusal;
  const changed = code === 'version-stale' || code === 'transition-refused';
  return { kind: changed ? 'changed' : 'refused', refusal: answer.refusal };
}
