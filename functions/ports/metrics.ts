/** Counts what went on, by name: CloudWatch's metrics in the account, `/health` of the embedded program. */
export interface Metrics {
  count(name: string): void;
}
