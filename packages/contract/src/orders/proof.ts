// What proves that a parcel reached its recipient: the PIN of their mail, a signature drawn at the door, or a photo.
// A signature travels as the lines that were drawn, never as a picture: there is nothing in it to decode.

import Type, { type Static } from 'typebox';

const closed = { additionalProperties: false } as const;

export const proofKinds = ['pin', 'signature', 'photo'] as const;
export type ProofKind = (typeof proofKinds)[number];

/** What the sender asks for at the door. `pin`: nothing else will do. `any`: a signature or a photo as well. */
export const proofPolicies = ['pin', 'any'] as const;
export type ProofPolicy = (typeof proofPolicies)[number];

export const proofLimits = {
  /** Of the photo as it is sent, in base64; pages make it smaller before they send it. */
  photoCharacters: 480_000,
  photoLongestSide: 4_096,
  photoPixels: 6_000_000,
  /** What the server may make of it. */
  storedBytes: 2_000_000,
  signatureWidth: 1_000,
  signatureHeight: 400,
  signatureStrokes: 40,
  signaturePoints: 400, // of one stroke
  /** A dot or a slip of the finger is no signature: all lines together are at least this long. */
  signatureLength: 200,
} as const;

/** On a field `signatureWidth` wide and `signatureHeight` high, from its upper left corner. */
const point = Type.Object(
  {
    x: Type.Integer({ minimum: 0, maximum: proofLimits.signatureWidth }),
    y: Type.Integer({ minimum: 0, maximum: proofLimits.signatureHeight }),
  },
  closed,
);

export const signature = Type.Object(
  {
    strokes: Type.Array(Type.Array(point, { minItems: 1, maxItems: proofLimits.signaturePoints }), {
      minItems: 1,
      maxItems: proofLimits.signatureStrokes,
    }),
  },
  closed,
);

/** A JPEG in base64. What is kept is made anew from its pixels, so nothing else that stood in the file is kept. */
export const photo = Type.String({
  minLength: 100,
  maxLength: proofLimits.photoCharacters,
  pattern: '^[A-Za-z0-9+/]+={0,2}$',
  description: `a JPEG file in base64, at most ${proofLimits.photoCharacters} characters`,
});

/** What an event says about its proof. The digest is that of the kept file, so the audit chain vouches for it. */
export const proofRecord = Type.Object(
  {
    kind: Type.Enum(proofKinds),
    digest: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 in 64 hexadecimal digits' }),
    ),
  },
  closed,
);

export type Signature = Static<typeof signature>;
export type ProofRecord = Static<typeof proofRecord>;

/**
 * The proofs that will do for an order, the strongest first. Who asked for the parcel to be left in a safe place cannot
 * say a PIN at the door, so a photo of it will do; only the holder of the manage link, sent with the PIN, can ask for it.
 */
export function acceptedProofs(order: {
  readonly proofPolicy?: ProofPolicy | undefined;
  readonly instructions?: { readonly safePlace: boolean } | null | undefined;
}): readonly ProofKind[] {
  if (order.proofPolicy === 'any') return proofKinds;
  return order.instructions?.safePlace === true ? ['pin', 'photo'] : ['pin'];
}

/** How long all lines of a signature are together, in units of its field. */
export function inkOf({ strokes }: Signature): number {
  const lengths = strokes.flatMap((stroke) =>
    stroke.slice(1).map((to, i) => {
      const from = stroke[i] ?? to;
      return Math.hypot(to.x - from.x, to.y - from.y);
    }),
  );
  return lengths.reduce((sum, length) => sum + length, 0);
}
