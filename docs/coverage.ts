import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Contract } from '../functions/api/contract.ts';
import type { Service } from '../functions/api/service.ts';
import { actionInputs } from '../functions/ssm/documents/checks/action-inputs.ts';
import { stepActions } from '../functions/ssm/steps/index.ts';

const root = join(import.meta.dirname, '..');
const readme = join(root, 'README.md');
const begin = '<!-- coverage: written by node docs/coverage.ts -->';
const end = '<!-- /coverage -->';

/** One row of the table: what there is of a kind of thing, and what is asked for. */
export interface Coverage {
  title: string;
  all: string[];
  there: string[];
}

const titles: Record<string, string> = {
  ssm: 'AWS SSM Automation',
  proton: 'AWS Proton',
  opsworks: 'AWS OpsWorks Stacks',
  heat: 'OpenStack Heat',
};

/** What this program does of each API with a contract, and of the runbook actions. */
export async function coverages(): Promise<Coverage[]> {
  const names = readdirSync(join(root, 'contracts')).map((file) => file.replace('.json', ''));
  const apis = await Promise.all(names.filter((name) => titles[name]).map(ofApi));
  // A loop is turned by the flow itself and has no file of its own.
  const there = [...Object.keys(stepActions), 'aws:loop'];
  return [...apis, { title: 'Runbook actions', all: [...actionInputs.keys()], there }];
}

async function ofApi(name: string): Promise<Coverage> {
  const contract = JSON.parse(readFileSync(join(root, 'contracts', `${name}.json`), 'utf8')) as Contract;
  const index = join(root, 'functions', name, 'index.ts');
  const room = existsSync(index) ? ((await import(index)) as Record<string, Service>) : {};
  const actions = Object.values(room).find((service) => service.contract)?.actions ?? {};
  return { title: titles[name] ?? name, all: Object.keys(contract.operations), there: Object.keys(actions) };
}

/** More names than these nobody reads in a table. */
const mostNamed = 5;
const quoted = (name: string): string => `\`${name}\``;

/** The README's table: how much is there, and what is not, by name where that is little. */
export function coverageTable(rows: Coverage[]): string {
  const lines = rows.map(({ title, all, there }) => {
    const missing = all.filter((name) => !there.includes(name)).sort();
    const words = missing.length > mostNamed ? `${missing.length} operations` : missing.map(quoted).join(', ');
    return `| ${title} | ${all.length - missing.length} of ${all.length} | ${words} |`;
  });
  return ['|  | there | not there |', '| --- | --- | --- |', ...lines].join('\n');
}

/** A text with the table between its two marks. */
export function withCoverage(text: string, table: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md lacks the marks ${begin} and ${end}`);
  return `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`;
}

async function write(): Promise<void> {
  const text = withCoverage(readFileSync(readme, 'utf8'), coverageTable(await coverages()));
  writeFileSync(readme, await format(text, { ...(await resolveConfig(readme)), filepath: readme }));
}

// Without a top-level await, so that tests can load this file.
if (import.meta.main) void write();
