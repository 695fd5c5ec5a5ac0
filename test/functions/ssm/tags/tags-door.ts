import {
  CreateDocumentCommand,
  ListTagsForResourceCommand,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { ssm } from '../../../../functions/ssm/index.ts';
import { openDoor } from '../../../door.ts';
import { runbook } from '../documents/runbooks.ts';

/** A door to the document Gate and one execution of it that never goes on, both tagged `Team: a`. */
export async function openTagged() {
  const door = await openDoor([ssm], {
    workflows: { start: async () => {}, succeed: async () => {}, fail: async () => {}, stop: async () => {} },
    events: { publish: async () => {} },
  });
  const client = door.ssm();
  const Tags = [{ Key: 'Team', Value: 'a' }];
  await client.send(new CreateDocumentCommand({ Name: 'Gate', DocumentType: 'Automation', Content: runbook(), Tags }));
  const started = await client.send(new StartAutomationExecutionCommand({ DocumentName: 'Gate', Tags }));
  const id = started.AutomationExecutionId ?? '';
  const resource = (type: 'Document' | 'Automation') =>
    ({ ResourceType: type, ResourceId: type === 'Document' ? 'Gate' : id }) as const;
  const tags = async (type: 'Document' | 'Automation') =>
    (await client.send(new ListTagsForResourceCommand(resource(type)))).TagList;
  return { ...door, client, id, resource, tags };
}

/** What no operation on tags takes, and the error it gets. */
export const refused = [
  ['a type without tags here', { ResourceType: 'Parameter', ResourceId: 'x' }, 'InvalidResourceType'],
  ['a document that is not there', { ResourceType: 'Document', ResourceId: 'Door' }, 'InvalidResourceId'],
  ['a document without a name', { ResourceType: 'Document', ResourceId: '' }, 'InvalidResourceId'],
  ['a name of odd characters', { ResourceType: 'Document', ResourceId: '*/ ${x}\u0000é' }, 'InvalidResourceId'],
  ['an endless name', { ResourceType: 'Document', ResourceId: 'a'.repeat(5000) }, 'InvalidResourceId'],
  ['an execution without an id', { ResourceType: 'Automation', ResourceId: '' }, 'InvalidResourceId'],
  [
    'an execution that is not there',
    { ResourceType: 'Automation', ResourceId: '00000000-0000-4000-8000-00000000dead' },
    'InvalidResourceId',
  ],
] as const;
