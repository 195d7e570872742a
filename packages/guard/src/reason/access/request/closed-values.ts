// Keys whose values AWS itself writes: nothing else can occur.

const trueOrFalse = ['true', 'false'] as const;

export const closedValues: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws:securetransport', trueOrFalse],
  ['aws:multifactorauthpresent', trueOrFalse],
  ['aws:viaawsservice', trueOrFalse],
  ['aws:principalisawsservice', trueOrFalse],
]);
