import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Run } from './api';
import { clock, gap, loss, num, percent, spread, when } from './format';
import { change, useBoard, type Place } from './route';

const ROW = 40;
interface Column { key: string; title: string; number?: boolean; value: (r: Run) => number | string; show: (r: Run) => ComponentChildren; narrow?: boolean }
const COLUMNS: Column[] = [
  { key: 'name', title: 'Run', narrow: true, value: (r) => r.name, show: (r) => <><a href={`#/run/${r.id}`}>{r.name}</a> <small>{r.id}</small></> },
  { key: 'status', title: 'Status', narrow: true, value: (r) => r.status, show: (r) => <Status run={r} /> },
  { key: 'epoch', title: 'Epoch', number: true, value: (r) => r.last?.epoch ?? 0, show: (r) => `${r.last?.epoch ?? 0} / ${r.epochs}` },
  { key: 'accuracy', title: 'Held-out', number: true, narrow: true, value: (r) => num(r.last?.heldout_accuracy), show: (r) => percent(r.last?.heldout_accuracy) },
  { key: 'loss', title: 'Held-out loss', number: true, value: (r) => num(r.last?.heldout_loss), show: (r) => loss(r.last?.heldout_loss) },
  { key: 'gap', title: 'Gap', number: true, value: (r) => gap(r.last), show: (r) => loss(gap(r.last)) },
  { key: 'seed', title: 'Seed', number: true, value: (r) => r.seed, show: (r) => r.seed },
  { key: 'duration', title: 'Time', number: true, value: (r) => r.duration, show: (r) => clock(r.duration) },
  { key: 'created', title: 'Begun', number: true, value: (r) => r.created, show: (r) => when(r.created) },
];

export function Status({ run }: { run: Run }) {
  const word = run.status === 'running' && run.order === 'pause' ? 'paused' : run.status === 'running' && run.order === 'stop' ? 'stopping' : run.status;
  return <span class={`status ${word}`}>{word}</span>;
}

export function matches(run: Run, words: string) {
  const text = `${run.id} ${run.name} ${run.status} ${run.tags.join(' ')}`.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

export function Runs({ settings }: Place) {
  const board = useBoard();
  const [picked, setPicked] = useState<string[]>([]);
  const words = settings.get('q') ?? '';
  const sort = settings.get('sort') ?? '-created';
  const grouped = settings.get('group') === '1';
  if (!board.loaded) return <p class="soft" role="status">Reading the store…</p>;
  if (board.runs.size === 0) return <Empty />;

  const column = COLUMNS.find((c) => c.key === sort.replace('-', '')) ?? COLUMNS[8];
  const way = sort.startsWith('-') ? -1 : 1;
  const runs = [...board.runs.values()].filter((run) => matches(run, words));
  const missing = (v: number | string) => typeof v === 'number' && Number.isNaN(v);
  runs.sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    return missing(x) ? 1 : missing(y) ? -1 : x < y ? -way : x > y ? way : 0;
  });
  const toggle = (id: string) => setPicked(picked.includes(id) ? picked.filter((p) => p !== id) : [...picked, id]);
  return (
    <>
      <div class="bar">
        <input type="search" placeholder="Filter by name, status or tag" aria-label="Filter runs" value={words} onInput={(e) => change({ q: e.currentTarget.value })} />
        <label><input type="checkbox" checked={grouped} onChange={() => change({ group: grouped ? '' : '1' })} /> Seeds together</label>
        <span class="soft">{runs.length.toLocaleString('en-US')} {runs.length === 1 ? 'run' : 'runs'}</span>
        <span class="fill" />
        {picked.length > 0 && <a class="button" href={`#/compare?runs=${picked.join(',')}`}>Compare {picked.length}</a>}
        {words && runs.length > 1 && <a class="button" href={`#/sweep?q=${encodeURIComponent(words)}`}>As parallel axes</a>}
      </div>
      {grouped ? <Groups runs={runs} /> : <Table runs={runs} sort={sort} picked={picked} toggle={toggle} />}
    </>
  );
}

