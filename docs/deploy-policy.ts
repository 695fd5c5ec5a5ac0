import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { packager, type Rights, rightsByType } from './deploy-rights.ts';

/** The IAM policy of whoever deploys a template with resources of these types. */
export function deployPolicy(types: string[]): object {
  const rights = [...new Set(types)].sort().flatMap((type) => {
    const found = rightsByType[type];
    if (!found) throw new Error(`docs/deploy-rights.ts does not say what deploying ${type} takes`);
    return found;
  });
  return { Version: '2012-10-17', Statement: merged([...packager, ...rights]) };
}

/** One statement for all actions on the same resources. */
function merged(rights: Rights[]): object[] {
  const byPlace = Map.groupBy(rights, ({ Resource, Condition }) => JSON.stringify([Resource, Condition]));
  return [...byPlace.values()].map((group) => ({
    Effect: 'Allow',
    ...group[0],
    Action: [...new Set(group.flatMap(({ Action }) => Action))].sort(),
  }));
}

/** Writes docs/deploy-policy.json for a packaged template: `npm run build && node docs/deploy-policy.ts`. */
async function write(): Promise<void> {
  const template = readFileSync(
    join(import.meta.dirname, '../.serverless/cloudformation-template-update-stack.json'),
    'utf8',
  );
  const { Resources } = JSON.parse(template) as { Resources: Record<string, { Type: string }> };
  const policy = deployPolicy(Object.values(Resources).map(({ Type }) => Type));
  const text = await format(JSON.stringify(policy), { parser: 'json', printWidth: 120 });
  writeFileSync(join(import.meta.dirname, 'deploy-policy.json'), text);
}

if (import.meta.main) void write();
