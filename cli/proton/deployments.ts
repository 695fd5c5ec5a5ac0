import type { Deployment, DeploymentSummary } from '@aws-sdk/client-proton';
import { calling } from '../calling.ts';
import { type Arguments, type Body, textOption } from '../command.ts';
import { limitOf } from '../executions/list.ts';
import { tell } from '../output.ts';
import { pagesFrom } from '../pages.ts';
import { type Column, moment, sheet, statusColour, tableOf } from '../table.ts';

/** Times on the wire are epoch seconds. */
type OnWire<Row> = Omit<Row, 'createdAt' | 'completedAt'> & { createdAt?: number; completedAt?: number };

const columns: Column<OnWire<DeploymentSummary>>[] = [
  ['DEPLOYMENT', ({ id }) => id],
  ['STATUS', ({ deploymentStatus }) => deploymentStatus, statusColour],
  ['CREATED', ({ createdAt }) => moment(createdAt)],
  ['COMPLETED', ({ completedAt }) => moment(completedAt)],
  ['TYPE', ({ targetResourceType }) => targetResourceType],
  ['TARGET', (one) => nameOf(one)],
];

/** `beta` of an environment, `web/web-beta in beta` of an instance. */
const nameOf = ({ environmentName, serviceName, serviceInstanceName }: OnWire<DeploymentSummary>): string =>
  serviceName
    ? `${[serviceName, serviceInstanceName].filter(Boolean).join('/')} in ${environmentName}`
    : (environmentName ?? '');

const namesOf = (given: Arguments) => {
  const names = {
    environmentName: textOption(given, 'environment'),
    serviceName: textOption(given, 'service'),
    serviceInstanceName: textOption(given, 'instance'),
  };
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined));
};

/** quaymaster proton deployments list: the newest first. */
export const listDeployments: Body = async (given) => {
  const listing = {
    member: 'deployments',
    token: 'nextToken',
    input: { ...namesOf(given), maxResults: 100 },
    limit: limitOf(given),
  } as const;
  const found = await calling(given, ({ call }) =>
    pagesFrom<OnWire<DeploymentSummary>>(call, 'AwsProton20200720.ListDeployments', listing),
  );
  return tell(given, { value: found, lines: (rows) => tableOf(rows, columns, sheet()) }, 'There is none.');
};

/** quaymaster proton deployments show: one of them, with what it was to make and why it failed. */
export const showDeployment: Body = async (given) => {
  const [id = ''] = given.positionals;
  const { deployment } = await calling(given, ({ call }) =>
    call<{ deployment: OnWire<Deployment> }>('AwsProton20200720.GetDeployment', { id, ...namesOf(given) }),
  );
  return tell(given, { value: deployment, lines: linesOf });
};

function linesOf(deployment: OnWire<Deployment>): string[] {
  const { paint } = sheet();
  const { deploymentStatus: status = '', deploymentStatusMessage: message, targetState } = deployment;
  const state = Object.values(targetState ?? {})[0] as Partial<Record<string, string>> | undefined;
  return [
    `${nameOf(deployment)}  ${paint('dim', deployment.id ?? '')}`,
    `${paint(statusColour(status) ?? 'yellow', status)}  ${moment(deployment.createdAt)} – ${moment(deployment.completedAt)}`,
    ...(state ? [`template ${state.templateName} ${state.templateMajorVersion}.${state.templateMinorVersion}`] : []),
    ...(message ? ['', message] : []),
    ...(state?.spec ? ['', state.spec.trimEnd()] : []),
  ];
}
