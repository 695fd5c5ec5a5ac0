import { GetAutomationExecutionCommand, type GetAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import contract from '../../../contracts/ssm.json' with { type: 'json' };
import type { Service } from '../../../functions/api/service.ts';
import { resources } from '../../../functions/ssm/resources.ts';
import { openDoor } from '../../door.ts';

const service: Service = {
  contract,
  internalError: 'InternalServerError',
  resources,
  actions: {
    GetAutomationExecution: async ({ AutomationExecutionId }: GetAutomationExecutionRequest) => ({
      AutomationExecution: { AutomationExecutionId, ExecutionStartTime: new Date(1_583_737_233_748) },
    }),
  },
};

const id = '4105a4fc-f944-11e6-9d32-0a1b2c3d495h';

describe('the door', () => {
  it('answers the official client', async () => {
    const door = await openDoor([service]);

    const answer = await door.ssm().send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }));

    expect(answer.AutomationExecution).toEqual({
      AutomationExecutionId: id,
      ExecutionStartTime: new Date('2020-03-09T07:00:33.748Z'),
    });
    expect(answer.$metadata).toMatchObject({ httpStatusCode: 200, requestId: '00000000-0000-4000-8000-000000000003' });
  });
});
