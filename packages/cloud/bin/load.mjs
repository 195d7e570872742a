// Makes Node read TypeScript, or says in one sentence why it cannot.

import process from 'node:process';

// What it would say of Node 20 is no news: a release runs on 24, and these commands on whatever README allows.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

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
