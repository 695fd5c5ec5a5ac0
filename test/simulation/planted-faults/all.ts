import type { ScenarioName } from '../scenarios.ts';
import { inAutomations } from './automation.ts';
import { inComponents } from './components.ts';
import { inDeployments } from './deployments.ts';
import { inFanOuts } from './fan-out.ts';
import type { PlantedFault } from './planted-fault.ts';
import { inPullRequests } from './pull-requests.ts';
import { inRunCommands } from './run-commands.ts';
import { inSignals } from './signals.ts';
import { inStacks } from './stacks.ts';
import { inSyncs } from './syncs.ts';

const byScenario: Record<ScenarioName, PlantedFault[]> = {
  automation: inAutomations,
  'fan-out': inFanOuts,
  deployments: inDeployments,
  components: inComponents,
  'pull-requests': inPullRequests,
  syncs: inSyncs,
  signals: inSignals,
  stacks: inStacks,
  'run-commands': inRunCommands,
};

/** All faults, each with the kind of world that must find it. */
export const plantedFaults = (Object.keys(byScenario) as ScenarioName[]).flatMap((scenario) =>
  byScenario[scenario].map((fault) => ({ ...fault, scenario })),
);
