import type { Recipes } from '@aws-sdk/client-opsworks';
import type { LayerRecord } from '../layers/record.ts';
import type { DeploymentRecord } from './record.ts';

/** The life-cycle events whose recipes a command runs, in this order; setup ends with a deploy. */
const events: Partial<Record<DeploymentRecord['command']['name'], (keyof Recipes)[]>> = {
  setup: ['Setup', 'Deploy'],
  configure: ['Configure'],
  deploy: ['Deploy'],
  undeploy: ['Undeploy'],
  shutdown: ['Shutdown'],
};

/** What a command runs with Chef on an instance of the given layers, each recipe once. */
export function recipesOf({ name, args }: DeploymentRecord['command'], layers: readonly LayerRecord[]): string[] {
  if (name === 'execute_recipes') return args['recipes'] ?? [];
  const named = (events[name] ?? []).flatMap((event) =>
    layers.flatMap(({ settings }) => settings.CustomRecipes?.[event] ?? []),
  );
  return [...new Set(named)];
}
