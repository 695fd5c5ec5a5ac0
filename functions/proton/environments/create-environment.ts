import type { CreateEnvironmentInput, CreateEnvironmentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import { requestHash } from '../../api/request-hash.ts';
import type { Ports } from '../../ports/ports.ts';
import { type Beginning, deploying, newDeployment, startDeployment } from '../deployments/begin.ts';
import { deploymentEvent } from '../deployments/event.ts';
import { deployableArn, environmentKey, stackName } from '../deployments/names.ts';
import type { Goal } from '../deployments/record.ts';
import { useWrites } from '../deployments/uses.ts';
import { conflict, idempotentParameterMismatch } from '../errors.ts';
import { checkQuota } from '../quota.ts';
import type { Place } from '../place.ts';
import { requireRepository } from '../repositories/record.ts';
import { checkInputs } from '../specs/check-inputs.ts';
import { readEnvironmentSpec } from '../specs/spec.ts';
import { putSpec } from '../specs/stored-spec.ts';
import { putTags } from '../tags/record.ts';
import { chooseVersion, goalOf } from '../template-versions/choose-version.ts';
import type { VersionRecord } from '../template-versions/record.ts';
import { checkMeans, connectionOf, meansOf, planOf } from './means.ts';
import { type EnvironmentRecord, environmentsPartition, environmentView, getEnvironmentRecord } from './record.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Begins to deploy a new environment. The same request again gives the same environment, as long as nothing changed it.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateEnvironment.html
 */
export async function createEnvironment(
  input: CreateEnvironmentInput,
  ports: Needs,
  caller: Caller,
): Promise<CreateEnvironmentOutput> {
  const { store } = ports;
  const place = { account: caller.account, region: caller.region };
  const before = (await getEnvironmentRecord(store, place, input.name ?? ''))?.value;
  if (before) return { environment: await environmentView(again(before, input), store) };
  const version = await chooseVersion(store, {
    ...place,
    kind: 'environment',
    templateName: input.templateName ?? '',
    major: input.templateMajorVersion ?? '',
    minor: input.templateMinorVersion,
  });
  const inputs = readEnvironmentSpec(input.spec ?? '');
  await checkInputs(version, [{ inputs, type: version.parts?.main.inputType ?? '', path: 'spec' }], ports.objects);
  await checkQuota(store, 'environments', { partition: environmentsPartition(place) });
  const environment = await deployed(input, version, { ...ports, place });
  return { environment: await environmentView(environment, store) };
}

function again(before: EnvironmentRecord, input: CreateEnvironmentInput): EnvironmentRecord {
  if (before.request !== requestHash(input)) throw idempotentParameterMismatch();
  if (before.isModified)
    throw conflict(`The environment ${before.environmentName} exists and was changed since this request made it.`);
  return before;
}

async function deployed(
  input: CreateEnvironmentInput,
  version: VersionRecord,
  { place, ...ports }: Needs & { place: Place },
): Promise<EnvironmentRecord> {
  const { store, ids, clock, events } = ports;
  const environmentName = input.name ?? '';
  const specId = ids.uuid();
  const goal = goalOf(version, 'main', specId);
  const means = meansOf(input, place);
  const found = await connectionOf(store, place, { id: means.environmentAccountConnectionId, environmentName });
  const connection = found?.value;
  checkMeans(means, goal.engine, connection);
  if (means.provisioningRepository) await requireRepository(store, place, means.provisioningRepository);
  const environmentAccountId = connection?.environmentAccountId ?? place.account;
  const record = newEnvironment(input, { place, goal, version, id: ids.uuid(), now: clock.now() });
  const plan = planOf({ ...place, ...means, environmentAccountId }, goal.engine, connection);
  const beginning: Beginning = { id: ids.uuid(), action: 'create', goal, plan, now: record.createdAt };
  const environment = { ...deploying(record, beginning), ...means, environmentAccountId };
  const key = environmentKey(place, environmentName);
  const arn = deployableArn(environment);
  const kept = store.write([
    { put: { ...key, value: environment }, expect: 0 },
    ...newDeployment(environment, beginning),
    putSpec(specId, input.spec ?? ''),
    ...(await useWrites(store, [{ after: environment }], found ? [found] : [])),
    ...putTags(arn, input.tags ?? []),
  ]);
  await startDeployment(ports, beginning.id, kept);
  await events.publish(() => [deploymentEvent({ ...environment, ...key, arn }, 'IN_PROGRESS')]);
  return environment;
}

function newEnvironment(
  input: CreateEnvironmentInput,
  { place, goal, version, id, now }: { place: Place; goal: Goal; version: VersionRecord; id: string; now: number },
): EnvironmentRecord {
  const named = { ...place, type: 'ENVIRONMENT', environmentName: input.name ?? '' } as const;
  return {
    ...named,
    id,
    ...(input.description !== undefined && { description: input.description }),
    environmentAccountId: place.account,
    isCustomerManaged: version.isCustomerManaged,
    stackName: stackName(named, id, 'cloudformation.yaml'),
    createdAt: now,
    status: 'IN_PROGRESS',
    current: goal,
    lastAttemptedAt: now,
    lastSucceededAt: now,
    lastAttemptedDeploymentId: '',
    request: requestHash(input),
    isModified: false,
  };
}
