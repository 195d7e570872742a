import './orders.css';

export { allowedCommands } from './allowed-commands.ts';
export { commandWords, reasonWords } from './command-words.ts';
export { FailDialog } from './fail-dialog.tsx';
export { type CommandOutcome, giveCommand } from './give-command.ts';
export { ImportPage } from './import-page.tsx';
export { newEventId } from './intent.ts';
export { MyOrdersPage } from './my-orders-page.tsx';
export { OrderDrawer } from './order-drawer.tsx';
export { readCouriers, readOpenOrders, readOrder, readRun, searchOrders } from './orders-client.ts';
export { PlaceOrderPage } from './place-order-page.tsx';
export { PromiseLine, PromiseNote } from './promise-line.tsx';
export { type PromiseWords, promiseWords } from './promise-words.ts';
export { StateBadge } from './state-badge.tsx';
export { stateWords } from './state-words.ts';
export { noWish, type WindowWish, windowOf } from './window-choices.ts';
export { WindowFields } from './window-fields.tsx';
