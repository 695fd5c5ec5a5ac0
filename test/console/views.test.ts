import { afterAll, beforeAll } from '@jest/globals';
import { SendAutomationSignalCommand } from '@aws-sdk/client-ssm';
import type { Browser, Page } from 'playwright-core';
import type { Keys } from '../../local/credentials-file.ts';
import { browserPath, openWindow, startBrowser } from './chromium.ts';
import { rules } from './event-scene.ts';
import { machine } from './machine-scene.ts';
import { fillWithRuns } from './many-runs.ts';
import { newVersion, principal, reach, release, runbook, start } from './scene.ts';
import { newFolder, startServer, type Started } from './server.ts';
import { barriers, examine, forAll, picture, signIn, visit } from './window.ts';

if (!browserPath) console.warn('SKIPPED: the views of the console were not tested, there is no chromium on the PATH');
const withBrowser = browserPath ? describe : describe.skip;

let server: Started;
let browser: Browser;
let page: Page;
let faults: string[];
let alice: Keys;
const ids: Record<string, string> = {};

/** Scrolls on and on until the last page is there; tells how long each frame took, in milliseconds, and the most rows there were at once. */
const scrollToTheEnd = `(async () => {
  const times = [];
  let most = 0;
  let last = performance.now();
  const isOver = () => document.querySelector('.runs-table')?.getAttribute('aria-rowcount') !== '-1';
  while (!isOver()) {
    scrollTo(0, document.body.scrollHeight);
    await new Promise(requestAnimationFrame);
    most = Math.max(most, document.querySelectorAll('.row').length);
    times.push(performance.now() - last);
    last = performance.now();
  }
  scrollTo(0, document.body.scrollHeight);
  return { frames: times.sort((one, other) => one - other), most };
})()`;

/** Scrolls through what is there as a hand does, half a screen each frame; tells in how many frames nothing was in the middle. */
const scrollThrough = `(async () => {
  let empty = 0;
  scrollTo(0, 200);
  for (let frame = 0; frame < 240; frame++) {
    scrollBy(0, 400);
    await new Promise(requestAnimationFrame);
    await new Promise((resolve) => setTimeout(resolve));
    if (!document.elementFromPoint(700, innerHeight / 2)?.closest('.row')) empty++;
  }
  return empty;
})()`;

/** The time that a page's own thread has worked, in milliseconds of the processor: what else runs on the machine does not count. */
async function workOf(on: Page): Promise<() => Promise<number>> {
  const session = await on.context().newCDPSession(on);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
}

/** Elements that only what somebody else wrote could have made. */
const strange = `document.querySelectorAll('.shell img, .shell script, [onload], [onerror], [href^="javascript"]').length`;

const evil = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>"'><svg onload=window.hacked=1> javascript:window.hacked=1`;

const evilRunbook = JSON.stringify({
  schemaVersion: '0.3',
  description: evil,
  parameters: { Word: { type: 'String', description: evil, default: evil } },
  mainSteps: [
    {
      name: 'constructor',
      action: 'aws:approve',
      description: evil,
      inputs: { Approvers: ['admin', evil], Message: `{{ Word }} ${evil}` },
    },
  ],
});

async function scene(): Promise<void> {
  alice = await principal(server, 'alice');
  await runbook(server, 'ReleaseWeb', release);
  await newVersion(server, 'ReleaseWeb', release.replace('default: staging', 'default: production'));
  const approvers = { Approvers: ['alice', 'admin'], Stage: ['production'] };
  ids['waits'] = await start(server, 'ReleaseWeb', { Version: ['2.0.0'], ...approvers });
  ids['fails'] = await start(server, 'ReleaseWeb', { Version: ['0.9.0'], ...approvers });
  await Promise.all([rules(server), reach(server, ids['fails'], 'Waiting')]);
  const decide = (id: string, keys: Keys, Comment?: string) =>
    server.ssm(keys).send(
      new SendAutomationSignalCommand({
        AutomationExecutionId: id,
        SignalType: 'Approve',
        ...(Comment && { Payload: { Comment: [Comment] } }),
      }),
    );
  await decide(ids['fails'], alice);
  await decide(ids['fails'], server.administrator);
  await reach(server, ids['waits'], 'Waiting');
  await decide(ids['waits'], alice, 'Tested on staging since Monday, no errors.');
  ids['heat'] = await machine(server, 'Fetching release 1.4.2\nUnpacking into /srv/www/shop\nReloading nginx\n');
  await reach(server, ids['fails'], 'Failed', 'Success');
}

