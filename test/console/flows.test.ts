import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Keys } from '../../local/credentials-file.ts';
import { browserPath, openWindow, startBrowser } from './chromium.ts';
import { principal, reach, release, runbook, start } from './scene.ts';
import { startServer, type Started } from './server.ts';
import { signIn } from './window.ts';

if (!browserPath) console.warn('SKIPPED: the console was not tested, for there is no chromium on the PATH');
const withBrowser = browserPath ? describe : describe.skip;

let server: Started;
let browser: Browser;
const people: Record<string, Keys> = {};
const faults: string[][] = [];

/** A window of somebody who has signed in at a place of the console. */
async function windowOf(name: string, path = ''): Promise<Page> {
  const opened = await openWindow(browser);
  faults.push(opened.faults);
  const { page } = opened;
  await page.goto(`${server.url}/console/${path}`);
  await signIn(page, people[name] ?? server.administrator);
  return page;
}

const version = (text: string, more: Record<string, string[]> = {}) => ({ Version: [text], ...more });
const statusOf = (page: Page) => page.locator('.page-title .status');
const text = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();

withBrowser('the console', () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    await runbook(server, 'ReleaseWeb', release);
    for (const name of ['alice', 'bob', 'carol']) people[name] = await principal(server, name);
  }, 60_000);

  afterEach(async () => {
    // A refused call is one line of the browser's own; anything else is a fault, a breach of the policy above all.
    expect(
      faults
        .splice(0)
        .flat()
        .filter((fault) => !fault.startsWith('Failed to load resource')),
    ).toEqual([]);
    for (const context of browser.contexts()) await context.close();
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('signs in by the printed link, once, and leaves no trace of it in the address', async () => {
    const { page } = await openWindow(browser);
    await page.goto(server.link);
    await page.locator('.shell').waitFor();

    expect(page.url()).toBe(`${server.url}/console/`);
    await text(page, 'Nothing waits for you');

    await page.reload();
    await page.getByLabel('Access key ID').waitFor();
    await page.goto('about:blank');
    await page.goto(server.link);
    await text(page, 'This link was used already, or is too old');
  });

  it('says why a key does not sign in', async () => {
    const { page } = await openWindow(browser);
    await page.goto(`${server.url}/console/`);
    const send = async (id: string, secret: string) => {
      await page.getByLabel('Access key ID').fill(id);
      await page.getByLabel('Secret access key').fill(secret);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };

    await send('AKIANOBODY', 'x');
    await text(page, 'This access key is not known here.');
    await send(server.administrator.accessKeyId, 'x');
    await text(page, /The secret does not belong to this access key/);
  });

  it('lets two people approve in two windows, each of which sees the other within a second', async () => {
    const id = await start(server, 'ReleaseWeb', version('1.4.2'));
    await reach(server, id, 'Waiting');
    const [alice, bob] = [await windowOf('alice'), await windowOf('bob', `runs/${id}`)];

    await text(alice, 'Release 1.4.2 to staging?');
    await alice.getByLabel('Comment').fill('Looks good <b>to me</b>');
    await alice.getByRole('button', { name: 'Approve' }).click();
    await text(alice, 'After you, 1 more has to approve.');
    await alice.getByRole('button', { name: 'Yes, approve' }).click();
    const clicked = Date.now();
    await bob.locator('.approval').getByText('Looks good <b>to me</b>').waitFor();
    const seen = Date.now() - clicked;
    await bob.getByRole('button', { name: 'Approve' }).click();
    await text(bob, 'Yours is the last approval needed: ReleaseWeb goes on at once.');
    await bob.getByRole('button', { name: 'Yes, approve' }).click();
    await statusOf(bob).filter({ hasText: 'Success' }).waitFor();

    expect(seen).toBeLessThan(1000);
    expect(await bob.locator('.step-detail').count()).toBe(1);
    await text(alice, 'Nothing waits for you');
    await bob.getByRole('link', { name: 'gate aws:approve: Success' }).click();
    expect(await bob.locator('.step-detail .decision').allTextContents()).toEqual([
      'alice approved just nowLooks good <b>to me</b>',
      'bob approved just now',
    ]);
    expect(await bob.locator('.edge.is-taken').count()).toBe(6);
    const dashes = (edges: string) =>
      bob.evaluate<string[]>(
        `[...document.querySelectorAll('${edges} .edge-line')].map((line) => getComputedStyle(line).strokeDasharray)`,
      );
    expect([...new Set(await dashes('.edge.is-taken'))]).toEqual(['none']);
    expect(await dashes('.edge:not(.is-taken)')).not.toContain('none');
  });

  it('shows a live list, and a run that was rejected with the words of who did', async () => {
    const list = await windowOf('admin', 'runs');
    const id = await start(server, 'ReleaseWeb', version('1.5.0'));
    await list.locator(`a[href="/console/runs/${id}"]`).waitFor();
    await reach(server, id, 'Waiting');
    const alice = await windowOf('alice');

    await alice.getByLabel('Comment').fill('Not on a Friday');
    await alice.getByRole('button', { name: 'Reject' }).click();
    await text(alice, 'One rejection is final');
    await alice.getByRole('button', { name: 'Yes, reject' }).click();
    await list
      .locator('.row', { has: list.locator(`a[href="/console/runs/${id}"]`) })
      .getByText('Failed')
      .waitFor();

    await list.locator(`a[href="/console/runs/${id}"]`).click();
    await text(list, 'alice rejected gate.');
    await text(list, 'Not on a Friday');
  });

  it('refuses who is no approver, in plain words, and shows no buttons to them', async () => {
    const id = await start(server, 'ReleaseWeb', version('1.6.0'));
    await reach(server, id, 'Waiting');

    const carol = await windowOf('carol', `runs/${id}`);

    await text(carol, 'You are not one of its approvers.');
    expect(await carol.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await carol.getByRole('button', { name: 'Cancel' }).click();
    await carol.getByRole('button', { name: 'Cancel the run' }).click();
    await text(carol, 'Your policies do not allow ssm:StopAutomationExecution.');
  });

  it('cancels a run', async () => {
    const id = await start(server, 'ReleaseWeb', version('1.7.0'));
    const page = await windowOf('admin', `runs/${id}`);

    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Cancel the run' }).click();

    await statusOf(page).filter({ hasText: 'Cancelled' }).waitFor();
    expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
  });

  it('starts a runbook from its form, which holds to the constraints, and runs it again with the same parameters', async () => {
    const page = await windowOf('admin', 'runbooks/ReleaseWeb/start');

    await page.getByRole('button', { name: 'Start' }).click();
    await text(page, 'A value is required.');
    await page.getByLabel('Version').fill('one');
    await page.getByRole('button', { name: 'Start' }).click();
    await text(page, /has value "one" not matching the allowed pattern/);
    await page.getByLabel('Version').fill('0.8.1');
    await page.getByLabel('Stage').selectOption('production');
    await page.getByLabel('Approvers').fill('admin\nbob');
    await page.getByRole('button', { name: 'Start' }).click();
    await text(page, 'This run waits for you');

    await page.getByRole('link', { name: 'Run again' }).click();
    await text(page, 'Run ReleaseWeb again');
    expect(await page.getByLabel('Version').inputValue()).toBe('0.8.1');
    expect(await page.getByLabel('Stage').inputValue()).toBe('production');
    expect(await page.getByLabel('Approvers').inputValue()).toBe('admin\nbob');
  });

  it('says in plain words why a run failed', async () => {
    const id = await start(server, 'ReleaseWeb', version('0.9.0', { Approvers: ['admin', 'bob'] }));
    const [page, bob] = [await windowOf('admin', `runs/${id}`), await windowOf('bob', `runs/${id}`)];
    for (const one of [page, bob]) {
      await one.getByRole('button', { name: 'Approve' }).click();
      await one.getByRole('button', { name: 'Yes, approve' }).click();
    }

    await text(page, 'verify failed.');
    await text(page, 'health check of 0.9.0 answered 502 on 3 of 4 hosts');
    await statusOf(page).filter({ hasText: 'Failed' }).waitFor();
  });

  it('goes step by step in Interactive mode', async () => {
    const id = await start(server, 'ReleaseWeb', version('1.8.0'), 'Interactive');
    const page = await windowOf('admin', `runs/${id}`);

    await page.getByRole('button', { name: 'Start prepare' }).click();

    await page.getByRole('button', { name: 'Start gate' }).waitFor();
  });
});
