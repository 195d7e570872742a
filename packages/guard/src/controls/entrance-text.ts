// How one gets at the start of a chain, for a reader: the packet that gets in, or the request that nobody is refused.

import { shownText } from '../reason/accounts/home.ts';
import type { Entrance } from '../reason/chain/entry.ts';
import { packetText } from './no-internet-path.ts';

export const entranceText = (entrance: Entrance): string =>
  entrance.kind === 'packet' ? packetText(entrance.packet, entrance.host) : shownText(entrance.text);