withBrowser('the views', () => {
  beforeAll(async () => {
    const data = newFolder();
    await fillWithRuns(data, 10_000, Date.now() - 3_600_000);
    [server, browser] = await Promise.all([startServer(data), startBrowser()]);
    await scene();
    ({ page, faults } = await openWindow(browser, { colorScheme: 'light' }));
    await page.goto(server.url + '/console/');
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('let everybody sign in', async () => {
    await page.getByLabel('Access key ID').waitFor();

    expect(await barriers(page)).toEqual([]);

    await picture('sign-in', page);
    await signIn(page, server.administrator);
  });

  it.each([
    ['inbox', () => '', 'Release 2.0.0 to production?'],
    ['runs', () => 'runs', 'RotateKeys'],
    ['run-waiting', () => `runs/${ids['waits']}`, 'This run waits for you'],
    ['run-failed', () => `runs/${ids['fails']}`, 'health check of 0.9.0 answered 502 on 3 of 4 hosts'],
    ['runbooks', () => 'runbooks', 'ReleaseWeb'],
    ['runbook', () => 'runbooks/ReleaseWeb?version=2&against=1', 'default: production'],
    ['start', () => 'runbooks/ReleaseWeb/start', 'The version to release.'],
    ['machines', () => 'machines', 'web-1'],
    ['machine', () => `machines/heat/${ids['heat']}`, 'Unpacking into /srv/www/shop'],
    ['events', () => 'events', 'Tidies up while everybody sleeps.'],
    ['nowhere', () => 'no/such/place', 'There is nothing at this address'],
  ])('are for everybody, in light and dark: %s', async (name, path, words) => {
    await visit(path(), page);
    await page.getByText(words).first().waitFor();

    expect(await examine(name, page)).toEqual(forAll);
    expect(faults).toEqual([]);
  });

  it('show 10,000 runs, of which only the rows that are seen are there, and scroll without a stop', async () => {
    await visit('runs', page);
    await page.locator('.row-link').nth(5).waitFor();

    const { frames, most } = await page.evaluate<{ frames: number[]; most: number }>(scrollToTheEnd);

    await page.locator('a[href$="-000000009999"]').waitFor();
    expect(Number(await page.locator('.runs-table').getAttribute('aria-rowcount'))).toBeGreaterThan(10_000);
    expect(most).toBeLessThan(100);
    expect(frames[Math.floor(frames.length / 2)]).toBeLessThan(50);

    const work = await workOf(page);
    const before = await work();
    const empty = await page.evaluate<number>(scrollThrough);
    const each = ((await work()) - before) / 240;
    expect(empty).toBe(0);
    // A screen that shows 60 pictures a second leaves 16.7 ms for each.
    expect([each, each > 0 && each < 16.7]).toEqual([each, true]);
  }, 60_000);

  it('find a run by its runbook and its status', async () => {
    await visit('runs', page);
    await page.getByRole('button', { name: 'Failed' }).click();
    await page.getByLabel('Search runs').fill('Rotate');
    await page.waitForURL('**/console/runs?status=failed&q=Rotate');
    await page.locator('.row .status.is-bad').first().waitFor();

    expect(await page.locator('.row .status:not(.is-bad)').count()).toBe(0);
    await page.getByLabel('Search runs').fill('Nothing');
    await page.getByText('No run fits').waitFor();
  });

  it('fit a phone', async () => {
    const { page: phone } = await openWindow(browser, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await phone.goto(`${server.url}/console/`);
    await signIn(phone, server.administrator);
    await start(server, 'ReleaseWeb', { Version: ['3.1.0'], Approvers: ['admin', 'alice'] });
    await phone.getByText('Release 3.1.0').first().waitFor();

    for (const path of ['', 'runs', `runs/${ids['fails']}`, 'runbooks/ReleaseWeb', 'proton', 'machines']) {
      await visit(path, phone);
      await phone.locator('h1').waitFor();
      const width = await phone.evaluate('document.documentElement.scrollWidth');
      expect([path, Number(width) <= 390]).toEqual([path, true]);
    }
    expect(await barriers(phone)).toEqual([]);
    await visit('', phone);
    await phone.getByText('Release 3.1.0').first().waitFor();
    await picture('inbox-phone', phone);
  });

  it('run nothing of what others wrote', async () => {
    await runbook(server, 'Evil', evilRunbook);
    const run = await start(server, 'Evil');
    const heat = await machine(server, evil);
    await reach(server, run, 'Waiting');
    await server
      .ssm(alice)
      .send(new SendAutomationSignalCommand({ AutomationExecutionId: ids['waits'], SignalType: 'Approve' }));

    for (const path of ['', `runs/${run}`, 'runbooks/Evil', 'runbooks/Evil/start', `machines/heat/${heat}`, 'runs']) {
      await visit(path, page);
      await page.locator('main', { hasText: path === 'runs' ? 'Evil' : 'window.hacked=1' }).waitFor({ timeout: 8000 });
      expect([path, await page.evaluate(strange), await page.evaluate('window.hacked')]).toEqual([path, 0, undefined]);
    }
    await visit(`runbooks/${encodeURIComponent(evil)}`, page);
    await page.getByRole('alert').waitFor();
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('are done with the keyboard alone: signing in, approving, a dialog that gives the focus back', async () => {
    const { page: keyed } = await openWindow(browser);
    await keyed.goto(`${server.url}/console/runs/${ids['waits']}`);
    await keyed.getByLabel('Access key ID').focus();
    await keyed.keyboard.type(server.administrator.accessKeyId);
    await keyed.keyboard.press('Tab');
    await keyed.keyboard.type(server.administrator.secretAccessKey);
    await keyed.keyboard.press('Enter');
    await keyed.getByText('This run waits for you').waitFor();
    const focused = () => keyed.evaluate<string>(`document.activeElement?.textContent?.trim() ?? ''`);
    const tabTo = async (words: string) => {
      for (let press = 0; press < 40 && (await focused()) !== words; press++) await keyed.keyboard.press('Tab');
      return focused();
    };

    expect(await tabTo('Approve')).toBe('Approve');
    await keyed.keyboard.press('Enter');
    await keyed.getByRole('dialog').waitFor();
    await keyed.keyboard.press('Escape');
    await keyed.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Approve');
    await keyed.keyboard.press('Enter');
    expect(await tabTo('Yes, approve')).toBe('Yes, approve');
    await keyed.keyboard.press('Enter');

    await keyed.getByText('You approved gate of ReleaseWeb').waitFor();
  });
});
