// How large a photo may leave the phone. Pure: how it is drawn smaller is shrink-photo.ts's business.
import { proofLimits } from '@cool/contract/orders';

const longestSide = 1_600;

/** Smaller, never larger, in the same shape. */
export function fitted(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Tried in turn until the photo is small enough. */
export const qualities: readonly number[] = [0.8, 0.6, 0.4, 0.25];

export function isSmallEnough(base64: string): boolean {
  return base64.length <= proofLimits.photoCharacters;
}
