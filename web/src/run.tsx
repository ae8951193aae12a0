import { useMemo, useState } from 'preact/hooks';
import { board, post, type Run, type Whole } from './api';
import { Chart } from './chart';
import { useWhole, value } from './curves';
import { clock, gap, loss, num, percent, when, whole } from './format';
import { Mistakes } from './mistakes';
import { Plane, TOYS } from './plane';
import type { Place } from './route';
import { Status } from './runs';

export function RunView({ id, settings }: Place) {
  const { wholes, fault } = useWhole([id]);
  const run = wholes[0];
  if (!run) return <p class="soft" role="status">{fault || 'Reading the run…'}</p>;
  return (
    <>
      <header class="head">
        <div><h1>{run.name}</h1><p class="soft">{run.id} · begun {when(run.created)} {run.tags.map((tag) => <a class="tag" href={`#/runs?q=${encodeURIComponent(tag)}`}>{tag}</a>)}</p></div>
        <span class="fill" /><Status run={board.runs.get(id) ?? run} /><Orders id={id} />
      </header>
      <Numbers run={run} />
      {TOYS.includes(run.recipe['data.name']) && run.history.length > 0 && <Plane id={id} />}
      <Curves run={run} />
      <Health run={run} />
      {run.status === 'finished' && <Mistakes id={id} settings={settings} />}
      <Details run={run} />
    </>
  );
}

function Orders({ id }: { id: string }) {
  const [fault, setFault] = useState('');
  const run = board.runs.get(id);
  if (run?.status !== 'running' || !run.order) return null;
  const give = (order: string) => post(`/api/runs/${id}/order`, { order }).then(() => setFault(''), (e: Error) => setFault(e.message));
  return (
    <span class="orders">
      {run.order === 'pause' ? <button onClick={() => give('go')}>Go on</button> : <button onClick={() => give('pause')}>Pause</button>}
      <button onClick={() => give('stop')} disabled={run.order === 'stop'}>{'Stop' + also(run)}</button>
      {fault && <span role="alert">{fault}</span>}
    </span>
  );
}

/** What ends with a run that is stopped. */
const also = (run: Run) => (run.tags.some((tag) => tag.startsWith('sweep:')) ? ' the sweep' : run.tags.some((tag) => tag.startsWith('reproduce-')) ? ' the reproduction' : '');

function Numbers({ run }: { run: Whole }) {
  const last = run.history.at(-1);
  const speed = num(run.points.findLast((p) => p.name === 'examples_per_second')?.value ?? last?.examples_per_second);
  const seconds = run.history.map((e) => num(e.seconds));
  const now = board.runs.get(run.id) ?? run;
  const running = now.status === 'running';
  const left = running && seconds.length ? (run.epochs - run.history.length) * (seconds.reduce((a, b) => a + b) / seconds.length) : NaN;
  const facts: [string, string][] = [
    ['Epoch', `${run.history.length} of ${run.epochs}`],
    ['Held-out accuracy', percent(last?.heldout_accuracy)],
    ['Training accuracy', percent(last?.train_accuracy)],
    ['Held-out loss', loss(last?.heldout_loss)],
    ['Gap in loss', loss(gap(last))],
    ['Examples a second', Number.isFinite(speed) ? whole(speed) : '–'],
    running ? ['Time left', clock(left)] : ['Time', clock(now.duration)],
  ];
  return <dl class="numbers">{facts.map(([name, text]) => <div><dt>{name}</dt><dd>{text}</dd></div>)}</dl>;
}

function Curves({ run }: { run: Whole }) {
  const [x, losses, accuracies, gaps] = useMemo(() => {
    const h = run.history;
    return [
      h.map((e) => e.epoch),
      [
        { label: 'training', color: '--s0', values: h.map((e) => value(e, (e) => num(e.train_loss))) },
        { label: 'held out', color: '--s1', values: h.map((e) => value(e, (e) => num(e.heldout_loss))) },
      ],
      [
        { label: 'training', color: '--s0', values: h.map((e) => value(e, (e) => num(e.train_accuracy))) },
        { label: 'held out', color: '--s1', values: h.map((e) => value(e, (e) => num(e.heldout_accuracy))) },
      ],
      [{ label: 'gap', color: '--s2', values: h.map((e) => value(e, gap)) }],
    ];
  }, [run]);
  const steps = useMemo(() => {
    const points = run.points.filter((p) => p.name === 'train_loss').sort((a, b) => a.step - b.step);
    return { x: points.map((p) => p.step), lines: [{ label: 'training', color: '--s0', values: points.map((p) => (Number.isFinite(num(p.value)) ? num(p.value) : null)) }] };
  }, [run]);
  return (
    <section class="charts">
      {x.length === 0 && <p class="soft">The first epoch is under way.</p>}
      {x.length > 0 && <Chart title="Loss" name={run.name + '-loss'} x={x} lines={losses} unit="loss" />}
      {x.length > 0 && <Chart title="Accuracy" name={run.name + '-accuracy'} x={x} lines={accuracies} unit="percent" />}
      {x.length > 0 && <Chart title="The gap: held-out minus training loss" name={run.name + '-gap'} x={x} lines={gaps} unit="loss" />}
      {steps.x.length > 1 && <Chart title="Training loss within epochs" name={run.name + '-steps'} x={steps.x} lines={steps.lines} unit="loss" xLabel="step" />}
    </section>
  );
}

