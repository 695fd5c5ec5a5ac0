import { automation } from './automation/scenario.ts';
import { components } from './components/scenario.ts';
import { deployments } from './deployments/scenario.ts';
import { fanOut } from './fan-out/scenario.ts';
import { pullRequests } from './pull-requests/scenario.ts';
import { runCommands } from './run-commands/scenario.ts';
import { signals } from './signals/scenario.ts';
import { stacks } from './stacks/scenario.ts';
import { syncs } from './syncs/scenario.ts';
import type { OpenScenario } from './scenario.ts';

/** All kinds of worlds, by name. */
export const scenarios = {
  automation,
  'fan-out': fanOut,
  deployments,
  components,
  'pull-requests': pullRequests,
  syncs,
  signals,
  stacks,
  'run-commands': runCommands,
} satisfies Record<string, OpenScenario>;

export type ScenarioName = keyof typeof scenarios;

/** Which kinds come how often: four seeds one after the other, of four kinds of trouble, have the same. */
const turns: ScenarioName[] = [
  'automation',
  'fan-out',
  'automation',
  'deployments',
  'signals',
  'components',
  'stacks',
  'pull-requests',
  'run-commands',
  'syncs',
];

export const scenarioOf = (seed: number): ScenarioName => turns[Math.floor(seed / 4) % turns.length] ?? 'automation';
