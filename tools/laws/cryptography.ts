// Cryptography has few ways in, and no weak one: which ciphers, hashes and random sources the sources may name.

import { isCode, isTest, type SourceFile } from './source-tree.ts';

const calls =
  /\b(createCipheriv|createDecipheriv|createHash|createHmac|createSign|createVerify)\(\s*'([^']+)'/g;

const allowed: Readonly<Record<string, readonly string[]>> = {
  createCipheriv: ['aes-256-gcm'],
  createDecipheriv: ['aes-256-gcm'],
  createHash: ['sha256', 'sha384', 'sha512'],
  createHmac: ['sha256', 'sha512'],
  createSign: [],
  createVerify: [],
};

/** Where chance only spreads load or draws a scene, and nobody could gain by guessing it. */
const mayRollDice = [/^packages\/(trials|guard|web)\//, /^packages\/local\/src\/demo\//];

/** One sentence for each weak or unlisted use, in what runs as the service. */
export function cryptographyBreaches(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => isCode(file) && !isTest(file) && /^packages\/(api|contract|local)\//.test(file.path))
    .flatMap((file) => [
      ...[...file.text.matchAll(calls)]
        .filter(([, call = '', name = '']) => allowed[call]?.includes(name) !== true)
        .map(([, call, name]) => `${file.path}: ${call} with ${name}`),
      ...(/\bMath\.random\(/.test(file.text) && !mayRoll(file.path)
        ? [`${file.path}: Math.random, which can be guessed`]
        : []),
    ]);
}

function mayRoll(path: string): boolean {
  return mayRollDice.some((place) => (typeof place === 'string' ? place === path : place.test(path)));
}
