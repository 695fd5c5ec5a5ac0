import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import type { Keys } from '../../local/credentials-file.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Those that the documentation shows. */
const documented: readonly string[] = [
  'inbox',
  'inbox-phone',
  'proton',
  'proton-instance',
  'proton-plan',
  'run-failed-dark',
  'run-waiting',
  'runbook',
  'runs',
  'start',
];

/** `1` makes the pictures of the documentation, a folder all of them. */
const wanted = process.env['QUAYMASTER_SCREENSHOTS'] ?? '';
const folder = wanted === '1' ? join(import.meta.dirname, '../../docs/screenshots') : wanted;

/** Takes a picture where pictures are wanted. */
export async function picture(name: string, on: Page, fullPage = false): Promise<void> {
  if (!folder || (wanted === '1' && !documented.includes(name))) return;
  mkdirSync(folder, { recursive: true });
  await on.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

/** Signs in by the form that stands there. */
export async function signIn(on: Page, { accessKeyId, secretAccessKey }: Keys): Promise<void> {
  await on.getByLabel('Access key ID').fill(accessKeyId);
  await on.getByLabel('Secret access key').fill(secretAccessKey);
  await on.getByRole('button', { name: 'Sign in' }).click();
  await on.locator('.shell').waitFor();
}

/** Goes to a place of the console without losing the keys, which a reload would. */
export async function visit(path: string, on: Page): Promise<void> {
  const address = JSON.stringify(`/console/${path}`);
  await on.evaluate(`history.pushState(null, '', ${address}); dispatchEvent(new PopStateEvent('popstate'));`);
}

/** What is wrong for people who use the keyboard, a screen reader, or have weak eyes. */
export async function barriers(on: Page): Promise<string[]> {
  if ((await on.evaluate('typeof axe')) === 'undefined') await on.evaluate(axe);
  const { violations } = await on.evaluate<AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** The same in light and in dark, with a picture of each; and whether it is wider than a phone. */
export async function examine(name: string, on: Page): Promise<{ barriers: string[]; isTooWide: boolean }> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await on.emulateMedia({ colorScheme });
    found.push(...(await barriers(on)));
    await picture(colorScheme === 'light' ? name : `${name}-dark`, on);
  }
  const wide = on.viewportSize() ?? { width: 1360, height: 860 };
  await on.setViewportSize({ width: 390, height: 844 });
  const width = await on.evaluate<number>('document.documentElement.scrollWidth');
  await picture(`${name}-narrow`, on);
  await on.setViewportSize(wide);
  return { barriers: found, isTooWide: width > 390 };
}

/** What every view is for everybody. */
export const forAll = { barriers: [], isTooWide: false };
