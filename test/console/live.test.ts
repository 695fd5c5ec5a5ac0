import { afterAll, beforeAll } from '@jest/globals';
import { SendAutomationSignalCommand } from '@aws-sdk/client-ssm';
import type { Browser, Page } from 'playwright-core';
import { browserPath, openWindow, startBrowser } from './chromium.ts';
import { reach, release, runbook, start } from './scene.ts';
import { startServer, type Started } from './server.ts';
import { picture, signIn, visit } from './window.ts';

if (!browserPath) console.warn('SKIPPED: what is live was not tested, there is no chromium on the PATH');
const withBrowser = browserPath ? describe : describe.skip;

let server: Started;
let browser: Browser;
const asked = `schemaVersion: '0.3'
mainSteps:
  - name: gate
    action: aws:approve
    inputs: { Approvers: [admin], Message: Let it pass? }
`;

/** A window of the administrator's at a place. */
async function windowAt(path: string, before: (page: Page) => Promise<void> = async () => undefined): Promise<Page> {
  const { page } = await openWindow(browser);
  await before(page);
  await page.goto(`${server.url}/console/${path}`);
  await signIn(page, server.administrator);
  return page;
}

const approve = (id: string) =>
  server.ssm().send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Approve' }));

async function waiting(): Promise<string> {
  const id = await start(server, 'Ask');
  await reach(server, id, 'Waiting');
  return id;
}

/** As if the reader looked at another tab, or came back. */
const look = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));`);

const statusOf = (page: Page) => page.locator('.page-title .status');

withBrowser('what the console shows', () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    await runbook(server, 'Ask', asked);
    await runbook(server, 'ReleaseWeb', release);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('is caught up with when somebody comes back, from where they left off', async () => {
    const id = await waiting();
    const page = await windowAt(`runs/${id}`);
    await page.getByText('Live', { exact: true }).waitFor();
    // Where it left off it knows from the first thing that it was told.
    await page.getByLabel('1 waiting for you').first().waitFor();
    const other = await waiting();
    await page.getByLabel('2 waiting for you').first().waitFor();
    await look(page, 'hidden');
    await page.getByText('Asking every few seconds').waitFor();
    await approve(id);
    await reach(server, id, 'Success');
    expect(await statusOf(page).textContent()).toBe('Waiting');

    const again = page.waitForRequest('**/console/live');
    await look(page, 'visible');
    await statusOf(page).filter({ hasText: 'Success' }).waitFor({ timeout: 1500 });

    expect((await again).headers()['last-event-id']).toMatch(/^[0-9a-f-]{36}:\d+$/);
    await page.context().close();
    await approve(other);
    await reach(server, other, 'Success');
  });

  it('is asked for again and again where events cannot pass', async () => {
    const id = await waiting();
    const page = await windowAt(
      `runs/${id}`,
      async (on) => void (await on.route('**/console/live', (route) => route.abort())),
    );
    await page.getByText('Asking every few seconds').waitFor();
    await approve(id);

    await statusOf(page).filter({ hasText: 'Success' }).waitFor();
    await visit('', page);
    await page.getByText('Nothing waits for you').waitFor();
    const next = await waiting();
    await page.locator(`a[href="/console/runs/${next}"]`).waitFor();

    await page.context().close();
    await approve(next);
    await reach(server, next, 'Success');
  });

  it('is all that waits, 230 approvals too, and the next as it comes', async () => {
    for (let round = 0; round < 23; round++) await Promise.all(Array.from({ length: 10 }, () => start(server, 'Ask')));
    const page = await windowAt('');

    await page.locator('.page-title .count', { hasText: '230' }).waitFor();
    expect(await page.locator('.approval').count()).toBe(30);
    await page.getByRole('button', { name: 'Show more of 230' }).click();
    expect(await page.locator('.approval').count()).toBe(60);
    await start(server, 'Ask');
    await page.locator('.page-title .count', { hasText: '231' }).waitFor({ timeout: 2000 });
    await picture('inbox-many', page);
    await page.context().close();
  });

  it('goes on step by step in Interactive mode, to the end', async () => {
    const id = await start(server, 'ReleaseWeb', { Version: ['1.8.0'], Approvers: ['admin', 'alice'] }, 'Interactive');
    const page = await windowAt(`runs/${id}`);

    await page.getByRole('button', { name: 'Start prepare' }).click();
    await page.getByRole('button', { name: 'Start gate' }).click();
    await page.getByText('This run waits for you').waitFor();
    await picture('run-interactive', page);

    expect(await page.getByRole('button', { name: /^Start / }).count()).toBe(0);
    await page.context().close();
  });
});
