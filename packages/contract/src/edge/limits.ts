// Sizes and rates that more than one end must know.

export const limits = {
  bodyBytes: 64 * 1024,
  importBodyBytes: 640 * 1024, // 500,000 characters of CSV in JSON, with room for escapes
  proofBodyBytes: 512 * 1024, // a photo of 480,000 characters of base64, or a signature
  headerBytes: 16 * 1024,
  urlBytes: 4 * 1024,
  requestsPerMinutePerAddress: 1_200,
  requestsPerMinutePerPrincipal: 1_200,
  signInsPerMinutePerAddress: 60,
  streamsPerSession: 4,
  streamsPerAddress: 32,
} as const;

/** Beginnings of the paths on which somebody could guess a password, code or link: what `signInsPerMinutePerAddress` is for. */
export const guessablePaths = [
  '/api/account/',
  '/api/enrolment/',
  '/api/invitations',
  '/api/managed',
  '/api/password-reset',
  '/api/people/',
  '/api/re-enrolment',
  '/api/sessions/',
  '/api/sign-in',
  '/api/step-up',
] as const;

/** What the edge sends to the API; all else is a file of the web application, or its shell. */
export const apiPaths = ['/api/', '/t/'] as const;

/** The one header the API believes about the client's address; the edge strips whatever a client sent under it. */
export const viewerAddressHeader = 'cloudfront-viewer-address';
