// Writes orders-dublin.csv beside this file:  npx tsx docs/examples/make-orders.ts

import { writeFileSync } from 'node:fs';
import { exampleOrders } from '../../packages/contract/src/places/example-orders.ts';

const file = new URL('orders-dublin.csv', import.meta.url);
writeFileSync(file, exampleOrders());
console.log(`written: ${file.pathname}`);
