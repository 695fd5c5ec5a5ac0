import type { Store } from '../../ports/store.ts';
import { getSettings } from '../account-settings/record.ts';
import type { WorkPlan } from '../deployments/record.ts';
import { planIn, planOf } from '../environments/means.ts';
import { requireEnvironment } from '../environments/record.ts';
import { conflict, invalid } from '../errors.ts';
import type { Place } from '../place.ts';
import type { Engine, VersionRecord } from '../template-versions/record.ts';

/**
 * How an instance of a version is provisioned in an environment. Throws where that is not there, was never deployed, is of another template than
 * the version goes with, or has no means for the version's engine.
 */
export async function instancePlan(
  store: Store,
  place: Place,
  { environmentName, version }: { environmentName: string; version: VersionRecord },
): Promise<WorkPlan> {
  const environment = (await requireEnvironment(store, place, environmentName)).value;
  const { current, lastSucceededDeploymentId, status } = environment;
  if (lastSucceededDeploymentId === undefined || status === 'DELETE_IN_PROGRESS')
    throw conflict(`The environment ${environmentName} is ${status}: services need one that was deployed.`);
  const isCompatible = (version.compatibleEnvironmentTemplates ?? []).some(
    ({ templateName, majorVersion }) => templateName === current.templateName && majorVersion === String(current.major),
  );
  const name = `${version.templateName} ${version.major}.${version.minor}`;
  if (!isCompatible)
    throw invalid(
      `The environment ${environmentName} is of template ${current.templateName} ${current.major}, with which service template ${name} is not compatible.`,
    );
  const engine = version.parts?.main.engine ?? 'none';
  const plan = await planIn(store, environment, engine);
  const isEquipped = engine === 'terraform' ? plan.repository !== undefined : plan.roleArn !== undefined;
  if (engine !== 'none' && !isEquipped)
    throw invalid(`The environment ${environmentName} has no ${means[engine]}, which service template ${name} needs.`);
  return plan;
}

const means = {
  cloudformation: 'protonServiceRoleArn',
  codebuild: 'codebuildRoleArn',
  terraform: 'provisioningRepository',
} as const;

const settings = {
  cloudformation: 'pipelineServiceRoleArn',
  codebuild: 'pipelineCodebuildRoleArn',
  terraform: 'pipelineProvisioningRepository',
} as const;

/** How a pipeline is provisioned: with what the account's settings say. Throws ValidationException where they do not. */
export async function pipelinePlan(store: Store, place: Place, engine: Engine): Promise<WorkPlan> {
  const plan = await pipelinePlanNow(store, place, engine);
  if (plan) return plan;
  const missing = engine === 'none' ? '' : settings[engine];
  throw invalid(`The account settings have no ${missing}, which the pipeline needs. Call UpdateAccountSettings.`);
}

/** The same; undefined where they do not. */
export async function pipelinePlanNow(
  store: Store,
  { account, region }: Place,
  engine: Engine,
): Promise<WorkPlan | undefined> {
  const found = (await getSettings(store, { account, region }))?.value ?? {};
  if (engine !== 'none' && !found[settings[engine]]) return undefined;
  const { pipelineServiceRoleArn, pipelineCodebuildRoleArn, pipelineProvisioningRepository } = found;
  const given = {
    ...(pipelineServiceRoleArn && { protonServiceRoleArn: pipelineServiceRoleArn }),
    ...(pipelineCodebuildRoleArn && { codebuildRoleArn: pipelineCodebuildRoleArn }),
    ...(pipelineProvisioningRepository && { provisioningRepository: pipelineProvisioningRepository }),
  };
  return planOf({ account, region, environmentAccountId: account, ...given }, engine, undefined);
}
