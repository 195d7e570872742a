// JPEGs for tests: one as a phone would take it, with what phones write beside the picture.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import encode, { init } from '@jsquash/jpeg/encode.js';

const { resolve } = createRequire(import.meta.url);

/** A picture with a gradient, so that up and down can be told apart. */
export async function aJpeg(width: number, height: number): Promise<Uint8Array> {
  await init({ wasmBinary: readFileSync(resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm')) });
  const data = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i += 1) {
    data.set([(i % width) % 256, Math.floor(i / width) % 256, 90, 255], i * 4);
  }
  const picture = { data, width, height, colorSpace: 'srgb' } as const;
  return new Uint8Array(await encode(picture, { quality: 60 }));
}

/** EXIF as a phone writes it: which way was up, and the words given (a place, a camera). */
export function withExif(jpeg: Uint8Array, orientation: number, words: string): Uint8Array {
  const text = Buffer.from(`${words}\0`, 'latin1');
  const tiff = Buffer.alloc(8 + 2 + 2 * 12 + 4);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  entry(tiff, 10, { tag: 0x010e, type: 2, count: text.length, value: tiff.length }); // ImageDescription
  entry(tiff, 22, { tag: 0x0112, type: 3, count: 1, value: orientation * 0x10000 }); // Orientation
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, text]);
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xffe1, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

function entry(
  tiff: Buffer,
  at: number,
  { tag, type, count, value }: { tag: number; type: number; count: number; value: number },
): void {
  tiff.writeUInt16BE(tag, at);
  tiff.writeUInt16BE(type, at + 2);
  tiff.writeUInt32BE(count, at + 4);
  tiff.writeUInt32BE(value, at + 8);
}

/** The same file with another size in its frame: what a decoder that believes it would reserve memory for. */
export function claiming(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const lie = Buffer.from(jpeg);
  const frame = [0xc0, 0xc1, 0xc2]
    .map((marker) => lie.indexOf(Buffer.of(0xff, marker)))
    .filter((at) => at > 0);
  const at = Math.min(...frame);
  lie.writeUInt16BE(height, at + 5);
  lie.writeUInt16BE(width, at + 7);
  return lie;
}
