/** How many of a kind may be under way at once; of those beyond, so many wait with the status Pending, first come, first served, and more are refused. */
export interface Quota {
  concurrent: number;
  queued: number;
}

/**
 * The quotas of an account: for executions, and for those with targets or locations, which are counted apart. An execution below another one runs
 * within its place. Source: https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm
 */
export interface Quotas {
  automations: Quota;
  rateControls: Quota;
}
