import type { FastifyInstance } from 'fastify';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyApp } from '../api/tiny-app.ts';

let app: FastifyInstance;
let address: string;
let browser: Browser;

beforeAll(async () => {
  app = await tinyApp({ meta: { fictional: true } });
  address = await app.listen({ host: '127.0.0.1', port: 0 });
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** A page, with what its console says and what it asks of other hosts. */
async function open(path: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith('data:')) complaints.push(`asked elsewhere: ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(address + path, { waitUntil: 'networkidle' });
  return { page, complaints };
}

describe('in a browser', () => {
  it('the landing page is in French, warns that the data are fictional, and leads to answers', async () => {
    const { page, complaints } = await open('/');
    expect(await page.getByRole('heading', { name: 'Maillage', level: 1 }).isVisible()).toBe(true);
    expect(await page.getByText('Données fictives.').isVisible()).toBe(true);
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).not.toBe('none');
    const links = page.getByRole('listitem').getByRole('link');
    for (const link of await links.all()) {
      const response = await page.request.get(address + (await link.getAttribute('href')));
      expect(response.status(), response.url()).toBe(200);
    }
    await page.getByRole('link', { name: 'Quels cantons n’ont pas de site ?' }).click();
    expect(await page.textContent('body')).toContain('"without_site"');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('the documentation lists the questions and answers one', async () => {
    const { page, complaints } = await open('/docs');
    await page.getByRole('heading', { name: 'Maillage' }).first().waitFor();
    const operation = page.locator('#operations-questions-coverage');
    await operation.waitFor();
    for (const name of ['withoutSite', 'gaps', 'ratios', 'sites']) {
      expect(await page.locator(`#operations-questions-${name}`).isVisible(), name).toBe(true);
    }
    await operation.getByRole('button').first().click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table').waitFor();
    expect(await operation.locator('.live-responses-table').textContent()).toContain('Monts-du-Sud');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
