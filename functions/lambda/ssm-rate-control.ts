import { lambdaPorts } from '../ports/aws/ports.ts';
import { rateControlDispatch } from '../ssm/tasks/rate-control-dispatch.ts';
import { rateControlWaiting } from '../ssm/tasks/rate-control-waiting.ts';

const ports = lambdaPorts();

/** What statemachines/ssm-rate-control.asl calls as SsmRateControlDispatch. */
export const handleDispatch = (input: Parameters<typeof rateControlDispatch>[0]) => rateControlDispatch(input, ports);

/** … as SsmRateControlWaiting. */
export const handleWaiting = (input: Parameters<typeof rateControlWaiting>[0]) => rateControlWaiting(input, ports);
