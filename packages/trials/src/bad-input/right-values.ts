// Values every route takes: what the bad ones are made from.

import { randomUUID } from 'node:crypto';
import { canary } from './secrets.ts';

export function rightOrder(eventId: string = randomUUID()) {
  return {
    eventId,
    pickup: {
      name: 'General Post Office',
      address: "O'Connell Street Lower",
      routingKey: 'D01',
      position: { lat: 53.3494, lon: -6.2605 },
    },
    dropOff: {
      name: 'Heuston Station',
      address: "St John's Road West",
      routingKey: 'D08',
      position: { lat: 53.3464, lon: -6.2946 },
    },
    recipient: { name: 'Tara Quill', email: canary.recipient },
    parcel: { description: 'A canary in a cage', weightGrams: 950 },
  };
}

const header =
  'pickup_name,pickup_address,pickup_routing_key,pickup_lat,pickup_lon,dropoff_name,dropoff_address,' +
  'dropoff_routing_key,dropoff_lat,dropoff_lon,recipient_name,recipient_email,parcel,weight_grams,source';

/** A file of one row, without quotes, so that a case can change a cell by its place. */
export const rightCsv = `${header}\nGPO,O'Connell Street Lower,D01,53.3494,-6.2605,Heuston,St John's Road West,D08,53.3464,-6.2946,Tara Quill,${canary.recipient},A canary in a cage,950,trial\n`;
