// Makes Node read TypeScript, or says in one sentence why it cannot.

import process from 'node:process';

export async function load(path) {
  try {
    const { register } = await import('tsx/esm/api');
    register();
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    process.stderr.write(
      'Dependencies: given none installed, allowed are those of package-lock.json; run `npm ci` in the repository first.\n',
    );
    process.exit(1);
  }
  return import(new URL(path, import.meta.url).href);
}
