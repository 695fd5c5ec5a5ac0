/**
 * How much may go on at once, in one account. More executions than `concurrentAutomations` wait with the status Pending, first come first served;
 * more than `queuedAutomations` of those are refused. Executions below another one run within its place.
 * Source: https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm
 */
export interface Quotas {
  concurrentAutomations: number;
  queuedAutomations: number;
}
