import { afterAll, beforeAll } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { browserPath, openWindow, startBrowser } from './chromium.ts';
import { fleet } from './fleet-scene.ts';
import { startServer, type Started } from './server.ts';
import { examine, forAll, picture, signIn, visit } from './window.ts';

if (!browserPath) console.warn('SKIPPED: the views of Proton were not tested, there is no chromium on the PATH');
const withBrowser = browserPath ? describe : describe.skip;

let server: Started;
let browser: Browser;
let page: Page;
let faults: string[];

const text = (words: string | RegExp) => page.getByText(words).first().waitFor();
const resourcesShown = () => page.locator('.plan-resources li').allTextContents();

withBrowser('the views of Proton', () => {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), startBrowser()]);
    await fleet(server);
    ({ page, faults } = await openWindow(browser));
    await page.goto(`${server.url}/console/`);
    await signIn(page, server.administrator);
  }, 90_000);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it.each([
    ['proton', 'proton', '3 behind'],
    ['proton-first', 'proton/services/shop/instances/production', 'It was the first'],
    ['proton-environment', 'proton/environments/network', 'CidrBlock'],
    ['proton-pipeline', 'proton/services/api/pipeline', 'AWS::CodeBuild::Project'],
    ['proton-component', 'proton/components/store', 'AWS::S3::Bucket'],
    ['proton-plan', 'proton/services/shop/instances/production/plan?version=1.2', '1 to add'],
    ['proton-nowhere', 'proton/services/shop', 'There is nothing at this address'],
  ])('are for everybody, in light and dark, on a phone: %s', async (name, path, words) => {
    await visit(path, page);
    await text(words);

    expect(await examine(name, page)).toEqual(forAll);
    expect(faults).toEqual([]);
  });

  it('show environments, services, pipelines and components in one table, and count the versions between', async () => {
    await visit('proton', page);
    await text('2 deployments behind');

    const behind = page.locator('.tag.is-behind').first();
    expect(await behind.textContent()).toBe('3 behind: 1.1, 1.2, 2.0');
    expect(await behind.getAttribute('title')).toBe('1 major and 2 minor versions behind: 1.1, 1.2, 2.0');
    expect(await page.locator('.matrix .cell-name').allTextContents()).toEqual([
      'network',
      'pipeline',
      'live',
      'production',
      'staging',
      'store',
    ]);
    await page.getByRole('button', { name: 'Behind' }).click();
    await page.waitForURL('**/console/proton?show=behind');
    expect(await page.locator('.matrix tbody th').allTextContents()).toEqual(['shop']);
    await page.getByRole('button', { name: 'Failed' }).click();
    await text('Nothing fits');
  });

  it('name the versions between with the way to the plan of each', async () => {
    await visit('proton/services/shop/instances/staging', page);
    await text('1 major and 2 minor versions behind');

    await page.getByRole('link', { name: 'Plan the update to 1.1' }).click();

    await page.waitForURL('**/instances/staging/plan?version=1.1');
    await text('1 to add');
    expect(await resourcesShown()).toEqual([
      'to change: TaskAWS::ECS::TaskDefinitionCpu, Memory',
      'to add: LogsAWS::Logs::LogGroup',
    ]);
    expect(await page.locator('.diff-line.is-gone').allTextContents()).toContain("gone:       Memory: '512'");
  });

  it('plan an edited spec, say what is wrong with it, and deploy what was looked at', async () => {
    await visit('proton/services/shop/instances/production/plan', page);
    const spec = page.getByRole('textbox', { name: 'Spec' });
    const before = await spec.inputValue();

    await spec.fill(before.replace('copies: 2', 'copies: none'));
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await text(/copies/);
    await page.locator('.notice.is-bad').waitFor();
    await spec.fill(before.replace('copies: 2', 'copies: 3'));
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await text('0 to add');
    expect(await resourcesShown()).toEqual(['to change: ServiceAWS::ECS::ServiceDesiredCount']);
    await picture('proton-plan-spec', page);

    await spec.fill(before.replace('copies: 2', 'copies: 4'));
    await text('This is the plan of what stood in the form before.');
    expect(await page.getByRole('button', { name: 'Deploy' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.getByRole('button', { name: 'Deploy' }).click();
    await text('web 1.0, with the edited spec.');
    await picture('proton-deploy', page);
    await page.getByRole('button', { name: 'Yes, deploy' }).click();

    await page.waitForURL('**/console/proton/services/shop/instances/production');
    await page.locator('.step-line').nth(1).waitFor();
    await page.locator('.step-line .status.is-good').nth(1).waitFor();
    await page.locator('.diff-line.is-new').first().waitFor();
    expect(await page.locator('.diff-line.is-new').allTextContents()).toContain('new:       copies: 4');
    await picture('proton-instance', page);
  });

  it('deploy a newer version of an environment’s parts by the operations of Proton: a pipeline too', async () => {
    await visit('proton/services/api/pipeline/plan', page);
    const spec = page.getByRole('textbox', { name: 'Spec' });
    await spec.fill((await spec.inputValue()).replace('standard:7', 'standard:8'));
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await text('1 to change');
    await page.getByRole('button', { name: 'Deploy' }).click();
    await page.getByRole('button', { name: 'Yes, deploy' }).click();

    await page.waitForURL('**/console/proton/services/api/pipeline');
    await page.locator('.step-line .status.is-good').nth(1).waitFor();
  });

  it('run nothing of a spec that somebody else wrote', async () => {
    const evil = '# <img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
    await visit('proton/services/shop/instances/staging/plan', page);
    const spec = page.getByRole('textbox', { name: 'Spec' });
    await spec.fill(`${evil}\n${await spec.inputValue()}`);
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await text('Nothing changes');

    expect(await page.locator('.diff-line.is-new').allTextContents()).toEqual([`new: ${evil}`]);
    expect(await page.locator('.shell img, .shell script').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('deploy nothing that is not what was looked at', async () => {
    const { page: other } = await openWindow(browser);
    await other.goto(`${server.url}/console/proton/environments/network/plan`);
    await signIn(other, server.administrator);
    await visit('proton/environments/network/plan', page);
    const plan = async (on: Page, cidr: string) => {
      const spec = on.getByRole('textbox', { name: 'Spec' });
      await spec.fill((await spec.inputValue()).replace('10.1.0.0/16', cidr));
      await on.getByRole('button', { name: 'Show the plan' }).click();
      await on.getByText('1 to change').first().waitFor();
      await on.getByRole('button', { name: 'Deploy' }).click();
    };
    await plan(page, '10.2.0.0/16');
    await plan(other, '10.3.0.0/16');
    await other.getByRole('button', { name: 'Yes, deploy' }).click();
    await other.locator('.step-line .status.is-good').nth(1).waitFor();

    await page.getByRole('button', { name: 'Yes, deploy' }).click();

    await text('Meanwhile something else was deployed.');
    await page.getByRole('button', { name: 'Go back' }).click();
    expect(await page.locator('.file .diff-line.is-gone').allTextContents()).toEqual([
      'gone:       CidrBlock: 10.3.0.0/16',
    ]);
  });
});
