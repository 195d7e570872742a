// The steps of `npm start`: read the options, install and build what is missing, run the supervisor in this very
// process. Whatever goes wrong before the platform stands is one sentence and exit 1.

import { fileURLToPath, pathToFileURL } from 'node:url';
import { readOptions, usage } from './options.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const wish = readOptions(process.argv.slice(2), {
  callerFolder: process.env['INIT_CWD'] ?? process.cwd(),
  root,
  mongodbUri: process.env['MONGODB_URI'],
});

if (wish.kind === 'help') {
  console.log(usage);
} else if (wish.kind === 'refused') {
  console.error(wish.sentence);
  process.exitCode = 1;
} else {
  try {
    const { prepare } = await import('./prepare.mjs');
    const built = await prepare(root);
    const { start } = await import(pathToFileURL(`${built}/supervisor.mjs`).href);
    await start(wish.options, { root, built });
  } catch (error) {
    console.error(error instanceof Error && error.message !== '' ? error.message : String(error));
    process.exit(1);
  }
}
