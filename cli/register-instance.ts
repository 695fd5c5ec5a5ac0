import { persistently } from '../agent/backoff.ts';
import { openWire } from '../agent/wire.ts';
import { ApiError } from '../functions/api/error.ts';
import { type Call, clientOf, Unreachable } from './client.ts';
import type { Arguments } from './command.ts';
import { endpointKeys } from './session.ts';

/** What is registered, and where. */
export interface Registration {
  server: string;
  /** A stack's id or its name. */
  stack: string;
  hostname: string;
  ca?: string;
  say: (level: 'warn', message: string, fields?: object) => void;
}

/**
 * Registers this machine as an instance of a stack, as whoever the AWS clients would be, and gets its node's token. A machine that is registered
 * already, by its host name, keeps its instance and gets a new token. Goes on until the server answers; undefined when the signal comes first.
 */
export async function instanceToken(
  given: Arguments,
  registration: Registration,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { server, ca, say } = registration;
  const wire = openWire({ ca });
  const send: typeof fetch = async (url, init) => {
    const headers = init?.headers as Record<string, string>;
    const answer = await wire.send({
      method: 'POST',
      url: url as string,
      headers,
      body: init?.body as string,
      timeout: 30_000,
    });
    return new Response(answer.body, { status: answer.status });
  };
  const region = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || 'us-east-1';
  const call = clientOf({ url: server, region, keys: endpointKeys(given) }, send);
  const failed = (error: unknown, failures: number) => {
    if (!(error instanceof Unreachable)) throw error;
    if (failures === 1) say('warn', 'the server does not answer', { error: error.message });
  };
  try {
    return await persistently(() => register(call, registration), signal, failed);
  } finally {
    wire.close();
  }
}

async function register(call: Call, { stack, hostname }: Registration): Promise<string> {
  const StackId = await stackId(call, stack);
  const known = await instanceNamed(call, StackId, hostname);
  const NodeId = known ?? (await registered(call, { StackId, Hostname: hostname }));
  const { Token } = await call<{ Token: string }>('Quaymaster.CreateNodeToken', { NodeId, StackId });
  return Token;
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function stackId(call: Call, stack: string): Promise<string> {
  if (isId.test(stack)) return stack;
  const { Stacks } = await call<{ Stacks: { Name: string; StackId: string }[] }>(
    'OpsWorks_20130218.DescribeStacks',
    {},
  );
  const found = Stacks.filter(({ Name }) => Name === stack);
  if (found.length === 1 && found[0]) return found[0].StackId;
  throw new ApiError('ResourceNotFoundException', `There are ${found.length} stacks called ${stack}: give its id`);
}

async function instanceNamed(call: Call, StackId: string, hostname: string): Promise<string | undefined> {
  interface Instances {
    Instances: { InstanceId: string; Hostname?: string }[];
  }
  const { Instances } = await call<Instances>('OpsWorks_20130218.DescribeInstances', { StackId });
  return Instances.find(({ Hostname }) => Hostname === hostname)?.InstanceId;
}

const registered = async (call: Call, input: { StackId: string; Hostname: string }): Promise<string> =>
  (await call<{ InstanceId: string }>('OpsWorks_20130218.RegisterInstance', input)).InstanceId;
