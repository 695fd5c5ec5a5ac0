import type { Caller } from '../../functions/api/action.ts';
import { ApiError } from '../../functions/api/error.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import type { StepRecord } from '../../functions/ssm/automation-executions/record.ts';
import { getLastStep } from '../../functions/ssm/automation-executions/run.ts';
import { sendAutomationSignal } from '../../functions/ssm/automation-executions/send-automation-signal.ts';
import { approversOf, requiredApprovals } from '../../functions/ssm/steps/approve.ts';
import type { DecisionMock, Mocks } from './mocks.ts';
import type { Witness } from './witness.ts';

/** Everything happens in one account and region. */
const place = { account: '000000000000', region: 'us-east-1' };

/** Who somebody is by a user name or an ARN; of a role, one of its sessions. */
export function callerOf(who: string): Caller {
  const name = who.split('/').at(-1) ?? who;
  const [, account, role] = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(who) ?? [];
  if (role) return { ...place, name, arn: `arn:aws:sts::${account}:assumed-role/${role}/test` };
  return { ...place, name, arn: who.startsWith('arn:') ? who : `arn:aws:iam::${place.account}:user/${who}` };
}

/** Decides at the steps that wait for somebody, as the mocks say: once for each time a step waits. */
export class Gates {
  readonly #mocks: Mocks;
  readonly #witness: Witness;
  readonly #passed = new Set<string>();
  /** Decisions that were refused. */
  readonly problems: string[] = [];
  readonly used = new Set<string>();

  constructor(mocks: Mocks, witness: Witness) {
    this.#mocks = mocks;
    this.#witness = witness;
  }

  /** Sends what an execution waits for; false where it waits for nobody, or nobody comes. */
  async pass(executionId: string, ports: Ports): Promise<boolean> {
    const step = (await getLastStep(ports.store, executionId))?.value;
    if (step?.status !== 'Waiting' || step.verdict) return false;
    const gate = `${step.id}/${step.attempt}/${step.attemptTime}`;
    if (this.#passed.has(gate)) return false;
    this.#passed.add(gate);
    const signals = step.action === 'aws:pause' ? this.#resumes(step) : this.#decisions(step);
    for (const { by, comment, type } of signals) await this.#send(step, { executionId, type, by, comment }, ports);
    return signals.length > 0;
  }

  #resumes({ name }: StepRecord): Sent[] {
    const { [name]: mock } = this.#mocks.pauses;
    this.used.add(`pauses.${name}`);
    if (!mock) this.#witness.lacks(`step ${name} waits to be resumed`, { pauses: { [name]: 'resume' } });
    return mock === 'resume' ? [{ type: 'Resume', by: 'admin' }] : [];
  }

  #decisions(step: StepRecord): Sent[] {
    const { [step.name]: mocks } = this.#mocks.approvals;
    this.used.add(`approvals.${step.name}`);
    if (!mocks)
      this.#witness.lacks(`step ${step.name} waits for an approval by ${approversOf(step).join(', ')}`, {
        approvals: { [step.name]: 'approve' },
      });
    return (mocks ?? []).flatMap((mock) => sentFor(step, mock));
  }

  async #send(step: StepRecord, { executionId, type, by, comment }: Sent & { executionId: string }, ports: Ports) {
    const Payload = comment === undefined ? {} : { Payload: { Comment: [comment] } };
    const input = { AutomationExecutionId: executionId, SignalType: type, ...Payload };
    try {
      await sendAutomationSignal(input, ports, callerOf(by));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problems.push(`step ${step.name}, ${type} by ${by}: ${error.message}`);
    }
  }
}

interface Sent {
  type: 'Approve' | 'Reject' | 'Resume';
  by: string;
  comment?: string | undefined;
}

function sentFor(step: StepRecord, { decision, by, comment }: DecisionMock): Sent[] {
  const type = decision === 'approve' ? 'Approve' : 'Reject';
  const count = type === 'Approve' ? requiredApprovals(step) : 1;
  const deciders = by === undefined ? approversOf(step).slice(0, count) : [by];
  return deciders.map((who) => ({ type, by: who, comment }));
}
