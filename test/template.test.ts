import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tasks } from '../functions/tasks.ts';
import { packagedTemplate } from './template.ts';

const root = join(import.meta.dirname, '..');
const machines = readdirSync(join(root, 'statemachines'));
const { Resources } = packagedTemplate();

interface Lambda {
  Handler: string;
  Environment: { Variables: Record<string, unknown> };
}
const lambdas = Object.entries(Resources).flatMap(([name, { Type, Properties }]) =>
  Type === 'AWS::Lambda::Function' ? [[name, Properties as unknown as Lambda] as const] : [],
);

describe('the template', () => {
  it.each(machines)('deploys %s with a function for every name in it', (file) => {
    const text = readFileSync(join(root, 'statemachines', file), 'utf8');
    const names = [...text.matchAll(/\$\{(\w+)FunctionArn\}/g)].map(([, name = '']) => name);
    const machine = Object.values(Resources).find(({ Properties }) =>
      JSON.stringify(Properties).includes(JSON.stringify(text)),
    );

    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      expect(tasks[name]).toBeInstanceOf(Function);
      expect(Resources).toHaveProperty(`${name}LambdaFunction`);
      expect(JSON.stringify(machine)).toContain(`"${name}FunctionArn":{"Fn::GetAtt":["${name}LambdaFunction","Arn"]}`);
    }
  });

  it.each(lambdas)('deploys %s with a handler that is there and the variables it reads', async (_, lambda) => {
    process.env.AWS_REGION = 'us-east-1';
    for (const [name, value] of Object.entries(lambda.Environment.Variables))
      process.env[name] = typeof value === 'string' ? value : 'arn:test';
    const [, key = '', exported = ''] = /^dist\/(\w+)\/index\.(\w+)$/.exec(lambda.Handler) ?? [];

    const module = (await import(join(root, 'dist', key, 'index.mjs'))) as Record<string, unknown>;

    expect(module[exported]).toBeInstanceOf(Function);
  });
});
