import { LambdaClient } from '@aws-sdk/client-lambda';
import { answersCheck, clockCheck, signedCheck } from './checks.ts';
import { clientOf, type Endpoint } from './client.ts';
import { CommandFailure } from './command.ts';
import { type Check, examine, type Finding, Trouble } from './examine.ts';
import { machineCheck } from './machine-check.ts';
import { type WatchClock, watchClock } from './patience.ts';
import { deployment } from './stage.ts';

/** Who tells, and what stands for AWS and for time. */
interface Surroundings {
  tell: (finding: Finding) => void;
  lambda?: LambdaClient;
  clock?: WatchClock;
}

/** Looks at a deployment from the outside, as its administrator; answers whether nothing is bad. */
export async function examineStage(
  stage: string,
  { tell, lambda = new LambdaClient({}), clock = watchClock }: Surroundings,
): Promise<boolean> {
  let found: Endpoint | undefined;
  const administrator: Check = {
    name: 'administrator',
    look: async () => {
      found = await deployment(stage, lambda).catch((error: unknown) => notFound(error, stage));
      return `tells its keys, and the address ${found.url}`;
    },
  };
  const isFound = await examine([administrator], tell);
  return found ? examine(stageChecks(stage, found, clock), tell) : isFound;
}

function notFound(error: unknown, stage: string): never {
  if (!(error instanceof CommandFailure)) throw error;
  const rights = `Your AWS credentials must allow lambda:InvokeFunction on function:quaymaster-${stage}-administrator.`;
  throw new Trouble(error.message, `Is it deployed in this account and Region (AWS_REGION, AWS_PROFILE)? ${rights}`);
}

function stageChecks(stage: string, endpoint: Endpoint, clock: WatchClock): Check[] {
  const call = clientOf(endpoint);
  const logs = `aws logs tail /aws/lambda/quaymaster-${stage}-`;
  return [
    answersCheck(endpoint.url, `Look into the log of the door: ${logs}api`),
    clockCheck(endpoint.url, () => clock.now()),
    { ...signedCheck(call, 'the administrator'), isVital: true },
    machineCheck(
      call,
      clock,
      `Look into the logs: ${logs}ssmAutomationInProgress, and aws stepfunctions list-executions of quaymaster-${stage}-ssm-automation`,
    ),
  ];
}
