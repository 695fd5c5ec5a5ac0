import type { Deployment, DeploymentSummary } from '@aws-sdk/client-proton';
import { calling } from '../calling.ts';
import type { Call } from '../client.ts';
import { type Body, CommandFailure, textOption } from '../command.ts';
import { tell } from '../output.ts';
import { pagesFrom } from '../pages.ts';
import { type Named, namedBy, nameOf } from './named.ts';

/** What a deployment made of a resource: the state that it led to. */
interface State {
  spec: string;
  templateMajorVersion: string;
  templateMinorVersion: string;
}

/** A resource as it is shown, whichever it is. */
interface Deployed {
  arn: string;
  deploymentStatus: string;
  /** Epoch seconds. */
  createdAt: number;
  templateMajorVersion: string;
  templateMinorVersion: string;
  lastSucceededDeploymentId?: string;
  lastAttemptedDeploymentId?: string;
}

/** How each is asked for and updated, and the member that shows it. */
const operations = {
  environment: { get: 'GetEnvironment', update: 'UpdateEnvironment', member: 'environment' },
  'service-instance': { get: 'GetServiceInstance', update: 'UpdateServiceInstance', member: 'serviceInstance' },
  'service-pipeline': { get: 'GetService', update: 'UpdateServicePipeline', member: 'pipeline' },
} as const;

type Part = Exclude<Named, { type: 'service' }>;

/** quaymaster proton rollback: deploys again what an earlier deployment made. */
export const rollback: Body = async (given) => {
  const part = namedBy(given.positionals[0] ?? '');
  if (part.type === 'service')
    throw new CommandFailure(
      `a service is rolled back part by part: ${part.serviceName}/INSTANCE, ${part.serviceName}/pipeline`,
    );
  const found = await calling(given, async ({ call }) => {
    const ask = <Output extends object>(operation: string, input: object) =>
      call<Output>(`AwsProton20200720.${operation}`, input);
    const now = await deployedNow(part, ask);
    const to = textOption(given, 'to') ?? (await earlier(part, now, call));
    const state = await stateOf(part, { id: to, arn: now.arn }, ask);
    const after = await updated(part, { now, state }, ask);
    return { to, deployment: after.lastAttemptedDeploymentId ?? '', ...state };
  });
  const lines = ({ to, deployment, templateMajorVersion: major, templateMinorVersion: minor }: typeof found) => [
    `${nameOf(part)}: back to deployment ${to}, template version ${major}.${minor}`,
    `quaymaster proton deployments show ${deployment}`,
  ];
  return tell(given, { value: found, lines });
};

type Ask = <Output extends object>(operation: string, input: object) => Promise<Output>;

const inputOf = (part: Part): object => {
  if (part.type === 'environment') return { name: part.environmentName };
  if (part.type === 'service-instance') return { serviceName: part.serviceName, name: part.serviceInstanceName };
  return { serviceName: part.serviceName };
};

async function deployedNow(part: Part, ask: Ask): Promise<Deployed> {
  const { get, member } = operations[part.type];
  if (part.type !== 'service-pipeline') {
    const answer = await ask<Record<string, Deployed>>(get, inputOf(part));
    return answer[member] as Deployed;
  }
  const { service } = await ask<{ service: { pipeline?: Deployed } }>(get, { name: part.serviceName });
  if (!service.pipeline) throw new CommandFailure(`service ${part.serviceName} has no pipeline`);
  return service.pipeline;
}

/** After a failure the last success, after a success the one before. */
async function earlier(part: Part, now: Deployed, call: Call): Promise<string> {
  const names =
    part.type === 'environment'
      ? { environmentName: part.environmentName }
      : {
          serviceName: part.serviceName,
          ...('serviceInstanceName' in part && { serviceInstanceName: part.serviceInstanceName }),
        };
  const listing = { member: 'deployments', token: 'nextToken', input: { ...names, maxResults: 100 } } as const;
  const all = await pagesFrom<DeploymentSummary>(call, 'AwsProton20200720.ListDeployments', listing);
  // Not those of one that had the same name and was deleted.
  const isOwn = ({ targetArn, targetResourceCreatedAt }: DeploymentSummary) =>
    targetArn === now.arn && Number(targetResourceCreatedAt) === now.createdAt;
  const own = all.filter((one) => isOwn(one) && one.deploymentStatus === 'SUCCEEDED');
  const isAtRest = now.deploymentStatus === 'SUCCEEDED';
  const id = own.find((one) => !isAtRest || one.id !== now.lastSucceededDeploymentId)?.id;
  if (id === undefined) throw new CommandFailure(`${nameOf(part)} has no earlier deployment that succeeded`);
  return id;
}

async function stateOf(part: Part, { id, arn }: { id: string; arn: string }, ask: Ask): Promise<State> {
  const { deployment } = await ask<{ deployment: Deployment }>('GetDeployment', { id });
  if (deployment.targetArn !== arn)
    throw new CommandFailure(`deployment ${id} is of ${deployment.targetArn}, not of the ${nameOf(part)}`);
  const { targetState = {} } = deployment;
  const state = Object.values(targetState)[0] as State | undefined;
  if (!state) throw new CommandFailure(`deployment ${id} was a deletion: there is nothing to go back to`);
  return state;
}

async function updated(part: Part, { now, state }: { now: Deployed; state: State }, ask: Ask): Promise<Deployed> {
  const { update, member } = operations[part.type];
  const { spec, templateMajorVersion: major, templateMinorVersion: minor } = state;
  if (Number(major) < Number(now.templateMajorVersion))
    throw new CommandFailure(
      `${nameOf(part)} is on template version ${now.templateMajorVersion}.${now.templateMinorVersion}: Proton goes to no lower major version than that, so not to ${major}.${minor}`,
    );
  const isSame = major === now.templateMajorVersion && minor === now.templateMinorVersion;
  const isMinor = major === now.templateMajorVersion;
  const version = isSame
    ? { deploymentType: 'CURRENT_VERSION' }
    : {
        deploymentType: isMinor ? 'MINOR_VERSION' : 'MAJOR_VERSION',
        templateMajorVersion: major,
        templateMinorVersion: minor,
      };
  const answer = await ask<Record<string, Deployed>>(update, { ...inputOf(part), ...version, spec });
  return answer[member] as Deployed;
}
