import { lambdaPorts } from '../ports/aws/ports.ts';
import { cancelling } from '../ssm/tasks/cancelling.ts';
import { inProgress } from '../ssm/tasks/in-progress.ts';
import { pending } from '../ssm/tasks/pending.ts';
import { reconcile } from '../ssm/tasks/reconcile.ts';
import { recordFailure } from '../ssm/tasks/record-failure.ts';
import { waiting } from '../ssm/tasks/waiting.ts';

const ports = lambdaPorts();

/** What statemachines/ssm-automation.asl calls as SsmAutomationPending. */
export const handlePending = (input: Parameters<typeof pending>[0]) => pending(input, ports);

/** … as SsmAutomationInProgress. */
export const handleInProgress = (input: Parameters<typeof inProgress>[0]) => inProgress(input, ports);

/** … as SsmAutomationWaiting. */
export const handleWaiting = (input: Parameters<typeof waiting>[0]) => waiting(input, ports);

/** … as SsmAutomationCancelling. */
export const handleCancelling = (input: Parameters<typeof cancelling>[0]) => cancelling(input, ports);

/** … as SsmAutomationRecordFailure. */
export const handleRecordFailure = (input: Parameters<typeof recordFailure>[0]) => recordFailure(input, ports);

/** What a schedule calls: finishes what a crash cut in two. */
export const handleReconcile = () => reconcile(ports);
