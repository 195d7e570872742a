// Writes docs/promises.md anew: part of `npm run golden`.

import { writeFileSync } from 'node:fs';
import { promisesPage } from './page.ts';

writeFileSync(new URL('../../docs/promises.md', import.meta.url), promisesPage());
process.stdout.write('docs/promises.md written\n');
