// A visit to the page in a real browser: visit.mjs URL OUT. Prints a line for each thing that held
// and fails at the first that did not; a picture of each view goes to OUT.
import { mkdirSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const [url, out, browserPath = '/usr/bin/chromium'] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const browser = await chromium.launch({ executablePath: browserPath, args: flags });
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: false });
const page = await context.newPage();
const complaints = [];
page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
page.on('pageerror', (error) => complaints.push(String(error)));
page.setDefaultTimeout(20_000);

function holds(what, condition) {
  if (!condition) throw new Error('does not hold: ' + what);
  console.log('holds: ' + what);
}
/** Pictures in light, dark and on a narrow screen, and what a reader's software would stumble over. */
async function look(name) {
  for (const [kind, colorScheme, width] of [['light', 'light', 1280], ['dark', 'dark', 1280], ['narrow', 'light', 360]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.waitForTimeout(150);
    await page.screenshot({ path: `${out}/${name}-${kind}.png`, fullPage: name !== 'runs' });
    if (kind === 'narrow') {
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      holds(`${name} fits 360 pixels`, over <= 0);
      continue;
    }
    // By the debugger's door, which the page's own policy has no say in.
    const client = await context.newCDPSession(page);
    await client.send('Runtime.evaluate', { expression: axe });
    const { result } = await client.send('Runtime.evaluate', {
      expression: `axe.run({ resultTypes: ['violations'] }).then((r) => JSON.stringify(r.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id + ': ' + v.nodes.map((n) => n.html).slice(0, 3).join(' '))))`,
      awaitPromise: true,
    });
    holds(`axe finds nothing serious: ${name}, ${kind} ${result.value === '[]' ? '' : result.value}`, result.value === '[]');
    await client.detach();
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Saves a picture in each of its forms, and looks at how the files begin. */
async function saves(name) {
  for (const [kind, start] of [['PNG', '\x89PNG'], ['SVG', '<svg'], ['CSV', /^[\w ]+,/]]) {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(`[aria-label^="Save ${name}"][aria-label$="as ${kind}"]`)]);
    const text = readFileSync(await download.path(), 'latin1');
    holds(`${name} is saved as ${kind}`, typeof start === 'string' ? text.startsWith(start) : start.test(text));
  }
}

try {
  await page.goto(url);
  await page.waitForSelector('.runs tbody tr a');
  holds('the token leaves the address', !page.url().includes('token'));
  await page.waitForSelector('.line.on');
  await page.waitForSelector('.status.running');
  holds('a name with markup is text', (await page.locator('td', { hasText: '<script>' }).count()) > 0 && (await page.evaluate('window.hurt')) === undefined);
  await look('runs');

  await page.fill('input[type=search]', 'going running');
  await page.waitForFunction(() => document.querySelectorAll('.runs tbody a').length === 1);
  await page.click('.runs tbody a');
  await page.waitForSelector('.numbers');
  const epoch = async () => Number((await page.locator('.numbers dd').first().textContent()).split(' ')[0]);
  const before = await epoch();
  await page.waitForFunction((n) => Number(document.querySelector('.numbers dd').textContent.split(' ')[0]) > n, before);
  holds('curves move', (await page.locator('.chart canvas').count()) >= 3);
  holds('health is shown', (await page.locator('.charts.small .chart').count()) === 4);
  await page.reload();
  await page.waitForSelector('.numbers');
  await page.waitForFunction((n) => Number(document.querySelector('.numbers dd').textContent.split(' ')[0]) > n, before);
  holds('a reload loses nothing', (await epoch()) > before);
  await page.click('text=Pause');
  await page.waitForSelector('.status.paused');
  await page.click('text=Go on');
  await page.waitForSelector('.status.running');
  await page.click('.orders >> text=Stop');
  await page.waitForSelector('.status.interrupted');
  holds('a run pauses, goes on and stops', true);
  await look('run');

  await page.goto(page.url().replace(/#.*/, '#/runs?q=done'));
  await page.waitForSelector('.runs tbody a');
  for (const box of await page.locator('.runs tbody input[type=checkbox]').all()) await box.check();
  await page.click('text=/Compare 2/');
  await page.waitForSelector('.diff');
  holds('the recipes differ in the rate', (await page.locator('.diff').textContent()).includes('optimizer.rate'));
  await look('compare');

  await page.click('td a');
  await page.waitForSelector('.confusion');
  const cell = page.locator('.confusion button:not(.right):not([disabled])').first();
  const many = Math.min(48, Number(await cell.textContent()));
  await cell.click();
  await page.waitForFunction((n) => document.querySelectorAll('.gallery img').length === n, many);
  await page.waitForFunction(() => [...document.querySelectorAll('.gallery img')].every((i) => i.complete && i.naturalWidth > 0));
  holds('a cell opens its pictures', (await page.locator('.gallery li').count()) === many && page.url().includes('cell='));
  await saves('done-');
  await saves('confusion');
  await saves('examples');
  await look('mistakes');

  await page.goto(page.url().replace(/#.*/, '#/sweep?q=done'));
  await page.waitForSelector('.parallel polyline');
  holds('parallel axes', (await page.locator('.parallel .axis').count()) >= 2);
  await saves('sweep');
  await look('sweep');
  await page.goto(page.url().replace(/#.*/, '#/audits'));
  await page.click('th a');
  await page.waitForFunction(() => document.querySelector('.review img')?.naturalWidth > 0);
  const first = await page.locator('.review').getAttribute('aria-label');
  await page.keyboard.press('w');
  await page.waitForFunction((was) => document.querySelector('.review').getAttribute('aria-label') !== was, first);
  holds('an answer is kept and the next label shown', (await page.locator('.done').textContent()).startsWith('1 of') && page.url().includes('at='));
  await page.keyboard.press('u');
  await page.waitForFunction(() => document.querySelector('.done').textContent.startsWith('2 of'));
  await page.keyboard.press('ArrowLeft');
  await page.reload();
  await page.waitForSelector('.review');
  holds('a reload shows what was said', (await page.locator('.review .numbers').textContent()).includes('unsure'));
  await look('review');
  await page.goto(page.url().replace(/#.*/, '#/audits'));
  await page.waitForSelector('th a');
  await look('audits');

  await page.goto(page.url().replace(/#.*/, '#/play?data=spirals&noise=0.1&epochs=2000'));
  await page.click('.play >> text=Train');
  await page.waitForSelector('.plane circle');
  const drawn = await page.locator('.plane').getAttribute('aria-label');
  await page.waitForFunction((label) => document.querySelector('.plane').getAttribute('aria-label') !== label, drawn);
  holds('a boundary moves while a run of the playground trains', true);
  await page.waitForFunction(() => document.querySelector('.orders button'));
  await page.click('.orders >> text=Stop');
  await page.waitForSelector('.status.interrupted');
  await saves('plane');
  await look('play');
  holds('no error in the console ' + complaints.join(' | '), complaints.length === 0);
} catch (error) {
  await page.screenshot({ path: `${out}/failure.png` });
  console.log(String(error), complaints.join(' | '));
  process.exitCode = 1;
} finally {
  await browser.close();
}
