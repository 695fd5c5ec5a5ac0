import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { deployPolicy } from '../docs/deploy-policy.ts';
import { packageService } from './template.ts';

const read = (file: string) => readFileSync(new URL(`../docs/${file}`, import.meta.url), 'utf8');
const { template, folder } = packageService();
rmSync(folder, { recursive: true });
const { Resources, Outputs } = template;
const resources = Object.entries(Resources as Record<string, { Type: string; DeletionPolicy?: string }>);
const types = resources.map(([, { Type }]) => Type);

describe('docs/deploy-policy.json', () => {
  it('is what the template takes (else: npm run build && node docs/deploy-policy.ts)', () => {
    expect(JSON.parse(read('deploy-policy.json'))).toEqual(deployPolicy(types));
  });

  it('fits into a managed policy of IAM, 6,144 characters', () => {
    expect(JSON.stringify(JSON.parse(read('deploy-policy.json'))).length).toBeLessThanOrEqual(6144);
  });

  it('asks for a line about a type that it does not know', () => {
    expect(() => deployPolicy(['AWS::Braket::Job'])).toThrow(
      'docs/deploy-rights.ts does not say what deploying AWS::Braket::Job takes',
    );
  });
});

describe('docs/deploy.md', () => {
  it('names everything that stays when the stack is removed', () => {
    const retained = resources.flatMap(([name, { DeletionPolicy }]) => (DeletionPolicy === 'Retain' ? [name] : []));

    expect(retained.filter((name) => !read('deploy.md').includes(`\`${name}\``))).toEqual([]);
  });

  it('names every choice of a deployment', () => {
    const [, params = ''] = /^params:\n {2}default:\n((?: {4}.*\n)+)/m.exec(readServerless()) ?? [];
    const names = [...params.matchAll(/^ {4}(\w+):/gm)].map(([, name = '']) => name);

    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !read('deploy.md').includes(`\`${name}\``))).toEqual([]);
  });

  it('names the functions that take roles on, whom those must trust', () => {
    const assuming = Object.entries(Resources).flatMap(([name, { Properties }]) =>
      JSON.stringify(Properties.Policies ?? '').includes('"sts:AssumeRole"') ? [`\`${name.slice(0, -4)}\``] : [],
    );

    expect(assuming).toEqual(expect.arrayContaining(['`SsmAutomationInProgress`', '`RunScript`']));
    expect(read('deploy.md')).toContain(`\n${assuming.toSorted().join(', ')}.\n`);
  });

  it('names every output of the template that it uses', () => {
    const outputs = Object.keys(Outputs);
    const used = [...read('deploy.md').matchAll(/\$\(out (\w+)\)/g)].map(([, name = '']) => name);

    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !outputs.includes(name))).toEqual([]);
  });

  it('leads only to pages that are there', () => {
    const there = readdirSync(new URL('../docs', import.meta.url));
    const links = [...read('deploy.md').matchAll(/\]\(([\w.-]+)\)/g)].map(([, file = '']) => file);

    expect(links.filter((file) => !there.includes(file))).toEqual([]);
  });
});

const readServerless = () => readFileSync(new URL('../serverless.yml', import.meta.url), 'utf8');
