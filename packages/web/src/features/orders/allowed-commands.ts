// Which buttons an order shows: what its state allows (lifecycle) and this role may give (permissions). The server
// decides again; this keeps people from pressing what would be refused.

import type { Role } from '@cool/contract/identity';
import {
  commandsIn,
  mayCommand,
  type OrderCommand,
  type OrderEvent,
  type OrderState,
} from '@cool/contract/orders';

export interface CommandSubject {
  readonly state: OrderState;
  /** Known once the order was opened; a parcel that was ever collected can no longer be cancelled. */
  readonly events?: readonly Pick<OrderEvent, 'command'>[];
}

export function allowedCommands(subject: CommandSubject, role: Role): readonly OrderCommand[] {
  const wasCollected = subject.events?.some(({ command }) => command === 'collect') ?? false;
  return commandsIn(subject.state)
    .filter((command) => mayCommand[command].includes(role))
    .filter((command) => !(command === 'cancel' && wasCollected));
}
