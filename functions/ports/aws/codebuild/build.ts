import type { AwsApi } from '../../aws-api.ts';
import type { JsonObject } from '../../json.ts';
import type { Objects } from '../../objects.ts';
import type { Progress, Provisioning } from '../../provisioner.ts';
import { mapOf, mapsOf, textOf } from '../answered.ts';
import { buildspecOf, bundleVariable, outputsVariable } from './buildspec.ts';
import { forgetFiles, handOver } from './bundle.ts';
import { projectName } from './project.ts';
import { outputsTold } from './told.ts';

/** Says in a build which deployment it is of. */
const deploymentVariable = 'QUAYMASTER_DEPLOYMENT';
/** A target has one deployment at a time: its build is among the last. */
const mostBuilds = 20;

/** Calls CodeBuild for one piece of work, as the customer's role. */
export type AskCodeBuild = (operation: string, input: JsonObject) => Promise<JsonObject>;

/** Makes the caller. */
export const askCodeBuild =
  (aws: AwsApi, { id, region, roleArn }: Provisioning): AskCodeBuild =>
  (operation, input) =>
    aws.call({
      service: 'codebuild',
      operation,
      input,
      sessionName: id,
      region,
      ...(roleArn !== undefined && { roleArn }),
    });

/** Whether the target's project is there. */
export async function hasProject(ask: AskCodeBuild, work: Provisioning): Promise<boolean> {
  const { projects } = await ask('BatchGetProjects', { names: [projectName(work)] });
  return mapsOf(projects).length > 0;
}

/** The id of the work's build, if it has one. CodeBuild's own idempotency token is good for five minutes only. */
export async function findBuild(ask: AskCodeBuild, work: Provisioning): Promise<string | undefined> {
  const asked = { projectName: projectName(work), sortOrder: 'DESCENDING' };
  const { ids } = await ask('ListBuildsForProject', asked);
  const last = (Array.isArray(ids) ? ids : []).slice(0, mostBuilds);
  if (last.length === 0) return undefined;
  const { builds } = await ask('BatchGetBuilds', { ids: last });
  const own = mapsOf(builds).find(({ environment }) =>
    mapsOf(mapOf(environment).environmentVariables).some(
      ({ name, value }) => name === deploymentVariable && value === work.id,
    ),
  );
  return own && textOf(own.id);
}

/** Starts the work's build, or finds it; answers with its id. Throws WorkRefused. */
export async function startBuild(ask: AskCodeBuild, work: Provisioning, objects: Objects): Promise<string> {
  const before = await findBuild(ask, work);
  if (before !== undefined) return before;
  const variables = {
    RESOURCE_ARN: work.target.arn,
    [deploymentVariable]: work.id,
    [bundleVariable]: await handOver(work, objects),
  };
  const { build } = await ask('StartBuild', {
    projectName: projectName(work),
    buildspecOverride: buildspecOf(work),
    idempotencyToken: work.id,
    // The project may be older than the role.
    ...(work.action === 'delete' && work.roleArn !== undefined && { serviceRoleOverride: work.roleArn }),
    environmentVariablesOverride: Object.entries(variables).map(([name, value]) => ({
      name,
      value,
      type: 'PLAINTEXT',
    })),
  });
  return textOf(mapOf(build).id);
}

/** How a build stands; undefined while it runs. */
export async function buildEnded(
  ask: AskCodeBuild,
  id: string,
  { work, objects }: { work: Provisioning; objects: Objects },
): Promise<Progress | undefined> {
  const { builds } = await ask('BatchGetBuilds', { ids: [id] });
  const [build] = mapsOf(builds);
  if (!build) return { state: 'Failed', message: `There is no build ${id} any more.` };
  if (build.buildStatus === 'IN_PROGRESS') return undefined;
  await forgetFiles(work, objects);
  if (build.buildStatus === 'STOPPED') return { state: 'Cancelled', message: `Build ${id} was stopped.` };
  if (build.buildStatus !== 'SUCCEEDED') return { state: 'Failed', message: failureOf(build) };
  const told = mapsOf(build.exportedEnvironmentVariables).find(({ name }) => name === outputsVariable);
  return { state: 'Succeeded', outputs: outputsTold(textOf(told?.value)), resources: [] };
}

/** The first thing that went wrong, and where to read more. */
function failureOf({ id, buildStatus, phases, logs }: JsonObject): string {
  const failed = mapsOf(phases).find(({ phaseStatus }) => !['SUCCEEDED', '', undefined].includes(textOf(phaseStatus)));
  const why = mapsOf(failed?.contexts)
    .map(({ message }) => textOf(message))
    .find((message) => message !== '');
  const where = failed ? ` in ${textOf(failed.phaseType)}` : '';
  const link = textOf(mapOf(logs).deepLink);
  return `Build ${textOf(id)} is ${textOf(buildStatus)}${where}${why ? `: ${why}` : ''}${link && `. Logs: ${link}`}`;
}
