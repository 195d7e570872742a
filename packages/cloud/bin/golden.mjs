#!/usr/bin/env node
// Refreshes packages/cloud/golden from the sources: `node packages/cloud/bin/golden.mjs`.

import { load } from './load.mjs';

const { goldenFiles, synthesisedStacks, writeGolden } = await load('../src/golden-files.ts');
const files = goldenFiles(synthesisedStacks());
writeGolden(files);
console.log(`packages/cloud/golden: ${files.size} files written`);
