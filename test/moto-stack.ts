import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Moto } from './functions/ports/aws/moto.ts';
import type { Packaged } from './template.ts';

/** The packaged service as moto has made it of its template. */
export interface Stack {
  /** The resources of a type by their logical ids; those that moto cannot make are not there. */
  resources(type: string): Promise<Record<string, string>>;
  /** The environment of a function. */
  environment(name: string): Promise<Record<string, string>>;
  /** Calls the packaged code of a function in a process of its own, with the function's environment and, as in Lambda, the SDK on NODE_PATH. */
  invoke(name: string, event: object): Promise<unknown>;
}

const StackName = 'quaymaster-dev';
const root = join(import.meta.dirname, '..');

// What Lambda's own runtime does: load the handler, call it, hand over what it answers.
const runtime = `
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const module = await import(process.argv[1]);
  const answer = await module[process.argv[2]](JSON.parse(Buffer.concat(chunks).toString()), {});
  process.stdout.write('\\n' + JSON.stringify(answer ?? null));
`;

/** Makes everything that the template describes. */
export async function openStack({ config }: Moto, { template, folder }: Packaged): Promise<Stack> {
  const formation = new CloudFormationClient(config);
  const lambda = new LambdaClient(config);
  const TemplateBody = JSON.stringify(template);
  await formation.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
  const { StackResources = [] } = await formation.send(new DescribeStackResourcesCommand({ StackName }));
  const configuration = (name: string) =>
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName: `${StackName}-${name}` }));
  const environment = async (name: string) => (await configuration(name)).Environment?.Variables ?? {};
  return {
    resources: async (type) =>
      Object.fromEntries(
        StackResources.filter(({ ResourceType }) => ResourceType === type).map((resource) => [
          resource.LogicalResourceId,
          resource.PhysicalResourceId,
        ]),
      ) as Record<string, string>,
    environment,
    invoke: async (name, event) => {
      const { Handler = '' } = await configuration(name);
      const [, path = '', exported = ''] = /^(.*)\.(\w+)$/.exec(Handler) ?? [];
      const unpacked = join(folder, name);
      execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, `${name}.zip`), unpacked]);
      const env = { ...process.env, ...awsEnvironment(config), ...(await environment(name)) };
      const args = ['--input-type=module', '-e', runtime, join(unpacked, `${path}.mjs`), exported];
      return answerOf(args, { cwd: unpacked, env }, JSON.stringify(event));
    },
  };
}

const awsEnvironment = ({ region, endpoint, credentials }: Moto['config']) => ({
  AWS_REGION: region,
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  NODE_PATH: join(root, 'node_modules'),
});

/** The last line is the answer; those before it are the function's log. */
const answerOf = (args: string[], options: object, input: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr, { cause: error }));
      else resolve(JSON.parse(String(stdout).trimEnd().split('\n').at(-1) ?? 'null'));
    });
    child.stdin?.end(input);
  });
