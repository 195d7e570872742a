// What may be written after `npm start --`. Pure: arguments in, options or one sentence out. Plain JavaScript,
// because a wrong option must be told before anything is installed.

import { isAbsolute, resolve } from 'node:path';

/**
 * @typedef {object} Options
 * @property {number} port
 * @property {string} data absolute path of the data folder
 * @property {boolean} fresh
 * @property {boolean} demo
 * @property {number} api how many processes of the API
 * @property {string | null} mongodbUri a server to use in place of the embedded engine
 */

/** @typedef {{ kind: 'run', options: Options } | { kind: 'help' } | { kind: 'refused', sentence: string }} Wish */

export const usage = `npm start [-- OPTIONS]

  --port N      port of http://localhost:N (default 8080; 0 takes a free one)
  --data DIR    data folder (default .data)
  --fresh       empty the data folder first
  --no-demo     no personas and no demo orders; prints an invitation for the first admin
  --api N       processes of the API (default 2)
  --help        this text

MONGODB_URI     address of a MongoDB server to use in place of the embedded engine`;

const allowed = '--port N, --data DIR, --fresh, --no-demo, --api N, --help';

/**
 * @param {readonly string[]} args
 * @param {{ callerFolder: string, root: string, mongodbUri: string | undefined }} around
 * @returns {Wish}
 */
export function readOptions(args, around) {
  const wish = {
    port: 8080,
    data: resolve(around.root, '.data'),
    fresh: false,
    demo: true,
    api: 2,
    mongodbUri: around.mongodbUri === undefined || around.mongodbUri === '' ? null : around.mongodbUri,
  };
  const rest = args.flatMap((arg) => (/^--[a-z-]+=/.test(arg) ? splitOnce(arg) : [arg]));
  while (rest.length > 0) {
    const option = rest.shift();
    switch (option) {
      case '--help':
      case '-h':
        return { kind: 'help' };
      case '--fresh':
        wish.fresh = true;
        break;
      case '--no-demo':
        wish.demo = false;
        break;
      case '--port': {
        const port = wholeNumber(rest.shift(), 0, 65_535);
        if (typeof port === 'string')
          return refused(`--port takes a whole number from 0 to 65535, given: ${port}.`);
        wish.port = port;
        break;
      }
      case '--api': {
        const count = wholeNumber(rest.shift(), 1, 16);
        if (typeof count === 'string')
          return refused(`--api takes a whole number from 1 to 16, given: ${count}.`);
        wish.api = count;
        break;
      }
      case '--data': {
        const folder = rest.shift();
        if (folder === undefined || folder === '' || folder.startsWith('--')) {
          return refused(`--data takes a folder, given: ${folder ?? 'nothing'}.`);
        }
        wish.data = isAbsolute(folder) ? folder : resolve(around.callerFolder, folder);
        break;
      }
      default:
        return refused(`${option} is not an option of npm start; allowed: ${allowed}.`);
    }
  }
  if (wish.mongodbUri !== null && !/^mongodb(\+srv)?:\/\//.test(wish.mongodbUri)) {
    return refused(
      'MONGODB_URI must begin with mongodb:// or mongodb+srv://. Correct it, or unset it to use the embedded engine.',
    );
  }
  if (wish.mongodbUri !== null && wish.fresh) {
    return refused(
      '--fresh empties the data folder, never a server. Unset MONGODB_URI, or drop the database there yourself.',
    );
  }
  return { kind: 'run', options: wish };
}

/** @param {string} arg */
function splitOnce(arg) {
  const at = arg.indexOf('=');
  return [arg.slice(0, at), arg.slice(at + 1)];
}

/**
 * @param {string | undefined} text
 * @param {number} least
 * @param {number} most
 * @returns {number | string} the number, or what was given instead
 */
function wholeNumber(text, least, most) {
  if (text === undefined) return 'nothing';
  const number = /^[0-9]{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : text;
}

/**
 * @param {string} sentence
 * @returns {Wish}
 */
function refused(sentence) {
  return { kind: 'refused', sentence };
}
