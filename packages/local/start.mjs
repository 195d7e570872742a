#!/usr/bin/env node
// `npm start`. Written in the JavaScript of years ago, so that a Node that is too old can still say so.

import { nodeTooOld } from './setup/node-version.mjs';

const tooOld = nodeTooOld(process.versions.node);
if (tooOld === null) {
  import('./setup/run.mjs');
} else {
  console.error(tooOld);
  process.exitCode = 1;
}
