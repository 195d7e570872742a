import { beforeAll, expect, test } from 'vitest';
import { Refusal } from '#platform/problem.ts';
import { aJpeg, claiming, withExif } from './jpeg.fixture.ts';
import { jpegHeader } from './jpeg-header.ts';
import { type ReEncode, reEncoder } from './re-encode.ts';
import { evidenceOfPhoto, evidenceOfSignature } from './take-proof.ts';

const reEncode = reEncoder();
const neverAsked: ReEncode = () => Promise.reject(new Error('The codec was asked.'));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
let jpeg: Uint8Array;

beforeAll(async () => {
  jpeg = await aJpeg(120, 80);
});

async function refusal(given: Uint8Array | string, codec: ReEncode = neverAsked) {
  const asked = evidenceOfPhoto(typeof given === 'string' ? given : base64(given), codec);
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw new Error(`Not refused: ${String(error)}`);
  return { code: error.code, given: error.more.errors?.[0]?.given };
}

test('what is kept is made anew: nothing a phone wrote beside the picture is in it', async () => {
  const words = 'Aoife at 53.3438 N 6.2546 W';
  const { bytes, digest } = await evidenceOfPhoto(base64(withExif(jpeg, 1, words)), reEncode);
  const kept = Buffer.from(bytes).toString('latin1');
  expect(withExif(jpeg, 1, words).toString()).not.toBe(bytes.toString());
  expect(kept).not.toContain('Exif');
  expect(kept).not.toContain('53.3438');
  expect(jpegHeader(bytes)).toEqual({ ok: true, width: 120, height: 80 });
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
});

test('a photo taken with the phone held upright stands upright without its EXIF', async () => {
  const { bytes } = await evidenceOfPhoto(base64(withExif(jpeg, 6, 'x')), reEncode);
  expect(jpegHeader(bytes)).toEqual({ ok: true, width: 80, height: 120 });
});

test('the same photo is the same evidence, so sending it twice keeps it once', async () => {
  const [one, two] = await Promise.all([1, 2].map(() => evidenceOfPhoto(base64(jpeg), reEncode)));
  expect(one?.digest).toBe(two?.digest);
});

test.each([
  ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'a file that is a PNG'],
  ['an SVG', Buffer.from('<svg onload="alert(1)">'), 'a file that is an SVG or HTML'],
  ['a HEIC', Buffer.from('0000001866747970686569630000', 'hex'), 'a file that is a HEIC, an AVIF or a film'],
  ['no picture at all', Buffer.from('MZ executable'), 'a file that is no picture we know'],
  ['nothing but a beginning', Buffer.from('ffd8ffd9', 'hex'), 'a JPEG that does not say how large it is'],
])('%s is refused before any codec sees it', async (_name, bytes, given) => {
  expect(await refusal(bytes)).toEqual({ code: 'proof-refused', given });
});

test('a file hidden behind the picture is refused', async () => {
  const polyglot = Buffer.concat([jpeg, Buffer.from('PK\x03\x04')]);
  expect((await refusal(polyglot)).given).toBe('a JPEG that is cut short, or has something behind its end');
  expect((await refusal(jpeg.subarray(0, jpeg.length - 40))).given).toContain('cut short');
});

test.each([
  [65_535, 65_535],
  [4_097, 10],
  [3_000, 2_001],
])(
  'a picture that claims %d × %d pixels is refused before memory is reserved for it',
  async (width, height) => {
    expect((await refusal(claiming(jpeg, width, height))).given).toBe(`${width} × ${height} pixels`);
  },
);

test('a file that lies about its size, or whose pixels are no pixels, ends in a refusal and not in a crash', async () => {
  const broken = Buffer.from(jpeg);
  broken.fill(0xaa, 20, jpeg.length - 2);
  broken.set(jpeg.subarray(0, 20));
  expect((await refusal(broken)).code).toBe('proof-refused');
  const twice = Buffer.concat([jpeg.subarray(0, 2), frame(200, 200), jpeg.subarray(2)]);
  expect((await refusal(twice, reEncode)).given).toBe('a JPEG that cannot be read');
});

/** A frame of its own before the real one: one reader takes the first, another the second. */
function frame(width: number, height: number): Buffer {
  const segment = Buffer.from('ffc0000b0800000000010111 00'.replaceAll(' ', ''), 'hex');
  segment.writeUInt16BE(height, 5);
  segment.writeUInt16BE(width, 7);
  return segment;
}

test('a codec with no place left is told as "try again", not as a wrong photo', async () => {
  expect((await refusal(jpeg, async () => 'busy')).code).toBe('unavailable');
});

test('a signature is kept as an SVG of our own words and numbers', () => {
  const strokes = [
    [
      { x: 10, y: 20 },
      { x: 400, y: 300 },
    ],
    [{ x: 5, y: 5 }],
  ];
  const { bytes } = evidenceOfSignature({ strokes });
  const svg = Buffer.from(bytes).toString('utf8');
  expect(svg).toContain('<path d="M10 20L400 300M5 5"');
  expect(svg).not.toMatch(/script|href|on[a-z]+=/);
});

test('a dot is no signature, and nothing but whole numbers is ever written into markup', () => {
  expect(() => evidenceOfSignature({ strokes: [[{ x: 1, y: 1 }]] })).toThrow(Refusal);
  const planted = {
    strokes: [
      [
        { x: 0, y: 0 },
        { x: '999"/><script>' as unknown as number, y: 400 },
      ],
    ],
  };
  expect(() => evidenceOfSignature(planted)).toThrow();
});
