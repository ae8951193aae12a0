import { useState } from 'preact/hooks';
import { board, hasPlayground, post, type Run } from './api';
import { change, useBoard, type Place } from './route';
import { RunView } from './run';

const SLIDERS = [
  { key: 'rate', title: 'Learning rate', values: [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1], usual: 0.03, show: (v: number) => String(v) },
  { key: 'noise', title: 'Wrong labels', values: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1], usual: 0, show: (v: number) => Math.round(100 * v) + ' %' },
  { key: 'examples', title: 'Examples', values: [100, 300, 1000, 3000, 10000, 60000], usual: 300, show: (v: number) => v.toLocaleString('en-US') },
  { key: 'epochs', title: 'Epochs', values: [5, 10, 20, 50, 100, 200, 500, 1000, 2000], usual: 200, show: String },
];

const DATA = { moons: 'Two moons', spirals: 'Spirals', xor: 'XOR', 'fashion-mnist': 'Fashion-MNIST' };

/** Trains the report's network with what is chosen: an ordinary run, shown as any other. */
export function Play(place: Place) {
  const { settings } = place;
  useBoard();
  const [fault, setFault] = useState('');
  const data = settings.get('data') ?? 'moons';
  const activation = settings.get('activation') ?? 'relu';
  const chosen = (s: (typeof SLIDERS)[number]) => Number(settings.get(s.key) ?? s.usual);
  const latest = [...board.runs.values()].filter((run: Run) => run.name.startsWith('play-')).sort((a, b) => (a.created < b.created ? 1 : -1))[0];
  const start = () => post('/api/play', { data, activation, ...Object.fromEntries(SLIDERS.map((s) => [s.key, chosen(s)])) }).then(() => setFault(''), (e: Error) => setFault(e.message));
  return (
    <>
      <h1>Playground</h1>
      <p class="lead">Give the network wrong labels and watch: training accuracy rises, held-out accuracy does not follow, the gap opens. That is memorising.</p>
      <form class="play" aria-label="What to train" onSubmit={(e) => { e.preventDefault(); start(); }}>
        <label>Data<select value={data} onChange={(e) => change({ data: e.currentTarget.value })}>{Object.entries(DATA).map(([word, title]) => <option value={word}>{title}</option>)}</select></label>
        <label>Activation<select value={activation} onChange={(e) => change({ activation: e.currentTarget.value })}>{['relu', 'sigmoid', 'tanh'].map((a) => <option>{a}</option>)}</select></label>
        {SLIDERS.map((s) => (
          <label>{s.title}<output>{s.show(chosen(s))}</output>
            <input type="range" min={0} max={s.values.length - 1} value={Math.max(0, s.values.indexOf(chosen(s)))} aria-valuetext={s.show(chosen(s))} onInput={(e) => change({ [s.key]: String(s.values[+e.currentTarget.value]) })} />
          </label>
        ))}
        <button class="button" disabled={!hasPlayground || latest?.status === 'running'}>Train</button>
      </form>
      {fault && <p role="alert">{fault}</p>}
      {latest ? <RunView view="run" id={latest.id} settings={settings} key={latest.id} /> : null}
    </>
  );
}
