// The steps of a delivery in the recipient's words. The API renders the page with them and the page's script keeps it
// fresh, so both must say the same. A door of its own, without schemas: that script is counted in bytes.

import type { OrderState } from '../orders/lifecycle.ts';

export const stepWords: Readonly<Record<OrderState, string>> = {
  placed: 'Placed',
  confirmed: 'Confirmed',
  assigned: 'Courier found',
  collected: 'Collected',
  en_route: 'On its way',
  arrived: 'At the door',
  delivered: 'Delivered',
  failed: 'Not delivered',
  rescheduled: 'To be tried again',
  returning: 'Going back',
  returned: 'Returned',
  cancelled: 'Cancelled',
};
