import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { EventBridgeClient, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { SendAutomationSignalCommand } from '@aws-sdk/client-ssm';
import type { Browser, Page } from 'playwright-core';
import { deadLetter } from './event-scene.ts';
import { browserPath, openWindow, startBrowser } from './chromium.ts';
import { machine } from './machine-scene.ts';
import { configOf, reach, runbook, start } from './scene.ts';
import { startServer, type Started } from './server.ts';
import { signIn, visit } from './window.ts';

const withBrowser = browserPath ? describe : describe.skip;

let server: Started;

const post = (path: string, body: string, headers: Record<string, string>) =>
  fetch(`${server.url}${path}`, { method: 'POST', body, headers });

const token = (): string => server.link.split('#link=')[1] ?? '';
const json = { 'content-type': 'application/json' };

describe('the console, attacked', () => {
  beforeAll(async () => {
    server = await startServer();
  }, 60_000);

  afterAll(() => server.stop());

  it('listens to this machine only, and has no key that anybody knows beforehand (default bind, default keys)', async () => {
    const { hostname, port } = new URL(server.url);
    const other = connect({ host: '127.0.0.2', port: Number(port) });
    const outcome = await new Promise((resolve) => {
      other.on('connect', () => resolve('connected'));
      other.on('error', ({ message }) => resolve(message));
    });
    other.destroy();

    expect(hostname).toBe('127.0.0.1');
    expect(outcome).toMatch(/ECONNREFUSED/);
    expect(server.administrator.secretAccessKey).toMatch(/^.{30,}$/);
    expect(readFileSync(join(server.data, 'credentials'), 'utf8')).toContain(server.administrator.secretAccessKey);
  });

  it('cannot be signed in to from another site: by a form, a fetch, or a name that leads here (CSRF, DNS rebinding)', async () => {
    const body = JSON.stringify({ token: token() });
    const attempts = [
      { 'content-type': 'text/plain' },
      { ...json, origin: 'https://evil.example' },
      { ...json, origin: 'null' },
    ];

    const answers = await Promise.all(attempts.map((headers) => post('/console/link', body, headers)));

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    for (const answer of answers) {
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('is framed by nobody, and runs nothing but its own files (clickjacking)', async () => {
    const { headers } = await fetch(`${server.url}/console/`);

    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  it('tells nothing to who does not sign: neither events, nor rendered files, nor plans (SSE without auth)', async () => {
    const reads = ['/console/live', '/console/rendered?id=x'].map((path) => fetch(`${server.url}${path}`));
    const calls = ['QuaymasterProton.PreviewEnvironment', 'QuaymasterEvents.RedriveDeadLetter'].map((target) =>
      post('/', '{}', { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target }),
    );

    const answers = await Promise.all([...reads, ...calls]);

    expect(answers.map(({ status }) => Math.floor(status / 100))).toEqual([4, 4, 4, 4]);
    for (const answer of answers) expect(await answer.text()).toMatch(/MissingAuthenticationToken|AccessDenied/);
  });
});

const evil = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>"'><svg onload=window.hacked=1> javascript:window.hacked=1`;

/** Elements that only what somebody else wrote could have made. */
const strange = `document.querySelectorAll('.shell img, .shell script, .shell iframe, [onload], [onerror], [href^="javascript"], [href^="data"]').length`;

const approval = JSON.stringify({
  schemaVersion: '0.3',
  description: evil,
  parameters: { Word: { type: 'String', description: evil, default: evil, allowedValues: [evil, 'b'] } },
  mainSteps: [
    {
      name: 'constructor',
      action: 'aws:approve',
      description: evil,
      inputs: { Approvers: ['admin', evil], MinRequiredApprovals: 2, Message: `{{ Word }} ${evil}` },
    },
  ],
});
const script = JSON.stringify({
  schemaVersion: '0.3',
  parameters: { Word: { type: 'String', default: evil } },
  mainSteps: [
    {
      name: 'fails',
      action: 'aws:executeScript',
      onFailure: 'Continue',
      inputs: {
        Runtime: 'python3.11',
        Handler: 'go',
        InputPayload: { word: '{{ Word }}' },
        Script: 'def go(events, context):\n  print(events["word"])\n  raise Exception(events["word"])\n',
      },
    },
    {
      name: 'tells',
      action: 'aws:executeScript',
      inputs: {
        Runtime: 'python3.11',
        Handler: 'go',
        InputPayload: { word: '{{ Word }}' },
        Script: 'def go(events, context):\n  return {"word": events["word"]}\n',
      },
      outputs: [{ Name: 'Word', Selector: '$.Payload.word', Type: 'String' }],
    },
  ],
  outputs: ['tells.Word'],
});

withBrowser('what others wrote', () => {
  let browser: Browser;
  let page: Page;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    await Promise.all([runbook(server, 'Evil', approval), runbook(server, 'Speaks', script), deadLetter(server)]);
    const events = new EventBridgeClient(configOf(server));
    await events.send(
      new PutRuleCommand({ Name: 'evil', Description: evil, EventPattern: JSON.stringify({ source: [evil] }) }),
    );
    events.destroy();
    ids['asks'] = await start(server, 'Evil');
    ids['speaks'] = await start(server, 'Speaks');
    ids['machine'] = await machine(server, evil, evil);
    await Promise.all([reach(server, ids['asks'], 'Waiting'), reach(server, ids['speaks'], 'Success', 'Failed')]);
    await server.ssm().send(
      new SendAutomationSignalCommand({
        AutomationExecutionId: ids['asks'],
        SignalType: 'Approve',
        Payload: { Comment: [evil] },
      }),
    );
    ({ page } = await openWindow(browser));
    await page.goto(`${server.url}/console/`);
    await signIn(page, server.administrator);
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each([
    ['a message and the names of approvers', () => `runs/${ids['asks']}`],
    ['a comment of an approver', () => `runs/${ids['asks']}?step=constructor`],
    ['what a script printed, and why it failed', () => `runs/${ids['speaks']}?step=fails`],
    ['outputs and inputs of a step', () => `runs/${ids['speaks']}?step=tells`],
    ['descriptions of a runbook, its steps and parameters', () => 'runbooks/Evil?step=constructor'],
    ['defaults and choices of a form', () => 'runbooks/Evil/start'],
    ['the name of a machine and what it said', () => `machines/heat/${ids['machine']}`],
    ['names in a list of machines', () => 'machines'],
    ['the description and the pattern of a rule', () => 'events'],
  ])('runs nothing: %s', async (_, path) => {
    await visit(path(), page);
    await page.locator('main', { hasText: 'window.hacked=1' }).waitFor();

    expect([await page.evaluate(strange), await page.evaluate('window.hacked')]).toEqual([0, undefined]);
  });

  it.each([
    ['runs', `runs/${encodeURIComponent(evil)}`],
    ['runbooks', `runbooks/${encodeURIComponent(evil)}`],
    ['environments', `proton/environments/${encodeURIComponent(evil)}`],
    ['plans', `proton/services/${encodeURIComponent(evil)}/pipeline/plan?version=${encodeURIComponent(evil)}`],
    ['machines', `machines/heat/${encodeURIComponent(evil)}`],
    ['searches', `runs?q=${encodeURIComponent(evil)}&status=${encodeURIComponent(evil)}`],
    ['events', `events?show=${encodeURIComponent(evil)}`],
    ['encodings', 'runs/%E0%A4%A'],
  ])('runs nothing of an address: %s', async (_, path) => {
    await visit(path, page);
    await page.locator('main .notice, main .empty, main .table, main .card').first().waitFor();

    expect([await page.evaluate(strange), await page.evaluate('window.hacked')]).toEqual([0, undefined]);
  });
});
