// Lets V8 wait longer before it optimises a function. Most commands are over within a second and touch much code a
// little: there the compiler, with its own threads, took as much CPU as the work. What runs for long is optimised as
// ever, only later. Imported before anything else, because the setting counts for functions that have not run yet.
// It changes no answer; a V8 that does not know it says so on stderr and runs on (test/compile-late.journey.test.ts).

import { setFlagsFromString } from 'node:v8';

// Bytes of bytecode that a function runs between two looks at it; the default of Node 20 is 67,584.
setFlagsFromString('--interrupt-budget=1000000');
