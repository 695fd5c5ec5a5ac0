import { automationStep, type Price, prices, readOn } from './prices.ts';
import type { Bill } from './runs.ts';

const dollars = (amount: number): string => amount.toFixed(6);
const row = (cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;

const columns: (keyof typeof prices)[] = [
  'transitions',
  'invocations',
  'writeUnits',
  'readUnits',
  'requests',
  'events',
];

/** What each run used and what it costs, here and on SSM Automation. */
export function billTable(bills: Bill[]): string {
  const head = ['runbook', 'steps', 'approvals', 'transitions', 'invocations', 'write units', 'read units', 'requests'];
  const all = [...head, 'events', 'USD here', 'USD on SSM', 'SSM / here'];
  const rows = bills.map(({ name, steps, approvals, usage, dollars: here, there }) => [
    name,
    steps,
    approvals,
    ...columns.map((column) => usage[column]),
    dollars(here),
    dollars(there),
    Math.round(there / here),
  ]);
  return [row(all), row(all.map((_, at) => (at ? '--:' : '---'))), ...rows.map(row)].join('\n');
}

/** The prices, each with the page that has it. */
export function priceTable(): string {
  const all: Price[] = [...Object.values(prices), automationStep];
  const rows = all.map(({ unit, dollars: each, source }) => row([unit, Number(each.toPrecision(9)), `<${source}>`]));
  return [`Read on ${readOn}.`, '', row(['what', 'USD', 'page']), row(['---', '--:', '---']), ...rows].join('\n');
}
