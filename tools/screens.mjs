// `npm run screens`: the screenshots of the README, taken from a platform of their own that runs the demo.

import { ensureInstalled } from './install.mjs';
import { takesNothing } from './takes-nothing.mjs';

takesNothing(
  'npm run screens',
  'Takes the screenshots of docs/screens from a platform of their own, on a temporary folder.',
);

ensureInstalled('all');
const { register } = await import('tsx/esm/api');
register();
await import('./browser/take-screens.ts');
