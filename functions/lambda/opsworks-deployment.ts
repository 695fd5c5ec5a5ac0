import { commandGivenUp } from '../opsworks/tasks/command-given-up.ts';
import { end } from '../opsworks/tasks/end.ts';
import { reconcile } from '../opsworks/tasks/reconcile.ts';
import { recordFailure } from '../opsworks/tasks/record-failure.ts';
import { watchRunCommands } from '../opsworks/tasks/run-commands.ts';
import { watchConnections } from '../opsworks/tasks/watch-connections.ts';
import { lambdaPorts } from '../ports/aws/ports.ts';

const ports = lambdaPorts();

/** What statemachines/opsworks-deployment.asl calls as OpsworksDeploymentGiveUp. */
export const handleGiveUp = (input: Parameters<typeof commandGivenUp>[0]) => commandGivenUp(input, ports);

/** … as OpsworksDeploymentEnd. */
export const handleEnd = (input: Parameters<typeof end>[0]) => end(input, ports);

/** … as OpsworksDeploymentRecordFailure. */
export const handleRecordFailure = (input: Parameters<typeof recordFailure>[0]) => recordFailure(input, ports);

/** What a schedule calls: finishes what a crash cut in two. */
export const handleReconcile = () => reconcile(ports);

/** What another schedule calls: looks whose agents fell silent. */
export const handleWatchConnections = () => watchConnections(ports);

/** … looks after what SSM Run Command was given. */
export const handleWatchRunCommands = () => watchRunCommands(ports);
