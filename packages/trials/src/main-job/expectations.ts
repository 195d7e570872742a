// What the main job must come to, in the trial's own words: a judge shares no table with the judged.

/** The straight way of an order: what was done, and the state it led to. */
export const straightWay = [
  ['place', 'placed'],
  ['confirm', 'confirmed'],
  ['assign', 'assigned'],
  ['collect', 'collected'],
  ['depart', 'en_route'],
  ['arrive', 'arrived'],
  ['deliver', 'delivered'],
] as const;

export const rowsInTheFile = 200;
export const couriersOnTheJob = 6;
