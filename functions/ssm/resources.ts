import type { Caller } from '../api/action.ts';
import type { Input, Resources } from '../api/service.ts';

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
      return started(input).map((group) => group.map(arn));
    case 'AddTagsToResource':
    case 'RemoveTagsFromResource':
    case 'ListTagsForResource':
      return [[arn(tagged(input))]];
    case 'GetCalendarState':
      return calendars(input).map((group) => group.map(arn));
  }
  if (typeof input['AutomationExecutionId'] === 'string')
    return [[arn(`automation-execution/${input['AutomationExecutionId']}`)]];
  if (typeof input['Name'] === 'string') return [[arn(`document/${documentName(input['Name'])}`)]];
  return [['*']];
}

/** Runbooks of a change request are started too, so they count like the template itself. */
function started({ DocumentName, DocumentVersion, Runbooks = [] }: Input): Resources {
  const documents = [{ DocumentName, DocumentVersion }, ...(Runbooks as Input[])].map((one) => ({
    name: documentName(String(one['DocumentName'])),
    version: (one['DocumentVersion'] as string | undefined) ?? '$DEFAULT',
  }));
  return [
    documents.map(({ name, version }) => `automation-definition/${name}:${version}`),
    [...documents.map(({ name }) => `document/${name}`), `automation-execution/${newExecution}`],
  ];
}

function calendars({ CalendarNames }: Input): Resources {
  const names = CalendarNames as string[];
  return names.length > 0 ? [names.map((name) => `document/${documentName(name)}`)] : [['document/none']];
}

const taggable: Record<string, string> = { Document: 'document', Automation: 'automation-execution' };

/** Resource types that are no part of this server get an ARN too, of no document or execution. */
function tagged({ ResourceType, ResourceId }: Input): string {
  const type = taggable[String(ResourceType)] ?? 'opsitem';
  const id = type === 'document' ? documentName(String(ResourceId)) : String(ResourceId);
  return `${type}/${id || 'none'}`;
}

/** A document may be named by its ARN; here every document is this account's, in the region that was asked. */
const documentName = (name: string): string => name.replace(/^arn:[^:]*:ssm:[^:]*:[^:]*:document\//, '');
