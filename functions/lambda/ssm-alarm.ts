import { lambdaPorts } from '../ports/aws/ports.ts';
import { stopUnwatched } from '../ssm/tasks/stop-unwatched.ts';
import { watchAlarm } from '../ssm/tasks/watch-alarm.ts';

const ports = lambdaPorts();

/** What statemachines/ssm-alarm.asl calls as SsmAlarmWatchAlarm. */
export const handleWatchAlarm = (input: Parameters<typeof watchAlarm>[0]) => watchAlarm(input, ports);

/** … as SsmAlarmStopUnwatched. */
export const handleStopUnwatched = (input: Parameters<typeof stopUnwatched>[0]) => stopUnwatched(input, ports);
