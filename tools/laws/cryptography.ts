// Cryptography has few ways in, and no weak one: which ciphers, hashes and random sources the sources may name.

import { isCode, isTest, type SourceFile } from './source-tree.ts';

/** The name a call is given; absent where it is worked out elsewhere. */
const calls =
  /\b(createCipheriv|createDecipheriv|createHash|createHmac|createSign|createVerify|generateKeyPairSync)\(\s*(?:'([^']+)')?/g;

/** A cipher's name counts wherever it stands, also in a table that a call reads. */
const cipherNames = /'((?:aes|aria|camellia)-\d[\w-]*|chacha20[\w-]*|(?:des3?|rc[24]|bf|sm4)(?:-[\w-]+)?)'/g;

/** Codes of authenticators: the library counts with SHA-1 where it is told nothing (docs/decisions/0046). */
const oneTimeCodes = /\bnew TOTP\(\{([^}]*)\}/g;

/** Takes its algorithm from its own table, whose names are judged as they stand there. */
const readsTable = /^packages\/api\/src\/platform\/secret-box\.ts$/;

const allowed: Readonly<Record<string, readonly string[]>> = {
  createCipheriv: ['aes-256-gcm'],
  createDecipheriv: ['aes-256-gcm'],
  createHash: ['sha256', 'sha384', 'sha512'],
  createHmac: ['sha256', 'sha512'],
  createSign: [],
  createVerify: [],
  generateKeyPairSync: ['ed25519'],
};

/** Where chance only spreads load or draws a scene, and nobody could gain by guessing it. */
const mayRollDice = [/^packages\/(trials|guard|web)\//, /^packages\/local\/src\/demo\//];

/** One sentence for each weak or unlisted use, in what runs as the service. */
export function cryptographyBreaches(files: readonly SourceFile[]): readonly string[] {
  const codes = files
    .filter((file) => isCode(file) && !isTest(file))
    .flatMap(({ path, text }) =>
      [...text.matchAll(oneTimeCodes)]
        .filter(([, options = '']) => !/\balgorithm: 'SHA256'/.test(options))
        .map(() => `${path}: new TOTP without SHA256`),
    );
  const others = files
    .filter((file) => isCode(file) && !isTest(file) && /^packages\/(api|contract|local)\//.test(file.path))
    .flatMap((file) => [
      ...[...file.text.matchAll(calls)]
        .filter(([, call = '', name]) => !isAllowed(file, call, name))
        .map(([, call, name]) => `${file.path}: ${call} with ${name ?? 'what is no name'}`),
      ...[...file.text.matchAll(cipherNames)]
        .filter(([, name]) => name !== 'aes-256-gcm')
        .map(([, name]) => `${file.path} names ${name}`),
      ...(/\bMath\.random\(/.test(file.text) && !mayRoll(file.path)
        ? [`${file.path}: Math.random, which can be guessed`]
        : []),
    ]);
  return [...codes, ...others];
}

function isAllowed(file: SourceFile, call: string, name: string | undefined): boolean {
  return name === undefined ? readsTable.test(file.path) : allowed[call]?.includes(name) === true;
}

function mayRoll(path: string): boolean {
  return mayRollDice.some((place) => (typeof place === 'string' ? place === path : place.test(path)));
}
