// The one source of "now", so that a test can hold time still.

export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
