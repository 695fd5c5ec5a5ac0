import type { AutomationExecutionInputs } from '@aws-sdk/client-ssm';
import { CreateDocumentCommand, GetExecutionPreviewCommand, StartExecutionPreviewCommand } from '@aws-sdk/client-ssm';
import { ssm } from '../../../../functions/ssm/index.ts';
import { openDoor } from '../../../door.ts';
import { runbook } from '../documents/runbooks.ts';

/** A door to the runbook Gate made of `document`; `preview` tells what starting it with inputs would do. */
export async function openPreviews(document: object = {}) {
  const door = await openDoor([ssm]);
  const client = door.ssm();
  const Content = runbook(document);
  const TargetType = '/AWS::EC2::Instance';
  await client.send(new CreateDocumentCommand({ Name: 'Gate', DocumentType: 'Automation', Content, TargetType }));
  const start = async (Automation?: AutomationExecutionInputs, input: object = {}) => {
    const inputs = Automation && { ExecutionInputs: { Automation } };
    const answer = await client.send(new StartExecutionPreviewCommand({ DocumentName: 'Gate', ...inputs, ...input }));
    return answer.ExecutionPreviewId;
  };
  const preview = async (inputs?: AutomationExecutionInputs) =>
    client.send(new GetExecutionPreviewCommand({ ExecutionPreviewId: await start(inputs) }));
  return { ...door, client, start, preview };
}
