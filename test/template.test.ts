import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tasks } from '../functions/tasks.ts';
import { template } from './template.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const machines = readdirSync(join(root, 'statemachines'));
const { provider, functions, resources } = template();

describe('serverless.yml', () => {
  it.each(machines)('deploys %s with a function for every name in it', (file) => {
    const machine = Object.values(resources.Resources).find(({ Properties }) =>
      JSON.stringify(Properties).includes(`statemachines/${file}`),
    );
    const names = [...read(`statemachines/${file}`).matchAll(/\$\{(\w+)FunctionArn\}/g)].map(([, name = '']) => name);

    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(tasks[name]).toBeInstanceOf(Function);
      expect(functions).toHaveProperty(name[0]?.toLowerCase() + name.slice(1));
      expect(JSON.stringify(machine)).toContain(`"${name}FunctionArn":"${name}LambdaFunction.Arn"`);
    }
  });

  it.each(Object.entries(functions))(
    'deploys %s with a handler that is there and the variables it reads',
    async (_, { handler }) => {
      process.env.AWS_REGION = 'us-east-1';
      for (const [name, value] of Object.entries(provider.environment))
        process.env[name] = typeof value === 'string' ? value : 'arn:test';
      const [source = '', name = ''] = handler.split('.');

      const module = (await import(join(root, `${source}.ts`))) as Record<string, unknown>;

      expect(module[name]).toBeInstanceOf(Function);
    },
  );
});
