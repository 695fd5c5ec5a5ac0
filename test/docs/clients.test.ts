import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

const page = readFileSync(new URL('../../docs/clients.md', import.meta.url), 'utf8');
const section = page.slice(page.indexOf('## IAM users and roles'));
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([^]*?)\n\`\`\``).exec(section)?.[1] ?? `no ${language}`;
const env = { ...process.env, AWS_ACCESS_KEY_ID: 'ASIA', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' };
const host = 'https://ID.execute-api.us-east-1.amazonaws.com';

/** What one request of a program looks like, that is led to this machine instead. */
async function requestOf(command: string, args: (url: string) => string[]): Promise<IncomingMessage> {
  const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const requested = once(server, 'request') as Promise<[IncomingMessage]>;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = spawn(command, args(url), { env: { ...env, AWS_DEFAULT_REGION: 'us-east-1' }, stdio: 'ignore' });
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`no request, exit code ${String(code)}`)),
  );
  const [request] = await Promise.race([requested, ended]);
  ended.catch(() => undefined);
  if (child.exitCode === null) await once(child, 'exit');
  server.close();
  return request;
}

const has = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
const withBoto3 = has('python3', '-c', 'import boto3') ? it : it.skip;
const withCurl = has('curl', '--aws-sigv4', 'aws:amz', '--version') ? it : it.skip;

describe("the page's ways to sign for API Gateway", () => {
  const expectation = {
    url: '/iam/ssm',
    headers: expect.objectContaining({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=ASIA\/\d{8}\/us-east-1\/execute-api\/aws4_request, ?/,
      ) as string,
      'x-amz-target': 'AmazonSSM.SendAutomationSignal',
      'x-amz-security-token': 't',
    }) as object,
  };

  withBoto3('sign for execute-api with boto3', async () => {
    const script = block('python').replace("'...'", "'4105a4fc-f944-11e6-9d32-0a1b2c3d495h'");

    const request = await requestOf('python3', (url) => ['-c', `${script.replace(host, url)}`]);

    expect(request).toMatchObject(expectation);
  });

  withCurl('sign for execute-api with curl', async () => {
    const request = await requestOf('sh', (url) => ['-c', block('sh').replace(host, url)]);

    expect(request).toMatchObject(expectation);
  });
});
