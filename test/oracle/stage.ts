import { type AutomationExecution, GetAutomationExecutionCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Ports } from '../../functions/ports/ports.ts';
import type { FakeAws } from '../aws.ts';
import type { TestDoor } from '../door.ts';

/** An execution of a machine: `[machine, name]`. */
export type Started = [machine: string, name: string];

/** A place where runbooks run: the account's ports on another's Step Functions, or the embedded program. */
export interface Stage extends Pick<TestDoor, 'ssm' | 'principal' | 'ports' | 'config' | 'attach' | 'administrator'> {
  client: SSMClient;
  /** What runbooks call. */
  aws: FakeAws;
  /** The executions of machines that were started here, in order. */
  started: Started[];
  /** How an execution of a machine stands, in Step Functions' words, and the states it entered, in order. */
  status(of: Started): Promise<string>;
  states(of: Started): Promise<string[]>;
  /** Lets a moment pass. */
  pass(): Promise<void>;
  close(): Promise<void>;
}

/** Notes what a port starts. */
export function watchStarts(ports: Ports): Started[] {
  const started: Started[] = [];
  const { workflows } = ports;
  ports.workflows = {
    ...workflows,
    start: (machine, name, ...rest) => {
      if (!started.some(([other, same]) => other === machine && same === name)) started.push([machine, name]);
      return workflows.start(machine, name, ...rest);
    },
  };
  return started;
}

/** The states of a history. */
export const statesIn = (events: { stateEnteredEventDetails?: { name: string | undefined } | undefined }[] = []) =>
  events.flatMap(({ stateEnteredEventDetails: details }) => (details?.name === undefined ? [] : [details.name]));

/** Whether all that was started has ended. */
export const isOver = async (stage: Stage): Promise<boolean> =>
  !(await Promise.all(stage.started.map((one) => stage.status(one)))).includes('RUNNING');

/** What became of an execution of a machine. */
export interface Course {
  machine: string;
  name: string;
  status: string;
  states: string[];
}

/** What became of all that was started. */
export const coursesOf = (stage: Stage): Promise<Course[]> =>
  Promise.all(
    stage.started.map(async (one) => ({
      machine: one[0],
      name: one[1],
      status: await stage.status(one),
      states: await stage.states(one),
    })),
  );

/** An execution as GetAutomationExecution shows it. */
export const show = async ({ client }: Pick<Stage, 'client'>, id: string): Promise<AutomationExecution> =>
  (await client.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }))).AutomationExecution ?? {};