/** Only the rows in sight are in the document, so that ten thousand are no more work than fifty. */
function Table({ runs, sort, picked, toggle }: { runs: Run[]; sort: string; picked: string[]; toggle: (id: string) => void }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [first, setFirst] = useState(0);
  const seen = Math.ceil(innerHeight / ROW) + 20;
  useEffect(() => {
    const scrolled = () => setFirst(Math.max(0, Math.floor(-(body.current?.getBoundingClientRect().top ?? 0) / ROW) - 10));
    addEventListener('scroll', scrolled, { passive: true });
    return () => removeEventListener('scroll', scrolled);
  }, []);
  const from = Math.min(first, Math.max(0, runs.length - seen));
  const shown = runs.slice(from, from + seen);
  const after = runs.length - from - shown.length;
  return (
    <div class="scroll"><table class="runs">
      <thead><tr>
        <th scope="col"><span class="unseen">Pick to compare</span></th>
        {COLUMNS.map((c) => (
          <th scope="col" class={cell(c)} aria-sort={sort === c.key ? 'ascending' : sort === '-' + c.key ? 'descending' : 'none'}>
            <button onClick={() => change({ sort: sort === '-' + c.key ? c.key : '-' + c.key })}>{c.title}<i aria-hidden="true">{sort === c.key ? ' ↑' : sort === '-' + c.key ? ' ↓' : ''}</i></button>
          </th>
        ))}
      </tr></thead>
      <tbody ref={body}>
        {from > 0 && <tr class="space" style={{ height: from * ROW }} />}
        {shown.map((run) => (
          <tr key={run.id}>
            <td><input type="checkbox" aria-label={`Pick ${run.id}`} checked={picked.includes(run.id)} onChange={() => toggle(run.id)} /></td>
            {COLUMNS.map((c) => <td class={cell(c)}>{c.show(run)}</td>)}
          </tr>
        ))}
        {after > 0 && <tr class="space" style={{ height: after * ROW }} />}
      </tbody>
    </table></div>
  );
}
const cell = (c: Column) => (c.number ? 'number' : '') + (c.narrow ? '' : ' wide');

function Groups({ runs }: { runs: Run[] }) {
  const groups = [...Map.groupBy(runs, (run) => run.group).values()];
  return (
    <div class="scroll"><table class="runs">
      <thead><tr><th scope="col">Recipe</th><th scope="col" class="number">Seeds</th><th scope="col" class="number">Held-out</th><th scope="col" class="number wide">Held-out loss</th><th scope="col" class="number wide">Gap</th><th scope="col"><span class="unseen">Compare</span></th></tr></thead>
      <tbody>{groups.slice(0, 500).map((group) => (
        <tr key={group[0].group}>
          <td>{group[0].name}</td>
          <td class="number">{group.length}</td>
          <td class="number">{band(group.map((r) => 100 * num(r.last?.heldout_accuracy)), 2, ' %')}</td>
          <td class="number wide">{band(group.map((r) => num(r.last?.heldout_loss)), 4, '')}</td>
          <td class="number wide">{band(group.map((r) => gap(r.last)), 4, '')}</td>
          <td><a href={`#/compare?runs=${group.slice(0, 30).map((r) => r.id).join(',')}`}>curves</a></td>
        </tr>
      ))}</tbody>
    </table></div>
  );
}
function band(values: number[], digits: number, unit: string) {
  const [mean, deviation] = spread(values);
  if (!Number.isFinite(mean)) return '–';
  return mean.toFixed(digits) + (values.length > 1 ? ` ± ${deviation.toFixed(digits)}` : '') + unit;
}

function Empty() {
  return (
    <section class="empty">
      <h2>No run yet</h2>
      <p>Train one, in another terminal and in the same folder. It appears here by itself.</p>
      <pre><code>./rote train recipes/q1-baseline.yaml</code></pre>
      <p>Or the whole report, in a few minutes:</p>
      <pre><code>./rote reproduce --quick</code></pre>
    </section>
  );
}
