import { type AwsApi, type AwsCall, AwsError } from '../../../../../functions/ports/aws-api.ts';
import type { JsonObject } from '../../../../../functions/ports/json.ts';

/** What goes wrong the next time something is done: where it ends, and the events on the way, the oldest first. */
export interface Trouble {
  status: string;
  failures?: { name: string; status: string; reason: string; type?: string; id?: string }[];
}

interface FakeStack {
  id: string;
  name: string;
  status: string;
  /** Where a work in progress ends. */
  next: string;
  outputs: JsonObject[];
  wanted: JsonObject[];
  tags: JsonObject[];
  events: JsonObject[];
}

/** A CloudFormation that does what the real one documents, as far as one client sees it; what is begun goes on until `pass` is called. */
export class FakeCloudFormation implements AwsApi {
  stacks: FakeStack[] = [];
  calls: AwsCall[] = [];
  /** What the next operation meets. */
  trouble: Trouble | undefined;
  /** Errors that calls of an operation get first. */
  refusals: Record<string, Error[]> = {};
  private readonly changeSets = new Map<string, { input: JsonObject; execution: string; reason?: string }>();

  call = async (call: AwsCall): Promise<JsonObject> => {
    this.calls.push(call);
    const refusal = this.refusals[call.operation]?.shift();
    if (refusal) throw refusal;
    return this[call.operation as 'CreateStack'](call.input);
  };

  /** What is in progress ends. */
  pass = (): void => {
    for (const stack of this.stacks) {
      if (!stack.status.endsWith('_IN_PROGRESS') || stack.next === '') continue;
      stack.status = stack.next;
      if (/^(CREATE|UPDATE)_COMPLETE$/.test(stack.status)) stack.outputs = stack.wanted;
    }
  };

  asked = (): string[] => this.calls.map(({ operation }) => operation).filter((name) => !name.startsWith('Describe'));

  add(name: string, status: string, tags: Record<string, string> = {}): FakeStack {
    const id = `arn:aws:cloudformation:us-east-1:123456789012:stack/${name}/${this.stacks.length + 1}`;
    const listed = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const stack: FakeStack = { id, name, status, next: '', outputs: [], wanted: [], tags: listed, events: [] };
    this.stacks.push(stack);
    return stack;
  }

  DescribeStacks({ StackName }: JsonObject): JsonObject {
    if (StackName === undefined) return { Stacks: this.stacks.filter(isThere).map(shown) };
    return { Stacks: [shown(this.stack(StackName))] };
  }

  DescribeStackEvents({ StackName }: JsonObject): JsonObject {
    return { StackEvents: this.stack(StackName).events.toReversed() };
  }

  CreateStack({ StackName, TemplateBody, Tags, ClientRequestToken }: JsonObject): JsonObject {
    if (this.stacks.some((one) => one.name === StackName && isThere(one))) throw refused('AlreadyExistsException');
    const stack = this.add(StackName as string, 'CREATE_COMPLETE');
    stack.tags = Tags as JsonObject[];
    stack.wanted = outputsOf(TemplateBody);
    this.begin(stack, { operation: 'CREATE', token: ClientRequestToken });
    return { StackId: stack.id };
  }

  CreateChangeSet(input: JsonObject): JsonObject {
    const stack = this.stack(input.StackName);
    if (stack.status.endsWith('_IN_PROGRESS')) throw refused('ValidationError', 'is in progress');
    const key = keyOf(input);
    if (this.changeSets.has(key)) throw refused('AlreadyExistsException');
    const isSame = JSON.stringify(outputsOf(input.TemplateBody)) === JSON.stringify(stack.outputs);
    const reason = { reason: "The submitted information didn't contain changes. Submit different information." };
    this.changeSets.set(key, { input, execution: isSame ? 'UNAVAILABLE' : 'AVAILABLE', ...(isSame && reason) });
    return { Id: key };
  }

  DescribeChangeSet(input: JsonObject): JsonObject {
    const { execution, reason } = this.changeSet(input);
    return { Status: reason ? 'FAILED' : 'CREATE_COMPLETE', ExecutionStatus: execution, StatusReason: reason ?? '' };
  }

