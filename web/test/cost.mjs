// What the page costs a training: cost.mjs RECIPE.yaml THREADS [PAIRS], from the root of the checkout.
// Trains, and meanwhile opens and closes the run's view in turn; prints examples a second of both.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [recipe, threads, pairs = '5'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'rote-cost-'));
const store = join(folder, 'runs.db');
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

const epochs = [];
const train = spawn('./rote', ['train', recipe, 'epochs=100000', '--json', '--threads', threads, '--out', join(folder, 'run'), '--store', store]);
createInterface({ input: train.stdout }).on('line', (line) => {
  const { examples_per_second: speed, seconds } = JSON.parse(line);
  if (speed) epochs.push({ end: Date.now(), start: Date.now() - 1000 * seconds, speed });
});
const live = spawn('./rote', ['live', '--no-browser', '--store', store]);
const url = await new Promise((done) => createInterface({ input: live.stdout }).on('line', (line) => line.startsWith('page') && done(line.split(/\s+/)[1])));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const page = await browser.newPage();
await page.goto(url);
await page.click('.runs tbody a');
await page.waitForSelector('.chart canvas');
const view = page.url();
const found = { open: [], closed: [] };
for (let i = 0; i < 2 * Number(pairs); i++) {
  // Open, closed, closed, open …: so that what drifts counts for both.
  const open = i % 4 === 0 || i % 4 === 3;
  await page.goto(open ? view : 'about:blank');
  await wait(1500);
  const from = Date.now();
  await wait(4500);
  found[open ? 'open' : 'closed'].push(mean(epochs.filter((e) => e.start > from && e.end < Date.now()).map((e) => e.speed)));
}
for (const [which, speeds] of Object.entries(found)) console.log(which.padEnd(8), speeds.map(Math.round).join(' '));
console.log('ratio   ', (mean(found.open) / mean(found.closed)).toFixed(3), 'pairs', found.open.map((speed, i) => (speed / found.closed[i]).toFixed(3)).join(' '));
await browser.close();
live.kill();
train.kill();
await new Promise((done) => train.on('exit', done));
rmSync(folder, { recursive: true });
