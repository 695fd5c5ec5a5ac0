import { embeddedWorkflows } from '../../local/workflows.ts';
import { waitingMachine } from '../ports/workflows-machine.ts';
import { workflowsContract } from '../ports/workflows.contract.ts';

describe('embeddedWorkflows', () => {
  const open: (() => void)[] = [];
  afterEach(() => open.splice(0).forEach((close) => close()));

  workflowsContract(() => {
    const room = waitingMachine('ssm-automation', embeddedWorkflows);
    open.push(room.close);
    return room;
  });
});
