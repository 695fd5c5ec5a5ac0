import { command } from '../opsworks/tasks/command.ts';
import { commandGivenUp } from '../opsworks/tasks/command-given-up.ts';
import { end } from '../opsworks/tasks/end.ts';
import { reconcile } from '../opsworks/tasks/reconcile.ts';
import { targets } from '../opsworks/tasks/targets.ts';
import { watchConnections } from '../opsworks/tasks/watch-connections.ts';
import { lambdaPorts } from '../ports/aws/ports.ts';

const ports = lambdaPorts();

/** What statemachines/opsworks-deployment.asl calls as OpsworksDeploymentTargets. */
export const handleTargets = (input: Parameters<typeof targets>[0]) => targets(input, ports);

/** … as OpsworksDeploymentCommand. */
export const handleCommand = (input: Parameters<typeof command>[0]) => command(input, ports);

/** … as OpsworksDeploymentGiveUp. */
export const handleGiveUp = (input: Parameters<typeof commandGivenUp>[0]) => commandGivenUp(input, ports);

/** … as OpsworksDeploymentEnd. */
export const handleEnd = (input: Parameters<typeof end>[0]) => end(input, ports);

/** What a schedule calls: finishes what a crash cut in two. */
export const handleReconcile = () => reconcile(ports);

/** What another schedule calls: looks whose agents fell silent. */
export const handleWatchConnections = () => watchConnections(ports);
