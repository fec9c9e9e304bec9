/**
 * `npm run verify:pages`: the start page and every report's page, on the article's record, in a real Chromium at the width
 * of a desk and of a phone: what axe-core finds, whether it fits, whether it asks for anything. With
 * PICTURES=<folder> it leaves screenshots, in colour and in grey, and the page as it prints.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { Checks, skip } from '../support/faults/checks.ts';
import { startDatabase, supervise } from '../support/faults/service.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
if (!existsSync(CHROMIUM)) skip('chromium missing');
const PICTURES = process.env['PICTURES'];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = { desk: 1280, phone: 390 };

interface AxeRun {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

const checks = new Checks();
const database = await startDatabase();
const service = await supervise({
  ...database,
  folder: join(database.folder, 'service'),
  environment: { SEED: 'article' },
});
const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});

/** Ids of the two speakers with the most forecasts. */
async function twoForecasters(): Promise<string[]> {
  const { items } = (await (await fetch(`${service.address()}/v1/forecasters?include=counts`)).json()) as {
    items: { id: string; counts: { forecasts: number } }[];
  };
  return items.sort((a, b) => b.counts.forecasts - a.counts.forecasts).map(({ id }) => id);
}

async function pictures(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  await page.pdf({ path: join(PICTURES, `${name}.pdf`), format: 'A4' });
  await page.addStyleTag({ content: 'html { filter: grayscale(1) }' }).catch(() => undefined);
  await page.screenshot({ path: join(PICTURES, `${name}-grey.png`), fullPage: true });
}

/** As somebody sees it who opens the address: under the policies of header and page, nothing put in. */
async function seen(path: string, width: number, name: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await page.goto(`${service.address()}${path}`);
  const border = await page.evaluate('getComputedStyle(document.querySelector("h2")).borderTopWidth');
  checks.that(border === '2px', `${name} has its style`, `a heading's line is ${border}`);
  checks.that(refused.length === 0, `${name} breaks no policy`, refused.join(' '));
  await pictures(page, `${name.replaceAll(' ', '-')}-as-served`);
  await page.close();
}

const [first, second] = await twoForecasters();
const pages = {
  'start page': '/',
  accuracy: '/v1/reports/accuracy?groupBy=forecaster&format=html',
  topics: '/v1/reports/accuracy?groupBy=topic&format=html',
  calibration: '/v1/reports/calibration?format=html',
  leaderboard: '/v1/reports/leaderboard?format=html',
  'head-to-head': `/v1/reports/head-to-head?forecasterId=${first}&forecasterId=${second}&format=html`,
};
for (const [report, path] of Object.entries(pages)) {
  for (const [device, width] of Object.entries(WIDTHS)) {
    const name = `${report} on a ${device}`;
    await seen(path, width, name);
    // The page forbids every script; axe is put in past that by the browser itself.
    const context = await browser.newContext({ viewport: { width, height: 900 }, bypassCSP: true });
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const answer = await page.goto(`${service.address()}${path}`);
    checks.that(answer?.status() === 200, `${name} is there`, String(answer?.status()));
    checks.that(asked.length === 1, `${name} asks for nothing but itself`, asked.slice(1).join(' '));
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    checks.that(Number(overflow) <= 0, `${name} fits its width`, `${overflow} px over`);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: AxeRun }).axe.run());
    const found = violations.map(
      ({ id, nodes }) => `${id} (${nodes.length}: ${nodes[0]?.html.slice(0, 120)})`,
    );
    checks.that(found.length === 0, `${name} has no accessibility violation`, found.join('; '));
    await pictures(page, `${report}-${device}`);
    await context.close();
  }
}
await browser.close();
await service.stop();
await database.remove();
checks.finish();
