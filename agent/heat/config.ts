/** A software config as Heat's metadata holds it for a server; its inputs have values. */
export interface HeatConfig {
  id: string;
  name?: string | null;
  group?: string | null;
  config?: unknown;
  inputs?: { name: string; value?: unknown }[];
  outputs?: { name: string }[];
}

/** The value of an input, as text; absent and null are empty. */
export function inputOf({ inputs = [] }: HeatConfig, name: string): string {
  return textOf(inputs.find((input) => input.name === name)?.value);
}

/** A value as a program's environment can hold it. */
export const textOf = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Merged into a machine's settings by other agents, not run. */
const settings = new Set(['Heat::Ungrouped', 'os-apply-config']);

/** Whether a config is something to run. */
export const isToRun = ({ group }: HeatConfig): boolean => Boolean(group) && !settings.has(group ?? '');

/** What a config has a shell do: a `script`'s text, or of a `component` the part for the deployment's action. Undefined where no hook of ours can. */
export function scriptOf(config: HeatConfig): string | undefined {
  if (config.group === 'script') return textOf(config.config);
  if (config.group !== 'component') return undefined;
  const action = inputOf(config, 'deploy_action');
  const part = partsOf(config.config).find(({ actions = [] }) => actions.includes(action));
  return part && (part.tool ?? 'script') === 'script' ? textOf(part.config) : undefined;
}

interface Part {
  actions?: string[];
  config?: unknown;
  tool?: string;
}

function partsOf(config: unknown): Part[] {
  const map = typeof config === 'string' ? parsed(config) : config;
  const parts = typeof map === 'object' && map !== null && 'configs' in map ? map.configs : map;
  return Array.isArray(parts) ? (parts as Part[]) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
