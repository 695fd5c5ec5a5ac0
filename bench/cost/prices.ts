/** One price of AWS: US dollars for one unit in us-east-1, without free allowances. */
export interface Price {
  unit: string;
  dollars: number;
  /** The page that says so, or quotes AWS's own where that page loads its numbers later. */
  source: string;
}

/** When the prices were last read. */
export const readOn = '2026-11-21';

/** All that a run is charged for. */
export const prices = {
  transitions: {
    unit: 'state transition of Step Functions, Standard',
    dollars: 0.025 / 1000,
    source: 'https://aws.amazon.com/step-functions/pricing/',
  },
  invocations: {
    unit: 'Lambda request',
    dollars: 0.2 / 1e6,
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  gigabyteSeconds: {
    unit: 'GB-second of Lambda, arm64',
    dollars: 0.0000133334,
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  writeUnits: {
    unit: 'DynamoDB write request unit, on demand',
    dollars: 0.625 / 1e6,
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  readUnits: {
    unit: 'DynamoDB read request unit, on demand',
    dollars: 0.125 / 1e6,
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/',
  },
  requests: {
    unit: 'HTTP API request of API Gateway, up to 512 KB',
    dollars: 1 / 1e6,
    source: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  events: {
    unit: 'custom event of EventBridge, up to 64 KB',
    dollars: 1 / 1e6,
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  logKilobytes: {
    unit: 'KB into CloudWatch Logs',
    dollars: 0.5 / 1e6,
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  decryptions: {
    unit: 'KMS request',
    dollars: 0.03 / 10_000,
    source: 'https://aws.amazon.com/kms/pricing/',
  },
  objects: {
    unit: 'S3 request that writes',
    dollars: 0.005 / 1000,
    source: 'https://aws.amazon.com/s3/pricing/',
  },
} satisfies Record<string, Price>;

/** What SSM Automation itself takes for a step that ran, one target. */
export const automationStep: Price = {
  unit: 'step of SSM Automation',
  dollars: 0.002,
  source: 'https://aws.amazon.com/systems-manager/pricing/',
};

/** What is charged, and how often. */
export type Usage = Record<keyof typeof prices, number>;

/** What a usage costs in US dollars. */
export const costOf = (usage: Usage): number =>
  Object.entries(prices).reduce((sum, [name, { dollars }]) => sum + usage[name as keyof Usage] * dollars, 0);
