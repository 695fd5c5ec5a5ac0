import type { Preview, ResourceChange as Previewed } from '../../functions/proton/previews/answer.ts';
import { calling } from '../calling.ts';
import type { Call } from '../client.ts';
import { type Arguments, type Body, readText, textOption, UsageError } from '../command.ts';
import { tell } from '../output.ts';
import { pagesFrom } from '../pages.ts';
import { type Sheet, sheet } from '../table.ts';
import { type Named, namedBy, nameOf } from './named.ts';
import { patchOf } from './patch.ts';

/** A resource of a template that a deployment would make, change or remove; `members` are the properties and attributes that change. */
interface ResourceChange {
  change: 'add' | 'change' | 'remove';
  name: string;
  type: string;
  members: string[];
}

/** What would change of one thing that is deployed. */
interface Planned {
  name: string;
  resources: ResourceChange[];
  /** Patches of the files that change. */
  files: { path: string; patch: string }[];
}

/** quaymaster proton plan: what would change, and nothing does. Answers with the exit code. */
export const plan: Body = async (given) => {
  const named = namedBy(given.positionals[0] ?? '');
  const request = requestOf(given);
  const planned = await calling(given, async ({ call }) => {
    const plans: Planned[] = [];
    for (const part of await partsOf(named, call)) plans.push(await planOf(part, request, call));
    return plans;
  });
  return tell(given, { value: planned, lines: (plans) => plans.flatMap(linesOf) });
};

function requestOf(given: Arguments): object {
  const spec = textOption(given, 'spec');
  const version = textOption(given, 'template-version');
  if (spec === undefined && version === undefined) throw new UsageError('plan needs --spec FILE or --template-version');
  const [, templateMajorVersion, templateMinorVersion] = /^(\d+)(?:\.(\d+))?$/.exec(version ?? '') ?? [];
  if (version !== undefined && templateMajorVersion === undefined)
    throw new UsageError(`--template-version ${version} is no MAJOR.MINOR`);
  return { ...(spec !== undefined && { spec: readText(spec) }), templateMajorVersion, templateMinorVersion };
}

/** A service is its instances and its pipeline. */
async function partsOf(named: Named, call: Call): Promise<Named[]> {
  if (named.type !== 'service') return [named];
  const { serviceName } = named;
  const { service } = await call<{ service: { pipeline?: object } }>('AwsProton20200720.GetService', {
    name: serviceName,
  });
  const listing = { member: 'serviceInstances', token: 'nextToken', input: { serviceName } } as const;
  const instances = await pagesFrom<{ name: string }>(call, 'AwsProton20200720.ListServiceInstances', listing);
  return [
    ...instances.map(({ name }) => ({ type: 'service-instance', serviceName, serviceInstanceName: name }) as const),
    ...(service.pipeline ? [{ type: 'service-pipeline', serviceName } as const] : []),
  ];
}

const operations = {
  environment: 'PreviewEnvironment',
  service: '',
  'service-instance': 'PreviewServiceInstance',
  'service-pipeline': 'PreviewServicePipeline',
};

async function planOf({ type, ...names }: Named, request: object, call: Call): Promise<Planned> {
  const { Files, Resources } = await call<Preview>(`QuaymasterProton.${operations[type]}`, { ...names, ...request });
  const files = Files.map((file) => ({ path: file.Path, patch: patchOf(file) })).filter(({ patch }) => patch !== '');
  return { name: nameOf({ type, ...names } as Named), resources: Resources.map(resourceOf), files };
}

const words = { Add: 'add', Modify: 'change', Remove: 'remove' } as const;

const resourceOf = ({ Action, LogicalResourceId, ResourceType, Members }: Previewed): ResourceChange => ({
  change: words[Action],
  name: LogicalResourceId,
  type: ResourceType,
  members: Members,
});

const signs = { add: '+', change: '~', remove: '-' };
const colours = { add: 'green', change: 'yellow', remove: 'red' } as const;

function linesOf({ name, resources, files }: Planned): string[] {
  const { paint } = sheet();
  if (files.length === 0) return [`${name}: nothing changes`];
  const counts = (['add', 'change', 'remove'] as const).map(
    (one) => `${resources.filter(({ change }) => change === one).length} to ${one}`,
  );
  return [
    `${name}: ${resources.length > 0 ? counts.join(', ') : 'no resource of a template changes'}`,
    ...resources.map((one) => paint(colours[one.change], lineOf(one))),
    ...files.flatMap(({ patch }) => ['', ...patch.split('\n').map((line) => coloured(line, paint))]),
  ];
}

const lineOf = ({ change, name, type, members }: ResourceChange): string =>
  `  ${signs[change]} ${name} (${type})${members.length > 0 ? `: ${members.join(', ')}` : ''}`;

const coloured = (line: string, paint: Sheet['paint']): string =>
  line.startsWith('+') ? paint('green', line) : line.startsWith('-') ? paint('red', line) : line;
