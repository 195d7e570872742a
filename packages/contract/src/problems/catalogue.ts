// Every problem this system answers with (RFC 9457). A code never changes its meaning; docs/problems.md is
// compared with this table both ways.

export const problems = {
  'body-invalid': { status: 400, title: 'The request does not have the form this route expects.' },
  'body-not-json': { status: 400, title: 'The body is not JSON.' },
  'body-too-large': { status: 413, title: 'The body is larger than this route takes.' },
  'media-type-unsupported': { status: 415, title: 'This route takes application/json.' },
  'cross-site': { status: 403, title: 'The request came from another site.' },
  'not-signed-in': { status: 401, title: 'Nobody is signed in.' },
  'sign-in-failed': { status: 401, title: 'E-mail, password or code do not fit.' },
  'code-used': { status: 401, title: 'That code was already used. Wait for the next one.' },
  'sign-in-locked': { status: 429, title: 'Too many attempts. Try again later.' },
  'second-factor-required': { status: 403, title: 'This needs a second factor.' },
  'enrolment-closed': { status: 409, title: 'A second factor is already enrolled.' },
  'invitation-invalid': { status: 404, title: 'This invitation does not exist, was used or has expired.' },
  'step-up-required': { status: 403, title: 'This needs a second factor given just now.' },
  'link-invalid': { status: 404, title: 'This link does not exist, was used or has expired.' },
  'last-admin': { status: 409, title: 'This would leave the house without an admin.' },
  'already-member': { status: 409, title: 'This address already has an account.' },
  'person-changed': {
    status: 409,
    title: 'Somebody changed this account at the same moment. Read it again.',
  },
  'four-eyes': { status: 409, title: 'This needs a second person.' },
  forbidden: { status: 403, title: 'Your role may not do this.' },
  'not-found': { status: 404, title: 'There is nothing here.' },
  'method-not-allowed': { status: 405, title: 'This method is not offered here.' },
  'version-stale': { status: 412, title: 'The order has changed since you read it.' },
  'version-required': { status: 428, title: 'Say with If-Match which version of the order you read.' },
  'transition-refused': { status: 409, title: 'The order is not in a state that allows this.' },
  'event-id-reused': { status: 422, title: 'This eventId was used for a different change.' },
  'courier-unknown': { status: 422, title: 'There is no such courier.' },
  'pin-wrong': { status: 422, title: 'The PIN is not right.' },
  'pin-locked': { status: 429, title: 'Too many wrong PINs. Try again later.' },
  'too-many-requests': { status: 429, title: 'Too many requests.' },
  'too-many-streams': { status: 429, title: 'Too many live streams.' },
  'header-invalid': { status: 400, title: 'A header does not have the form this route expects.' },
  draining: { status: 503, title: 'This process is stopping. Try again.' },
  unavailable: { status: 503, title: 'The service cannot answer just now. Try again.' },
  internal: { status: 500, title: 'Something broke on our side.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;
