import type { GetAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import contract from '../../../contracts/ssm.json' with { type: 'json' };
import type { Service } from '../../../functions/api/service.ts';
import { resources } from '../../../functions/ssm/resources.ts';

/** An execution id of the right length. */
export const id = '4105a4fc-f944-11e6-9d32-0a1b2c3d495h';

/** SSM with actions that answer at once and write down what they were given. */
export function echoService(): Service & { inputs: object[] } {
  const inputs: object[] = [];
  const echo =
    <Input extends object>(answer: (input: Input) => object) =>
    async (input: Input): Promise<object> => {
      inputs.push(input);
      return answer(input);
    };
  return {
    contract,
    internalError: 'InternalServerError',
    resources,
    inputs,
    actions: {
      GetAutomationExecution: echo(({ AutomationExecutionId }: GetAutomationExecutionRequest) => ({
        AutomationExecution: { AutomationExecutionId, ExecutionStartTime: new Date(1_583_737_233_748), Secret: 'x' },
      })),
      DescribeAutomationExecutions: echo(() => ({ AutomationExecutionMetadataList: [] })),
      ListDocuments: echo(() => ({ DocumentIdentifiers: [] })),
      StartAutomationExecution: echo(() => ({ AutomationExecutionId: id })),
      StopAutomationExecution: echo(() => ({})),
      CreateDocument: echo(() => ({})),
      GetDocument: echo(() => ({})),
      AddTagsToResource: echo(() => ({})),
    },
  };
}
