/** What the system variables of a run tell; `now` is in epoch milliseconds, `partition` is `aws`, `aws-cn` … */
export interface SystemContext {
  executionId: string;
  account: string;
  region: string;
  partition: string;
  now: number;
}

const VARIABLES = new Map<string, (context: SystemContext) => string>([
  ['automation:EXECUTION_ID', ({ executionId }) => executionId],
  ['global:ACCOUNT_ID', ({ account }) => account],
  ['global:REGION', ({ region }) => region],
  ['global:AWS_PARTITION', ({ partition }) => partition],
  ['global:DATE', ({ now }) => new Date(now).toISOString().slice(0, 10)],
  ['global:DATE_TIME', ({ now }) => new Date(now).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '.')],
]);

/** Every system variable a runbook may refer to, as it stands inside the braces. */
export const systemVariableNames: ReadonlySet<string> = new Set(VARIABLES.keys());

/**
 * The value of a system variable at `now`: DATE is `yyyy-MM-dd` and DATE_TIME `yyyy-MM-dd_HH.mm.ss`, both in UTC; undefined when there is no such one.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html
 */
export function systemVariable(reference: string, context: SystemContext): string | undefined {
  return VARIABLES.get(reference)?.(context);
}
