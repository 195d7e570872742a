// What a JPEG says of itself before anything decodes it (ITU-T T.81, annex B): that it is one, how large its picture is,
// and that nothing stands behind its end. A decoder reserves memory by these numbers, so they are judged first.

export type JpegHeader =
  | { readonly ok: true; readonly width: number; readonly height: number }
  | { readonly ok: false; readonly given: string };

/** Start of frame: baseline, extended, progressive. The rest (lossless, arithmetic, hierarchical) no camera writes. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
const otherFrames = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);
const startOfScan = 0xda;

export function jpegHeader(bytes: Uint8Array): JpegHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return no(`a file that is ${kindOf(bytes)}`);
  if (view.getUint16(bytes.length - 2) !== 0xffd9) {
    return no('a JPEG that is cut short, or has something behind its end');
  }
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (view.getUint8(at) !== 0xff) return no('a JPEG with bytes between its segments');
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // fill bytes may stand before a marker
      continue;
    }
    if (frames.has(marker)) return frame(view, at + 4);
    if (otherFrames.has(marker)) return no('a JPEG of a kind that cameras do not write');
    if (marker === startOfScan || marker === 0xd9) break;
    at += 2 + view.getUint16(at + 2);
  }
  return no('a JPEG that does not say how large it is');
}

/** Precision, height, width, number of colour components. */
function frame(view: DataView, at: number): JpegHeader {
  if (at + 6 > view.byteLength) return no('a JPEG that does not say how large it is');
  const precision = view.getUint8(at);
  const height = view.getUint16(at + 1);
  const width = view.getUint16(at + 3);
  const components = view.getUint8(at + 5);
  if (precision !== 8 || (components !== 1 && components !== 3)) {
    return no(`a JPEG with ${components} colour components of ${precision} bits`);
  }
  if (width === 0 || height === 0) return no('a JPEG that does not say how large it is');
  return { ok: true, width, height };
}

function kindOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x89PNG')) return 'a PNG';
  if (head.startsWith('GIF8')) return 'a GIF';
  if (head.startsWith('RIFF')) return 'a WebP';
  if (head.slice(4, 8) === 'ftyp') return 'a HEIC, an AVIF or a film';
  if (head.startsWith('%PDF')) return 'a PDF';
  if (head.startsWith('<')) return 'an SVG or HTML';
  return 'no picture we know';
}

function no(given: string): JpegHeader {
  return { ok: false, given };
}
