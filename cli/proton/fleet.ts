import type {
  EnvironmentSummary,
  EnvironmentTemplate,
  ServiceInstanceSummary,
  ServiceTemplate,
} from '@aws-sdk/client-proton';
import { ApiError } from '../../functions/api/error.ts';
import { calling } from '../calling.ts';
import type { Call } from '../client.ts';
import { type Body, textOption } from '../command.ts';
import { tell } from '../output.ts';
import { pagesFrom } from '../pages.ts';
import { type Column, moment, sheet, statusColour, tableOf } from '../table.ts';

/** Something deployed: an environment, or an instance of a service in one. */
interface Member {
  environmentName: string;
  serviceName: string;
  name: string;
  templateName: string;
  templateVersion: string;
  recommendedVersion: string;
  deploymentStatus: string;
  lastDeploymentSucceededAt: number;
}

/** Times on the wire are epoch seconds. */
const seconds = (time: Date | undefined): number => (time as unknown as number | undefined) ?? 0;

const versionOf = (one: EnvironmentSummary | ServiceInstanceSummary): string =>
  `${one.templateMajorVersion}.${one.templateMinorVersion}`;

/** The version that a template recommends, each asked for once; none of one that is gone. */
function recommendations(call: Call) {
  const known = new Map<string, Promise<string>>();
  const ask = async (target: string, member: string, name: string): Promise<string> => {
    try {
      const found = await call<Record<string, EnvironmentTemplate | ServiceTemplate>>(target, { name });
      return found[member]?.recommendedVersion ?? '';
    } catch (error) {
      if (error instanceof ApiError && error.code === 'ResourceNotFoundException') return '';
      throw error;
    }
  };
  return (kind: 'Environment' | 'Service', name: string): Promise<string> => {
    const key = `${kind} ${name}`;
    const member = kind === 'Service' ? 'serviceTemplate' : 'environmentTemplate';
    const found = known.get(key) ?? ask(`AwsProton20200720.Get${kind}Template`, member, name);
    known.set(key, found);
    return found;
  };
}

async function fleetOf(call: Call): Promise<Member[]> {
  const recommended = recommendations(call);
  const all = <Row>(target: string, member: string) =>
    pagesFrom<Row>(call, `AwsProton20200720.${target}`, { member, token: 'nextToken', input: { maxResults: 100 } });
  const [environments, instances] = await Promise.all([
    all<EnvironmentSummary>('ListEnvironments', 'environments'),
    all<ServiceInstanceSummary>('ListServiceInstances', 'serviceInstances'),
  ]);
  const memberOf = async (kind: 'Environment' | 'Service', one: EnvironmentSummary | ServiceInstanceSummary) => ({
    environmentName: 'environmentName' in one ? (one.environmentName ?? '') : (one.name ?? ''),
    serviceName: 'serviceName' in one ? (one.serviceName ?? '') : '',
    name: one.name ?? '',
    templateName: one.templateName ?? '',
    templateVersion: versionOf(one),
    recommendedVersion: await recommended(kind, one.templateName ?? ''),
    deploymentStatus: one.deploymentStatus ?? '',
    lastDeploymentSucceededAt: seconds(one.lastDeploymentSucceededAt),
  });
  const members = await Promise.all([
    ...environments.map((one) => memberOf('Environment', one)),
    ...instances.map((one) => memberOf('Service', one)),
  ]);
  return members.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ environmentName, serviceName, name }: Member): string =>
  [environmentName, serviceName, name].join('\n');

/** How far a version is behind: `current`, `2 minor behind`, `1 major behind`. */
export function behind(version: string, recommended: string): string {
  if (!recommended) return '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [bestMajor = 0, bestMinor = 0] = recommended.split('.').map(Number);
  if (bestMajor > major) return `${bestMajor - major} major behind`;
  return bestMajor === major && bestMinor > minor ? `${bestMinor - minor} minor behind` : 'current';
}

const columns: Column<Member>[] = [
  ['ENVIRONMENT', (one) => one.environmentName],
  ['SERVICE', (one) => one.serviceName],
  ['INSTANCE', (one) => (one.serviceName ? one.name : '')],
  ['TEMPLATE', (one) => `${one.templateName} ${one.templateVersion}`],
  [
    'VERSION',
    (one) => behind(one.templateVersion, one.recommendedVersion),
    (text) => (text.endsWith('behind') ? 'yellow' : undefined),
  ],
  ['STATUS', (one) => one.deploymentStatus, statusColour],
  ['DEPLOYED', (one) => (one.lastDeploymentSucceededAt ? moment(one.lastDeploymentSucceededAt) : '')],
];

/** quaymaster proton list: the fleet, environments and what runs in them, and what is behind its template. */
export const listFleet: Body = async (given) => {
  const environment = textOption(given, 'environment');
  const all = await calling(given, ({ call }) => fleetOf(call));
  const found = all
    .filter((one) => environment === undefined || one.environmentName === environment)
    .filter((one) => !given.values.behind || behind(one.templateVersion, one.recommendedVersion).endsWith('behind'));
  return tell(given, { value: found, lines: (rows) => tableOf(rows, columns, sheet()) }, 'There is none.');
};
