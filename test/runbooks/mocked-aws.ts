import { mockClient } from 'aws-sdk-client-mock';
import { clientClass } from '../../functions/ports/aws/sdk-command.ts';
import { sdkAwsApi } from '../../functions/ports/aws/sdk-aws-api.ts';
import { installedModule, type SdkModule } from '../../functions/ports/aws/sdk-package.ts';
import { type WatchedAws, watched } from './run-runbook.ts';
import { usualAnswer } from './usual-answers.ts';
import type { Answer, Scenario } from './scenario.ts';

/** AWS through the clients of the SDK, all of which are stubs: what they are given is kept, what they say stands in a scenario. */
export interface MockedAws extends WatchedAws {
  /** `[ec2.DescribeInstances, input]`, in order. */
  sent: [operation: string, input: unknown][];
  /** The access keys that signed, or would have. */
  keys: Set<string>;
}

type Client = { config: { credentials: () => Promise<{ accessKeyId: string }> } };
type Command = { constructor: { name: string }; input: object };

const prefix = '@aws-sdk/client-';

/** Makes one; `now` is in epoch milliseconds. */
export function mockedAws(
  { answers = {}, documents = {} }: Pick<Scenario, 'answers' | 'documents'>,
  now: () => number,
): MockedAws {
  const sent: MockedAws['sent'] = [];
  const keys = new Set<string>();
  const told = new Map(Object.entries(answers).map(([operation, all]) => [operation, [...all]]));
  const modules = new Map<string, SdkModule>();

  const answer = (operation: string, input: { Name?: string }): object => {
    const left = told.get(operation) ?? [];
    const document = operation === 'ssm.GetDocument' && documents[input.Name ?? ''];
    const [first = document ? publicRunbook(document) : usualAnswer(operation, input)] = left;
    if (left.length > 1) left.shift();
    if (isRefusal(first)) throw refusal(first);
    return { ...first, $metadata: { requestId: 'r-1', httpStatusCode: 200, attempts: 1 } };
  };
  async function send(this: Client, service: string, { constructor: { name }, input }: Command): Promise<object> {
    const operation = `${service}.${name.replace(/Command$/, '')}`;
    const { accessKeyId } = await this.config.credentials();
    if (operation !== 'sts.AssumeRole') keys.add(accessKeyId);
    sent.push([operation, structuredClone(input)]);
    return answer(operation, input);
  }
  const load = async (name: string): Promise<SdkModule> => {
    const known = modules.get(name);
    if (known) return known;
    const module = await installedModule(name);
    // A class of its own: the test's client of SSM is none of these.
    const Mocked = class extends clientClass(module) {};
    mockClient(Mocked as never).send.callsFake(function (this: unknown, command: unknown) {
      return send.call(this as Client, name.slice(prefix.length), command as Command) as never;
    });
    const mocked = { ...module, [clientClass(module).name]: Mocked };
    modules.set(name, mocked);
    return mocked;
  };
  return { ...watched(sdkAwsApi({ region: 'us-east-1', load, now })), sent, keys };
}

const publicRunbook = (document: object): Answer => ({
  Content: JSON.stringify(document),
  DocumentFormat: 'JSON',
  DocumentType: 'Automation',
  DocumentVersion: '1',
  Status: 'Active',
});

const isRefusal = (answer: Answer): answer is Extract<Answer, { error: string }> => 'error' in answer;

const refusal = ({ error: name, message, status = 400 }: Extract<Answer, { error: string }>) =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: status } });
