/** How Heat's API is to behave where its servers differ. */
export interface Settings {
  /** `rts` writes times without a Z, as the servers of Huawei Cloud and Open Telekom Cloud do. */
  flavour: 'heat' | 'rts';
  /** Where machines reach this server, if not at the address that whoever deploys has used; without a slash at its end. */
  publicUrl?: string | undefined;
  /** How many of each a project may have (heat.conf: max_software_configs_per_tenant, max_software_deployments_per_tenant). */
  configs: number;
  deployments: number;
  /** How many seconds a machine has for its signal, unless the deployment says it. */
  timeout: number;
  /** Whether polls may be held, which costs nothing where a connection does. */
  holds: boolean;
}

/** What Heat has by default; a week for a signal, for a machine may be switched off for some days. */
export const defaultSettings: Settings = {
  flavour: 'heat',
  configs: 4096,
  deployments: 4096,
  timeout: 604_800,
  holds: false,
};

/** A time in epoch milliseconds as the API writes it: in UTC, to the second. */
export function timeText(time: number, { flavour }: Pick<Settings, 'flavour'>): string {
  const text = new Date(time).toISOString().slice(0, 19);
  return flavour === 'rts' ? text : `${text}Z`;
}
