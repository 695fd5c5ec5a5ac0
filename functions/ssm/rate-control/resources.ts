import type { Target } from '@aws-sdk/client-ssm';
import { type AwsApi, type AwsCall, AwsError, isOfAws } from '../../ports/aws-api.ts';
import type { JsonObject } from '../../ports/json.ts';
import { invalidTarget } from '../errors.ts';
import { mapsIn, textAt, textsAt } from '../steps/answers.ts';
import { groupType, taggingType } from './resource-types.ts';

/** How AWS is asked which resources there are: as whom, where, and of which type (a document's TargetType). */
export interface Seeker extends Pick<AwsCall, 'roleArn' | 'sessionName' | 'region'> {
  aws: AwsApi;
  targetType: string | undefined;
}

/** More are refused: one execution is no way to reach them. */
export const mostTargets = 10_000;

/** The ARNs of the resources that a target of the key `tag:…` or `ResourceGroup` stands for. Throws InvalidTarget with AWS's reason. */
export async function resourcesOf({ Key: key = '', Values: values = [] }: Target, seeker: Seeker): Promise<string[]> {
  if (key === 'ResourceGroup') return grouped(values[0] ?? '', seeker);
  return tagged(key.slice('tag:'.length), values, seeker);
}

async function tagged(key: string, values: string[], seeker: Seeker): Promise<string[]> {
  const type = taggingType(seeker.targetType);
  const input = {
    TagFilters: [{ Key: key, ...(values.length && { Values: values }) }],
    ...(type && { ResourceTypeFilters: [type] }),
    ResourcesPerPage: 100,
  };
  const question = { service: 'resourcegroupstaggingapi', operation: 'GetResources', input, token: 'PaginationToken' };
  const pages = await allPages(question, seeker);
  return pages.flatMap((page) => mapsIn(page.ResourceTagMappingList).map((one) => textAt('$.ResourceARN', one)));
}

async function grouped(group: string, seeker: Seeker): Promise<string[]> {
  const type = groupType(seeker.targetType);
  const input = { Group: group, ...(type && { Filters: [{ Name: 'resource-type', Values: [type] }] }) };
  const question = { service: 'resource-groups', operation: 'ListGroupResources', input, token: 'NextToken' };
  const pages = await allPages(question, seeker);
  return pages.flatMap((page) =>
    mapsIn(page.Resources ?? page.ResourceIdentifiers).map(
      (one) => textAt('$.Identifier.ResourceArn', one) || textAt('$.ResourceArn', one),
    ),
  );
}

const alive = ['pending', 'running', 'stopping', 'stopped'];

/** The ids of all instances of the account and Region that are not terminated: what `*` stands for. */
export async function allInstances(seeker: Seeker): Promise<string[]> {
  const input = { Filters: [{ Name: 'instance-state-name', Values: alive }], MaxResults: 1000 };
  const pages = await allPages({ service: 'ec2', operation: 'DescribeInstances', input, token: 'NextToken' }, seeker);
  return pages.flatMap((page) =>
    mapsIn(page.Reservations).flatMap((reservation) => textsAt('$.Instances..InstanceId', reservation)),
  );
}

interface Question {
  service: string;
  operation: string;
  input: JsonObject;
  /** The member that a page's next one is asked for with. */
  token: string;
}

const mostPages = 200;

/** Every page of an answer. Throws InvalidTarget. */
export async function allPages(
  { token, ...question }: Question,
  { aws, targetType, ...seeker }: Seeker,
): Promise<JsonObject[]> {
  const pages: JsonObject[] = [];
  let next: string | undefined;
  do {
    const input = { ...question.input, ...(next && { [token]: next }) };
    const page = await aws.call({ ...question, ...seeker, input }).catch((error: unknown) => refuse(question, error));
    pages.push(page);
    next = typeof page[token] === 'string' ? page[token] : undefined;
    if (pages.length > mostPages) throw invalidTarget(`The targets are more than ${mostTargets}.`);
  } while (next);
  return pages;
}

function refuse({ service, operation }: Omit<Question, 'token'>, error: unknown): never {
  if (!isOfAws(error)) throw error;
  const reason = error instanceof AwsError ? `${error.code}: ${error.message}` : error.message;
  throw invalidTarget(`The targets could not be found with ${service} ${operation}. ${reason}`);
}
