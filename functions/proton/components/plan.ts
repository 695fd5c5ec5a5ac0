import type { Store } from '../../ports/store.ts';
import type { WorkPlan } from '../deployments/record.ts';
import { connectionInUse, planOf } from '../environments/means.ts';
import type { EnvironmentRecord } from '../environments/record.ts';
import { invalid } from '../errors.ts';

type Engine = 'cloudformation' | 'terraform';

/** How a component is provisioned in an environment: as the role that the environment, or its connection, has for components. Throws ConflictException. */
export async function componentPlan(store: Store, environment: EnvironmentRecord, engine: Engine): Promise<WorkPlan> {
  const { account, region } = environment;
  const connection = await connectionInUse(store, environment);
  if (engine === 'terraform') return planOf(environment, engine, connection);
  const roleArn = environment.componentRoleArn ?? connection?.componentRoleArn;
  return {
    kind: 'cloudformation',
    account: connection?.environmentAccountId ?? account,
    region,
    ...(roleArn !== undefined && { roleArn }),
  };
}

/** The same; throws ValidationException where the environment has nothing for it. */
export async function checkedPlan(store: Store, environment: EnvironmentRecord, engine: Engine): Promise<WorkPlan> {
  const plan = await componentPlan(store, environment, engine);
  const isEquipped = engine === 'terraform' ? plan.repository !== undefined : plan.roleArn !== undefined;
  if (isEquipped) return plan;
  const missing = engine === 'terraform' ? 'provisioningRepository' : 'componentRoleArn';
  throw invalid(`The environment ${environment.environmentName} has no ${missing}, which components need.`);
}
