import { type AwsApi, type AwsCall, AwsError, AwsUnusable } from '../../functions/ports/aws-api.ts';
import { type Http, HttpError } from '../../functions/ports/http.ts';
import type { JsonObject } from '../../functions/ports/json.ts';
import { type Answers, answersBy } from './answers.ts';
import type { AwsMock, Mocks, WebhookMock } from './mocks.ts';
import type { Witness } from './witness.ts';

/** Finds the step an execution is at: its StepExecutionId and name. */
export type StepFinder = (executionId: string) => Promise<{ id: string; name: string } | undefined>;

/** What stands in for AWS and the web; `unused` names the mocks that were never asked for. */
export interface Outside {
  aws: AwsApi;
  http: Http;
  unused(): string[];
}

/** `ec2.describe_instances` and `EC2.DescribeInstances` are one operation, as they are in a runbook. */
const spelling = (operation: string) => operation.toLowerCase().replaceAll(/[_-]/g, '');

/** AWS and webhooks that answer from mocks and tell a witness. */
export function mockedOutside(mocks: Mocks, witness: Witness, stepOf: StepFinder): Outside {
  const operations = answersBy(mocks.aws, spelling);
  const hooks = answersBy(mocks.webhooks);
  const call: AwsApi['call'] = async (asked) => {
    const integration = integrationOf(asked);
    if (integration && mocks.webhooks[integration]) return parameterOf(integration);
    const step = await stepOf(asked.sessionName);
    return answered(asked, { answers: operations.get(spelling(nameOf(asked))), witness, step });
  };
  return {
    aws: { call },
    http: mockedWeb(hooks, witness),
    unused: () => [...operations.values(), ...hooks.values()].flatMap((answers) => answers.unused),
  };
}

const nameOf = ({ service, operation }: AwsCall) => `${service}.${operation}`;

interface Asked {
  answers: Answers<AwsMock['given']> | undefined;
  witness: Witness;
  step: { id: string; name: string } | undefined;
}

function answered(call: AwsCall, { answers, witness, step }: Asked): JsonObject {
  const name = nameOf(call);
  const input = structuredClone(call.input);
  const given = answers?.next(input);
  const sent = { call: name, input, stepId: step?.id };
  if (!given) {
    const why = answers ? 'no mock that fits this input is left' : 'there is no mock for it';
    const problem = `${step ? `step ${step.name}` : 'the start'} calls ${name}, but ${why}`;
    const error = witness.lacks(problem, { aws: { [name]: [{ match: input, answer: {} }] } });
    witness.calls.push({ ...sent, error });
    throw new AwsUnusable(error);
  }
  if ('error' in given) {
    const { code, message, status } = given.error;
    witness.calls.push({ ...sent, error: `${code}: ${message}` });
    throw new AwsError({ code, message, status, operation: call.operation });
  }
  witness.calls.push({ ...sent, answer: given.answer });
  return structuredClone({ ...given.answer, ResponseMetadata: { HTTPStatusCode: 200 } });
}

const web = 'https://webhook.invalid/';

function integrationOf({ operation, input }: AwsCall): string | undefined {
  const path = spelling(operation) === 'getparameter' && typeof input.Name === 'string' ? input.Name : '';
  return /\/ssm\/integrations\/webhook\/([\w.-]+)$/.exec(path)?.[1];
}

/** The integration's parameter, as invokeWebhook reads it. */
const parameterOf = (name: string): JsonObject => ({ Parameter: { Value: JSON.stringify({ url: web + name }) } });

function mockedWeb(hooks: Map<string, Answers<WebhookMock['given']>>, witness: Witness): Http {
  return {
    download: async () => {
      throw new HttpError('nothing is downloaded in a test');
    },
    send: async ({ url, body }) => {
      const name = url.slice(web.length);
      const given = hooks.get(name)?.next(body);
      const sent = { call: `webhook ${name}`, input: body };
      if (!given) {
        const add = { webhooks: { [name]: [{ status: 200, body: '' }] } };
        throw new HttpError(witness.lacks(`no answer of the webhook ${name} is left`, add));
      }
      if ('error' in given) {
        witness.calls.push({ ...sent, error: given.error });
        throw new HttpError(given.error);
      }
      witness.calls.push({ ...sent, answer: { status: given.status, body: given.body } });
      return given;
    },
  };
}
