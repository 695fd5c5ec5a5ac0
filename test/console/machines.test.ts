import { readFileSync } from 'node:fs';
import { afterAll, beforeAll } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { deadLetter, rules } from './event-scene.ts';
import { browserPath, openWindow, startBrowser } from './chromium.ts';
import { machine, shop, type Shop } from './machine-scene.ts';
import { runbook } from './scene.ts';
import { startServer, type Started } from './server.ts';
import { examine, forAll, signIn, visit } from './window.ts';

if (!browserPath) console.warn('SKIPPED: machines and events were not tested, there is no chromium on the PATH');
const withBrowser = browserPath ? describe : describe.skip;

let server: Started;
let browser: Browser;
let page: Page;
let faults: string[];
let opsworks: Shop;
const ids: Record<string, string> = {};

const text = (words: string | RegExp) => page.getByText(words).first().waitFor();

/** What a click lets the browser save. */
async function saved(name: string): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name }).click();
  const file = await download;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

withBrowser('the views of machines and events', () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    [opsworks, ids['one']] = await Promise.all([
      shop(server),
      machine(server, 'Fetching release 1.4.2\nUnpacking into /srv/www/shop\n'),
      rules(server).then(() => deadLetter(server)),
    ]);
    ids['two'] = await machine(server, 'Reloading nginx\n', 'web-2');
    ({ page, faults } = await openWindow(browser));
    await page.goto(`${server.url}/console/`);
    await signIn(page, server.administrator);
  }, 90_000);

  afterAll(async () => {
    opsworks.stop();
    await browser.close();
    await server.stop();
  });

  it.each([
    ['machines', () => 'machines', 'update custom cookbooks'],
    ['machine-opsworks', () => `machines/opsworks/${opsworks.deployment}`, 'exit code'],
    ['machine-heat', () => `machines/heat/${ids['one']}`, 'Unpacking into /srv/www/shop'],
    ['events', () => 'events', 'Tidies up while everybody sleeps.'],
    ['dead-letters', () => 'events?show=dead-letters', 'Automation definition Forgotten'],
  ])('are for everybody, in light and dark, on a phone: %s', async (name, path, words) => {
    await visit(path(), page);
    await text(words);
    const log = page.getByRole('button', { name: 'Log of web1' });
    if (name === 'machine-opsworks') {
      await log.click();
      await page.locator('.code').waitFor();
    }

    expect(await examine(name, page)).toEqual(forAll);
    expect(faults).toEqual([]);
  });

  it('find the deployments of a machine, of one API, and say so where none fits', async () => {
    await visit('machines', page);
    const rows = () => page.locator('.list-row .row-link').allTextContents();

    await page.getByLabel('Search deployments').fill('web1');
    await page.waitForURL('**/machines?q=web1');
    await text('shop · web1');
    expect(await rows()).toContain('update custom cookbooks');
    expect(await rows()).not.toContain('create');
    await visit('machines?show=heat', page);
    expect(await rows()).toEqual(['create', 'create']);
    await page.getByRole('link', { name: 'create' }).first().click();
    await page.getByRole('link', { name: 'web-2', exact: true }).click();
    await page.waitForURL('**/machines?q=web-2');
    await page.locator('.list-row .row-link').first().waitFor();
    expect(await rows()).toEqual(['create']);
    await visit('machines?q=web-9', page);
    await text('No deployment fits');
  });

  it('show what each machine of OpsWorks said, and save it as a file', async () => {
    await visit(`machines/opsworks/${opsworks.deployment}`, page);
    await page.getByRole('button', { name: 'Log of web1' }).click();
    const shown = (await page.getByRole('region', { name: 'Log of web1' }).textContent()) ?? '';

    const { name, text: written } = await saved('Download web1.log');

    expect(shown.trim()).not.toBe('');
    expect({ name, written }).toEqual({ name: 'web1.log', written: shown });
  });

  it('save what a machine of Heat said', async () => {
    await visit(`machines/heat/${ids['two']}`, page);

    expect(await saved('Download web-2-deploy_stdout.log')).toEqual({
      name: 'web-2-deploy_stdout.log',
      text: 'Reloading nginx\n',
    });
  });

  it('show what a rule could not start and why, and try it again when that has been mended', async () => {
    await visit('events?show=dead-letters', page);
    await text('Automation definition Forgotten');
    await page.locator('summary').click();
    expect(await page.locator('details .code').textContent()).toContain('"branch": "main"');
    await runbook(
      server,
      'Forgotten',
      '{"schemaVersion":"0.3","mainSteps":[{"name":"rest","action":"aws:sleep","inputs":{"Duration":"PT1S"}}]}',
    );

    await page.getByRole('button', { name: 'Try again' }).click();
    await text('The event goes to this one target, as the rule is now.');
    await page.getByRole('button', { name: 'Yes, try again' }).click();

    await text('Everything could be started');
    await visit('runs?q=Forgotten', page);
    await page.getByRole('link', { name: 'Forgotten' }).waitFor();
  });
});
