import type { Caller } from '../api/action.ts';
import type { Input, Resources } from '../api/service.ts';
import { type DocumentName, documentNamed } from './documents/document-name.ts';

/** Any id: policies name executions that do not exist yet as `automation-execution/*`. */
const newExecution = '00000000-0000-0000-0000-000000000000';

/**
 * What an SSM operation is about, for IAM. A start is allowed by its automation-definition, as AWS's errors name it, or by its
 * document together with automation-execution, as AWS's guide writes policies today.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */
export function resources(operation: string, input: Input, caller: Caller): Resources {
  const arn = (resource: string): string => `arn:aws:ssm:${caller.region}:${caller.account}:${resource}`;
  switch (operation) {
    case 'StartAutomationExecution':
    case 'StartChangeRequestExecution':
      return started(input, caller);
    case 'AddTagsToResource':
    case 'RemoveTagsFromResource':
    case 'ListTagsForResource':
      return [[tagged(input, caller)]];
    case 'GetCalendarState':
      return calendars(input, caller);
  }
  if (typeof input['AutomationExecutionId'] === 'string')
    return [[arn(`automation-execution/${input['AutomationExecutionId']}`)]];
  if (typeof input['Name'] === 'string') return [[documentArn(documentNamed(input['Name'], caller))]];
  return [['*']];
}

const documentArn = ({ region, account, name }: DocumentName): string =>
  `arn:aws:ssm:${region}:${account}:document/${name}`;

const definitionArn = ({ region, account, name }: DocumentName, version: string): string =>
  `arn:aws:ssm:${region}:${account}:automation-definition/${name}:${version}`;

/** Runbooks of a change request are started too, so they count like the template itself. */
function started({ DocumentName, DocumentVersion, Runbooks = [] }: Input, caller: Caller): Resources {
  const definitions = [{ DocumentName, DocumentVersion }, ...(Runbooks as Input[])].map((one) => {
    const document = documentNamed(String(one['DocumentName']), caller);
    return { document, version: (one['DocumentVersion'] as string | undefined) ?? document.version ?? '$DEFAULT' };
  });
  const execution = `arn:aws:ssm:${caller.region}:${caller.account}:automation-execution/${newExecution}`;
  return [
    definitions.map(({ document, version }) => definitionArn(document, version)),
    [...definitions.map(({ document }) => documentArn(document)), execution],
  ];
}

function calendars({ CalendarNames }: Input, caller: Caller): Resources {
  const names = CalendarNames as string[];
  return [(names.length > 0 ? names : ['none']).map((name) => documentArn(documentNamed(name, caller)))];
}

const taggable: Record<string, string> = { Document: 'document', Automation: 'automation-execution' };

/** Resource types that are no part of this server get an ARN too, of no document or execution. */
function tagged({ ResourceType, ResourceId }: Input, caller: Caller): string {
  const type = taggable[String(ResourceType)] ?? 'opsitem';
  const id = String(ResourceId) || 'none';
  if (type === 'document') return documentArn(documentNamed(id, caller));
  return `arn:aws:ssm:${caller.region}:${caller.account}:${type}/${id}`;
}
