import type { AwsApi } from '../../aws-api.ts';
import type { JsonObject } from '../../json.ts';
import type { Objects } from '../../objects.ts';
import { commandsOf, type Progress, type Provisioner, type Provisioning } from '../../provisioner.ts';
import { watchOf } from '../../watches.ts';
import { textOf } from '../answered.ts';
import { lookAfter } from '../look-after.ts';
import { endingOf, failureOf } from '../refused-work.ts';
import { askCodeBuild, buildEnded, findBuild, hasProject, startBuild } from './build.ts';
import { projectWork } from './project.ts';

/** How builds are run; `stacks` makes the projects. */
export interface CodeBuildOptions {
  aws: AwsApi;
  objects: Objects;
  stacks: Provisioner;
}

/** What a look must know: how the project's stack stands, or which build runs, and how often it was looked at. */
interface Memo extends JsonObject {
  doing: 'project' | 'build';
  looks: number;
}

/**
 * Runs the commands of a manifest in CodeBuild, as the customer's role: a project for each target, made by a stack, and a build for each deployment. A
 * deletion runs the commands for it, then takes the project away. Outputs are what the commands told Proton, or left in proton-outputs.json.
 */
export function codebuildProvisioner({ aws, objects, stacks }: CodeBuildOptions): Provisioner {
  const build = async (work: Provisioning): Promise<Progress> =>
    building(await startBuild(askCodeBuild(aws, work), work, objects), 0);
  const project = async (work: Provisioning, progress: Progress): Promise<Progress> => {
    if (progress.state === 'InProgress')
      return { ...progress, memo: { doing: 'project', stack: progress.memo ?? {}, looks: 0 } };
    if (progress.state !== 'Succeeded')
      return { ...progress, message: `The project of CodeBuild: ${progress.message}` };
    return work.action === 'delete' ? { state: 'Succeeded', outputs: [], resources: [] } : build(work);
  };
  const begin = async (work: Provisioning): Promise<Progress> => {
    const isUndone = work.action === 'delete' && commandsOf(work).length > 0;
    if (isUndone && (await hasProject(askCodeBuild(aws, work), work))) return build(work);
    return project(work, await stacks.start(projectWork(work)));
  };
  const look = async (work: Provisioning, memo: JsonObject | undefined): Promise<Progress> => {
    if (memo?.doing === 'project') return project(work, await stacks.look(projectWork(work), memo.stack as JsonObject));
    if (memo?.doing !== 'build') return begin(work);
    const id = textOf(memo.build);
    const over = await buildEnded(askCodeBuild(aws, work), id, { work, objects });
    if (!over) return building(id, (memo as Memo).looks + 1);
    return over.state === 'Succeeded' && work.action === 'delete'
      ? project(work, await stacks.start(projectWork(work)))
      : over;
  };
  const stop = async (work: Provisioning, memo: JsonObject | undefined): Promise<void> => {
    if (work.action === 'delete') return;
    const ask = askCodeBuild(aws, work);
    const isProject = memo?.doing === 'project' || (memo?.doing !== 'build' && !(await hasProject(ask, work)));
    if (isProject) return void (await stacks.cancel(projectWork(work), memo?.stack as JsonObject | undefined));
    const id = memo?.doing === 'build' ? textOf(memo.build) : await findBuild(ask, work);
    if (id !== undefined) await ask('StopBuild', { id });
  };
  return {
    start: (work) => unlessRefused(work, undefined, () => begin(work)),
    look: (work, memo) => unlessRefused(work, memo, () => look(work, memo)),
    cancel: (work, memo) => endingOf(work, () => stop(work, memo)),
  };
}

const building = (build: string, looks: number): Progress => ({
  state: 'InProgress',
  memo: { doing: 'build', build, looks },
  watch: watchOf('codebuild', build),
  lookAfter: lookAfter(looks),
});

/** What may pass is asked again later. */
async function unlessRefused(
  work: Provisioning,
  memo: JsonObject | undefined,
  turn: () => Promise<Progress>,
): Promise<Progress> {
  try {
    return await turn();
  } catch (error) {
    const message = failureOf(error, work);
    return message === undefined
      ? { state: 'InProgress', ...(memo && { memo }), lookAfter: 30 }
      : { state: 'Failed', message };
  }
}
