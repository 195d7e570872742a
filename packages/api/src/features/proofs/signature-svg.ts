// A signature as it is kept: one SVG made of nothing but our own words and the whole numbers of its lines.

import { inkOf, proofLimits, type Signature } from '@cool/contract/orders';

/** Null when the lines are too short to be a signature. */
export function signatureSvg(signature: Signature): string | null {
  if (inkOf(signature) < proofLimits.signatureLength) return null;
  const { signatureWidth: width, signatureHeight: height } = proofLimits;
  const path = signature.strokes
    .map((stroke) => stroke.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${whole(x)} ${whole(y)}`).join(''))
    .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<rect width="${width}" height="${height}" fill="#fff"/>` +
    `<path d="${path}" fill="none" stroke="#111" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></svg>`
  );
}

/** The schema lets only whole numbers in; what is written into markup is made sure of where it is written. */
function whole(value: number): number {
  if (!Number.isInteger(value))
    throw new TypeError(`A point of a signature is a whole number, not ${value}.`);
  return value;
}
