// Keys whose values AWS itself writes: nothing else can occur.

export const closedValues: Readonly<Record<string, readonly string[]>> = {
  'aws:securetransport': ['true', 'false'],
  'aws:multifactorauthpresent': ['true', 'false'],
  'aws:viaawsservice': ['true', 'false'],
  'aws:principalisawsservice': ['true', 'false'],
};
