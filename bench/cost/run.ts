import { writeParts } from '../page.ts';
import { bill, jobs } from './runs.ts';
import { billTable, priceTable } from './table.ts';

/** Writes docs/cost.md anew: `npm run cost`. */
process.env.AWS_ACCESS_KEY_ID ??= 'nobody';
process.env.AWS_SECRET_ACCESS_KEY ??= 'secret';
const bills = [];
for (const job of jobs()) bills.push(await bill(job));
await writeParts('cost.md', { bills: billTable(bills), prices: priceTable() });