const HEALTH: { key: string; title: string; label: string; unit: 'percent' | 'number'; note: string }[] = [
  { key: 'learning_rate', title: 'Learning rate', label: 'rate', unit: 'number', note: 'Of each epoch’s last step.' },
  { key: 'update_ratio', title: 'Update-to-weight ratio', label: 'ratio', unit: 'number', note: 'How far the next 64 examples or more move the weights.' },
  { key: 'gradient_norm', title: 'Gradient norm', label: 'norm', unit: 'number', note: 'Over all weights, on 128 training examples.' },
  { key: 'dead_relu_share', title: 'Dead ReLU units', label: 'share', unit: 'percent', note: 'Get no gradient from any of 128 training examples.' },
];

/** What the training told of itself after each epoch: a small chart each. */
function Health({ run }: { run: Whole }) {
  const charts = useMemo(() => HEALTH.map((metric) => {
    const points = run.points.filter((p) => p.name === metric.key).sort((a, b) => a.step - b.step);
    // Told once an epoch, so steps are whole numbers of epochs.
    const steps = Math.min(...points.map((p, i) => p.step - (points[i - 1]?.step ?? 0)));
    const values = points.map((p) => (Number.isFinite(num(p.value)) ? num(p.value) : null));
    return { ...metric, x: points.map((p) => Math.round(p.step / steps)), lines: [{ label: metric.label, color: '--s3', values }] };
  }).filter((chart) => chart.x.length > 0), [run]);
  if (charts.length === 0) return null;
  return (
    <section>
      <h2>Health</h2>
      <div class="charts small">{charts.map((c) => <Chart key={c.key} title={c.title} note={c.note} name={`${run.name}-${c.key}`} x={c.x} lines={c.lines} unit={c.unit} />)}</div>
    </section>
  );
}

function Details({ run }: { run: Whole }) {
  const layers: { inputs: number; outputs: number; activation: string }[] = [];
  let inputs = Number(run.recipe['network.inputs']);
  for (let i = 0; run.recipe[`network.layers.${i}.dense`]; i++) {
    const outputs = Number(run.recipe[`network.layers.${i}.dense`]);
    layers.push({ inputs, outputs, activation: run.recipe[`network.layers.${i}.activation`] ?? 'identity' });
    inputs = outputs;
  }
  const parameters = (l: { inputs: number; outputs: number }) => (l.inputs + 1) * l.outputs;
  return (
    <section class="details">
      <details><summary>Network: {whole(layers.reduce((sum, l) => sum + parameters(l), 0))} parameters</summary>
        <table><thead><tr><th>Layer</th><th class="number">Inputs</th><th class="number">Outputs</th><th class="number">Parameters</th></tr></thead>
          <tbody>{layers.map((l, i) => <tr><td>{i} dense, {l.activation}</td><td class="number">{l.inputs}</td><td class="number">{l.outputs}</td><td class="number">{whole(parameters(l))}</td></tr>)}</tbody></table>
      </details>
      <details><summary>Recipe</summary><pre><code>{run.recipe_yaml}</code></pre></details>
      <details><summary>Provenance</summary><table><tbody>{Object.entries(run.provenance).map(([k, v]) => <tr><th scope="row">{k}</th><td>{String(v)}</td></tr>)}</tbody></table></details>
      <details><summary>Events: {run.events.length}</summary><table><tbody>{run.events.map((e) => <tr><td>{when(e.at)}</td><td>{e.kind}</td><td>{e.text}</td></tr>)}</tbody></table></details>
      <details><summary>Files: {run.artifacts.length}</summary><table><tbody>{run.artifacts.map((a) => <tr><td>{a.kind}</td><td>{a.path}</td><td class="number">{whole(a.bytes)} bytes</td></tr>)}</tbody></table></details>
    </section>
  );
}
