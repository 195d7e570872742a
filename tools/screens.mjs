// `npm run screens`: the screenshots of the README, taken from a platform of their own that runs the demo.

import { ensureInstalled } from './install.mjs';

ensureInstalled('all');
const { register } = await import('tsx/esm/api');
register();
await import('./browser/take-screens.ts');