  DeleteChangeSet(input: JsonObject): JsonObject {
    this.changeSets.delete(keyOf(input));
    return {};
  }

  ExecuteChangeSet(input: JsonObject): JsonObject {
    const changeSet = this.changeSet(input);
    const stack = this.stack(input.StackName);
    stack.wanted = outputsOf(changeSet.input.TemplateBody);
    stack.tags = changeSet.input.Tags as JsonObject[];
    this.changeSets.delete(keyOf(input));
    this.begin(stack, { operation: 'UPDATE', token: input.ClientRequestToken });
    return {};
  }

  DeleteStack({ StackName, ClientRequestToken }: JsonObject): JsonObject {
    const stack = this.stack(StackName);
    if (/^UPDATE.*_IN_PROGRESS$/.test(stack.status)) throw refused('ValidationError', 'cannot be deleted');
    this.begin(stack, { operation: 'DELETE', token: ClientRequestToken });
    return {};
  }

  CancelUpdateStack({ StackName, ClientRequestToken }: JsonObject): JsonObject {
    const stack = this.stack(StackName);
    if (stack.status !== 'UPDATE_IN_PROGRESS') throw refused('ValidationError', 'is not in progress');
    stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    stack.next = 'UPDATE_ROLLBACK_COMPLETE';
    stack.events.push(event(stack, { status: stack.status, token: ClientRequestToken }));
    return {};
  }

  ContinueUpdateRollback({ StackName }: JsonObject): JsonObject {
    const stack = this.stack(StackName);
    stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    stack.next = this.trouble?.status ?? 'UPDATE_ROLLBACK_COMPLETE';
    return {};
  }

  private begin(stack: FakeStack, { operation, token }: { operation: string; token: unknown }): void {
    stack.status = `${operation}_IN_PROGRESS`;
    stack.next = this.trouble?.status ?? `${operation}_COMPLETE`;
    stack.events.push(event(stack, { status: stack.status, token, reason: 'User Initiated' }));
    for (const { name, type = 'AWS::S3::Bucket', id = name, ...rest } of this.trouble?.failures ?? [])
      stack.events.push({
        ...event(stack, { ...rest, token }),
        LogicalResourceId: name,
        PhysicalResourceId: id,
        ResourceType: type,
      });
    this.trouble = undefined;
  }

  private stack(name: unknown): FakeStack {
    const found = this.stacks.find((one) => one.id === name || (one.name === name && isThere(one)));
    if (!found) throw refused('ValidationError', `Stack with id ${String(name)} does not exist`);
    return found;
  }

  private changeSet(input: JsonObject) {
    const found = this.changeSets.get(keyOf(input));
    if (!found) throw refused('ChangeSetNotFound');
    return found;
  }
}

const isThere = ({ status }: FakeStack): boolean => status !== 'DELETE_COMPLETE';

const keyOf = ({ StackName, ChangeSetName }: JsonObject): string => JSON.stringify([StackName, ChangeSetName]);

const shown = ({ id, name, status, outputs, tags }: FakeStack): JsonObject => ({
  StackId: id,
  StackName: name,
  StackStatus: status,
  Outputs: outputs,
  Tags: tags,
});

const event = (
  stack: FakeStack,
  { status, token, reason = '' }: { status: string; token: unknown; reason?: string },
): JsonObject => ({
  PhysicalResourceId: stack.id,
  LogicalResourceId: stack.name,
  ResourceType: 'AWS::CloudFormation::Stack',
  ResourceStatus: status,
  ResourceStatusReason: reason,
  ClientRequestToken: token as string,
});

/** What the API refused. */
export const refused = (code: string, message = code, more: { operation?: string; status?: number } = {}): AwsError =>
  new AwsError({ code, message, operation: 'CreateStack', status: 400, ...more });

function outputsOf(template: unknown): JsonObject[] {
  const { Outputs = {} } = JSON.parse((template as string | undefined) ?? '{}') as {
    Outputs?: Record<string, { Value: string }>;
  };
  return Object.entries(Outputs).map(([OutputKey, { Value }]) => ({ OutputKey, OutputValue: Value }));
}
