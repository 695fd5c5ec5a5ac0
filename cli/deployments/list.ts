import type { Deployment, Stack } from '@aws-sdk/client-opsworks';
import { calling } from '../calling.ts';
import type { Call } from '../client.ts';
import { type Arguments, type Body, textOption } from '../command.ts';
import { limitOf } from '../executions/list.ts';
import { tell } from '../output.ts';
import type { Session } from '../session.ts';
import { type Column, moment, sheet, statusColour, tableOf } from '../table.ts';
import { heatAt, type SoftwareDeployment } from './heat.ts';

/** A deployment to machines: of an OpsWorks stack, or of a server of Heat. */
export interface Row {
  api: 'opsworks' | 'heat';
  id: string;
  where: string;
  what: string;
  status: string;
  createdAt: string;
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The stacks of a name or an id, or all. */
async function stacksOf(call: Call, named: string | undefined): Promise<Stack[]> {
  const input = named && isId.test(named) ? { StackIds: [named] } : {};
  const { Stacks = [] } = await call<{ Stacks?: Stack[] }>('OpsWorks_20130218.DescribeStacks', input);
  return Stacks.filter(({ Name, StackId }) => named === undefined || Name === named || StackId === named);
}

async function ofOpsWorks(call: Call, named: string | undefined): Promise<Row[]> {
  const stacks = await stacksOf(call, named);
  const each = stacks.map(async ({ StackId, Name: where = '' }) => {
    const input = { StackId };
    const { Deployments = [] } = await call<{ Deployments?: Deployment[] }>(
      'OpsWorks_20130218.DescribeDeployments',
      input,
    );
    return Deployments.map((one) => rowOf(one, where));
  });
  return (await Promise.all(each)).flat();
}

const rowOf = (one: Deployment, where: string): Row => ({
  api: 'opsworks',
  id: one.DeploymentId ?? '',
  where,
  what: one.Command?.Name ?? '',
  status: one.Status ?? '',
  createdAt: one.CreatedAt ?? '',
});

async function ofHeat({ endpoint }: Session, given: Arguments): Promise<Row[]> {
  const server = textOption(given, 'server');
  const heat = heatAt(endpoint, textOption(given, 'project') ?? '');
  const query = server ? `?server_id=${encodeURIComponent(server)}` : '';
  const { software_deployments: all } = await heat<{ software_deployments: SoftwareDeployment[] }>(
    `/software_deployments${query}`,
  );
  return all.map((one): Row => {
    const { id, server_id: where, action, status, creation_time: createdAt } = one;
    return { api: 'heat', id, where, what: action, status, createdAt };
  });
}

const columns: Column<Row>[] = [
  ['DEPLOYMENT', ({ id }) => id],
  ['STATUS', ({ status }) => status, statusColour],
  ['CREATED', ({ createdAt }) => moment(createdAt)],
  ['API', ({ api }) => api],
  ['WHERE', ({ where }) => where],
  ['WHAT', ({ what }) => what],
];

/** quaymaster deployments list: to machines, of OpsWorks and of Heat, the newest first. */
export const listDeployments: Body = async (given) => {
  const [stack, server, limit] = [textOption(given, 'stack'), textOption(given, 'server'), limitOf(given)];
  const found = await calling(given, async (session) => {
    const opsworks = server === undefined ? await ofOpsWorks(session.call, stack) : [];
    return [...opsworks, ...(stack === undefined ? await ofHeat(session, given) : [])];
  });
  const time = ({ createdAt }: Row) => Date.parse(createdAt) || 0;
  const rows = found.sort((one, other) => time(other) - time(one)).slice(0, limit);
  return tell(given, { value: rows, lines: (shown) => tableOf(shown, columns, sheet()) }, 'There is none.');
};
