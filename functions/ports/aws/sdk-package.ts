import { createRequire } from 'node:module';
import { AwsUnusable } from '../aws-api.ts';
import { bundledClients } from './bundled-clients.ts';

/** The AWS SDK's packages of the services that boto3 calls by another name. */
const packages: Record<string, string> = {
  apigateway: 'api-gateway',
  'application-autoscaling': 'application-auto-scaling',
  appmesh: 'app-mesh',
  autoscaling: 'auto-scaling',
  ce: 'cost-explorer',
  cloudhsmv2: 'cloudhsm-v2',
  cloudsearchdomain: 'cloudsearch-domain',
  'cognito-idp': 'cognito-identity-provider',
  config: 'config-service',
  cur: 'cost-and-usage-report-service',
  datapipeline: 'data-pipeline',
  devicefarm: 'device-farm',
  directconnect: 'direct-connect',
  discovery: 'application-discovery-service',
  dms: 'database-migration-service',
  ds: 'directory-service',
  'ds-data': 'directory-service-data',
  dynamodbstreams: 'dynamodb-streams',
  elasticbeanstalk: 'elastic-beanstalk',
  elb: 'elastic-load-balancing',
  elbv2: 'elastic-load-balancing-v2',
  es: 'elasticsearch-service',
  events: 'eventbridge',
  globalaccelerator: 'global-accelerator',
  'iot-data': 'iot-data-plane',
  'iot-jobs-data': 'iot-jobs-data-plane',
  iotevents: 'iot-events',
  'iotevents-data': 'iot-events-data',
  iotwireless: 'iot-wireless',
  kinesisanalytics: 'kinesis-analytics',
  kinesisanalyticsv2: 'kinesis-analytics-v2',
  kinesisvideo: 'kinesis-video',
  'lex-models': 'lex-model-building-service',
  'lex-runtime': 'lex-runtime-service',
  'lexv2-models': 'lex-models-v2',
  'lexv2-runtime': 'lex-runtime-v2',
  logs: 'cloudwatch-logs',
  machinelearning: 'machine-learning',
  'marketplace-entitlement': 'marketplace-entitlement-service',
  marketplacecommerceanalytics: 'marketplace-commerce-analytics',
  meteringmarketplace: 'marketplace-metering',
  mgh: 'migration-hub',
  resourcegroupstaggingapi: 'resource-groups-tagging-api',
  route53: 'route-53',
  route53domains: 'route-53-domains',
  s3control: 's3-control',
  secretsmanager: 'secrets-manager',
  serverlessrepo: 'serverlessapplicationrepository',
  servicecatalog: 'service-catalog',
  'servicecatalog-appregistry': 'service-catalog-appregistry',
  'sms-voice': 'pinpoint-sms-voice',
  stepfunctions: 'sfn',
  storagegateway: 'storage-gateway',
};

/** A package of the SDK as loaded: its client class and its commands among other exports. */
export type SdkModule = Record<string, unknown>;

/** Loads an installed package by its name; its error has the code MODULE_NOT_FOUND or ERR_MODULE_NOT_FOUND where there is none. */
export type LoadModule = (name: string) => Promise<SdkModule>;

const require = createRequire(import.meta.url);

/** Loads one that is installed beside this program, or lies on NODE_PATH, as all of them do in Lambda. */
export const installedModule: LoadModule = async (name) => {
  const bundled = Object.hasOwn(bundledClients, name) ? bundledClients[name] : undefined;
  if (bundled) return bundled();
  try {
    return (await import(name)) as SdkModule;
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return require(name) as SdkModule;
  }
};

/** The name of the package that holds the client of a service as boto3 names it: `logs` is `@aws-sdk/client-cloudwatch-logs`. */
function packageOf(service: string): string {
  const name = service.toLowerCase();
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) throw new AwsUnusable(`Unknown service: ${service.slice(0, 100)}`);
  return `@aws-sdk/client-${Object.hasOwn(packages, name) ? packages[name] : name}`;
}

/** Loads the package of a service; one that is not installed is named in the error. */
export async function sdkModule(service: string, load: LoadModule): Promise<SdkModule> {
  const name = packageOf(service);
  try {
    return await load(name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const advice = `The client of the service ${service} is not installed. Install it: npm install ${name}`;
    throw new AwsUnusable(advice, { cause: error });
  }
}

const isNotFound = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND');
