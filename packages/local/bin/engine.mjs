#!/usr/bin/env node
// Starts the database engine alone, from source: `engine.mjs --data DIR`. Prints {"event":"listening","uri":…}
// and runs until SIGTERM. For tests of other packages; `npm start` runs the built engine.
import { register } from 'tsx/esm/api';

register();
await import('../src/engine/main.ts');
