import { lambdaPorts } from '../ports/aws/ports.ts';
import { syncRepositories } from '../proton/tasks/sync-repositories.ts';

const ports = lambdaPorts();

/** What a schedule calls: makes versions and deploys instances of what was pushed since the last look. */
export const handle = () => syncRepositories(ports);
