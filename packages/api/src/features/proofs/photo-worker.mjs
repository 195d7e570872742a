// Makes a JPEG anew from its pixels, in a thread of its own: whatever else stood in the file (position, camera, a
// thumbnail, a hidden file) is not pixels and does not come along. The codec is WebAssembly, so even a picture made to
// break it breaks only its own memory. Started for one photo, then gone.
//
// Plain JavaScript: the first file of a thread is loaded by Node itself, which reads no TypeScript in every version we run on.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import decode, { init as initDecoder } from '@jsquash/jpeg/decode.js';
import encode, { init as initEncoder } from '@jsquash/jpeg/encode.js';

const { resolve } = createRequire(import.meta.url);

/** The codec's complaints quote the file: nobody is to read them. */
const codec = (path) => ({
  wasmBinary: readFileSync(resolve(`@jsquash/jpeg/codec/${path}`)),
  print: () => undefined,
  printErr: () => undefined,
});

await initDecoder(codec('dec/mozjpeg_dec.wasm'));
await initEncoder(codec('enc/mozjpeg_enc.wasm'));

// The one thing of the file's own words that is honoured: which way was up.
const pixels = await decode(workerData.slice().buffer, { preserveOrientation: true });
const made = await encode(pixels, { quality: 75, progressive: false });
parentPort?.postMessage({ width: pixels.width, height: pixels.height, bytes: new Uint8Array(made) });
