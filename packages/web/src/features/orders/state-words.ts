// How each state of an order is said: a word, a tone and an icon, never the tone alone.
import type { OrderState } from '@cool/contract/orders';
import type { IconName } from '#ui/icon.tsx';
import type { Tone } from '#ui/note.tsx';

export interface StateWord {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: IconName;
}

export const stateWords: Readonly<Record<OrderState, StateWord>> = {
  placed: { word: 'Placed', tone: 'warn', icon: 'plus' },
  confirmed: { word: 'Confirmed', tone: 'info', icon: 'check' },
  assigned: { word: 'Assigned', tone: 'info', icon: 'user' },
  collected: { word: 'Collected', tone: 'brand', icon: 'box' },
  en_route: { word: 'On the way', tone: 'brand', icon: 'bike' },
  arrived: { word: 'At the door', tone: 'brand', icon: 'door' },
  delivered: { word: 'Delivered', tone: 'good', icon: 'check' },
  failed: { word: 'Not delivered', tone: 'bad', icon: 'alert' },
  rescheduled: { word: 'Rescheduled', tone: 'warn', icon: 'redo' },
  returning: { word: 'Going back', tone: 'warn', icon: 'turn' },
  returned: { word: 'Returned', tone: 'neutral', icon: 'turn' },
  cancelled: { word: 'Cancelled', tone: 'neutral', icon: 'close' },
};
