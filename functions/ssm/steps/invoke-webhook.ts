import { HttpError } from '../../ports/http.ts';
import type { JsonObject } from '../../ports/json.ts';
import { isMap } from '../expressions/typed-value.ts';
import { awsFailure, callAws } from './role.ts';
import { actionFailed, invalidInput, type Outcome, type StepAction, type StepContext } from './step-action.ts';

/** The parameters of integrations begin so. Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/creating-integrations.html */
const folder = '/d9d01087-4a3f-49e0-b0b4-d568d7826553/ssm/integrations/webhook';
const longestCall = 25;

/** A webhook integration, as its SecureString parameter holds it. */
interface Integration {
  url: string;
  headers: Record<string, string>;
  payload?: string;
}

/** aws:invokeWebhook: posts to the address of an integration; any status but 2xx fails the step. */
export const invokeWebhook: StepAction = {
  async begin(context) {
    const { IntegrationName: name, Body } = context.record.inputs;
    if (typeof name !== 'string' || !/^[\w.-]+$/.test(name))
      return invalidInput('IntegrationName must be the name of an integration');
    const input = { Name: `${folder}/${name}`, WithDecryption: true };
    try {
      const answer = await callAws(context, { service: 'ssm', operation: 'GetParameter', input });
      const integration = integrationIn(answer);
      if (!integration) return failed(`The integration ${name} is not a JSON object with a url`);
      return await post(context, integration, textOf(Body) ?? integration.payload ?? '');
    } catch (error) {
      return error instanceof HttpError ? failed(error.message) : awsFailure(error);
    }
  },
};

async function post(context: StepContext, { url, headers }: Integration, body: string): Promise<Outcome> {
  const { ports, now, deadline = Infinity } = context;
  const timeoutSeconds = Math.max(1, Math.min(longestCall, (deadline - now) / 1000));
  const answer = await ports.http.send({ method: 'POST', url, headers, body, timeoutSeconds });
  const outputs = { Response: answer.body, ResponseCode: answer.status };
  if (answer.status >= 200 && answer.status < 300) return { outcome: 'success', outputs, answer: outputs };
  const failure = failed(`The webhook answered with the status ${answer.status}`);
  return { ...failure, outputs };
}

function integrationIn({ Parameter }: JsonObject): Integration | undefined {
  const value = isMap(Parameter) ? parsed(Parameter.Value) : undefined;
  if (!value || typeof value.url !== 'string') return undefined;
  const { url, headers, payload } = value;
  const given = Object.entries(isMap(headers) ? headers : {}).map(([name, header]) => [name, textOf(header) ?? '']);
  const text = textOf(payload);
  return {
    url,
    headers: Object.fromEntries(given) as Record<string, string>,
    ...(text !== undefined && { payload: text }),
  };
}

function parsed(value: unknown): JsonObject | undefined {
  try {
    const tree = JSON.parse(String(value)) as JsonObject;
    return isMap(tree) ? tree : undefined;
  } catch {
    // The secret itself must not show up in the error.
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const failed = (detail: string) => actionFailed('Execute/Cancelling action', detail) as Outcome & { outcome: 'failed' };
