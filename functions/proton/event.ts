import type { Event } from '../ports/events.ts';

/** What a rule asks for in place of `aws.proton`: EventBridge takes that from AWS alone. */
const source = 'quaymaster.proton';

const names = {
  'environment-template': 'Environment Template',
  'environment-template-version': 'Environment Template Version',
  'service-template': 'Service Template',
  'service-template-version': 'Service Template Version',
  environment: 'Environment',
  service: 'Service',
  'service-instance': 'Service Instance',
  'service-pipeline': 'Service Pipeline',
  'environment-account-connection': 'Environment Account Connection',
  component: 'Component',
} as const;

/** A change of status of a resource; `detail` names it in Proton's words. */
export interface StatusChange {
  type: keyof typeof names;
  arn: string;
  detail: Record<string, string>;
  status: string;
  previousStatus?: string | undefined;
}

/**
 * `AWS Proton … Status Change`.
 * Source: https://docs.aws.amazon.com/proton/latest/userguide/monitoring-eventbridge.html
 */
export const statusChanged = ({ type, arn, detail, status, previousStatus }: StatusChange): Event => ({
  source,
  detailType: `AWS Proton ${names[type]} Status Change`,
  resources: [arn],
  detail: { ...detail, status, ...(previousStatus !== undefined && { previousStatus }) },
});
