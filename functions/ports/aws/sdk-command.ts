import { AwsUnusable } from '../aws-api.ts';
import type { JsonObject } from '../json.ts';
import { type Schema, sdkInput, streamedMember } from './sdk-input.ts';
import type { SdkModule } from './sdk-package.ts';

/** A command of the SDK, made for one call. */
export interface SdkCommand {
  input: object;
  /** The operation's schema; clients older than 2025 have none. */
  schema?: readonly unknown[];
}

/** What this program uses of a client of the SDK. */
export interface SdkClient {
  config: { requestHandler?: unknown };
  middlewareStack: { add(middleware: Middleware, options: { step: 'build'; name: string }): void };
  send(command: SdkCommand, options: { abortSignal: AbortSignal }): Promise<Record<string, unknown>>;
}

type Step = (args: { request: { hostname: string; port?: number; protocol: string } }) => Promise<unknown>;
type Middleware = (next: Step) => Step;

export type CommandClass = new (input: object) => SdkCommand;
export type ClientClass = new (config: object) => SdkClient;

const commands = new WeakMap<SdkModule, Map<string, [name: string, CommandClass]>>();

/** The client class of a package. */
export function clientClass(module: SdkModule): ClientClass {
  const name = Object.keys(module).find((key) => /^[A-Z].*Client$/.test(key));
  if (!name) throw new AwsUnusable('The package has no client.');
  return module[name] as ClientClass;
}

/** The operation's own name and its command; the name may be given as `DescribeInstances`, `describeInstances` or `describe_instances`. */
export function commandClass(
  module: SdkModule,
  { service, operation }: { service: string; operation: string },
): [name: string, CommandClass] {
  const known = commands.get(module) ?? commandsOf(module);
  commands.set(module, known);
  const found = known.get(plain(operation));
  if (found) return found;
  throw new AwsUnusable(`The service ${service} has no operation ${operation.slice(0, 200)}`);
}

const commandsOf = (module: SdkModule) =>
  new Map<string, [name: string, CommandClass]>(
    Object.entries(module)
      .filter(([key]) => /^[A-Z].*Command$/.test(key))
      .map(([key, value]) => {
        const name = key.slice(0, -'Command'.length);
        return [plain(name), [name, value as CommandClass]];
      }),
  );

const plain = (name: string) => name.replace(/[^A-Za-z0-9]/g, '').toLowerCase();

/** Makes the command of one call, its input checked and converted; streaming operations are refused. */
export function makeCommand(
  [name, Command]: [string, CommandClass],
  { input, idempotencyToken }: { input: JsonObject; idempotencyToken?: string },
): SdkCommand {
  const operation = new Command({}).schema;
  if (!operation) return new Command(input);
  const [, , , , inputSchema, outputSchema] = operation as Schema[];
  const streamed = streamedMember(outputSchema);
  if (streamed) throw new AwsUnusable(`${name} answers with a stream (${streamed}), which cannot be taken here`);
  return new Command(sdkInput(inputSchema, input, idempotencyToken));
}
