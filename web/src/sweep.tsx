import { useEffect, useMemo, useState } from 'preact/hooks';
import { board, get, type Whole } from './api';
import { csvCell, num, percent } from './format';
import { change, useBoard, type Place } from './route';
import { matches } from './runs';
import { drawing, ink, Saves, words } from './saves';

const [W, H, TOP, BOTTOM] = [900, 360, 44, 20];
const MOST = 200;

/** Parallel coordinates: an axis to each key in which the runs differ, and their result. Dragging along an axis keeps those in the range. */
export function Sweep({ settings }: Place) {
  const { loaded } = useBoard();
  const [wholes, set] = useState<Whole[]>([]);
  const query = settings.get('q') ?? '';
  const ids = [...board.runs.values()].filter((run) => run.last && matches(run, query)).slice(0, MOST).map((r) => r.id);
  useEffect(() => {
    Promise.all(ids.map((id) => get<Whole>(`/api/runs/${id}`))).then(set, () => set([]));
  }, [ids.join()]);
  const axes = useMemo(() => poles(wholes), [wholes]);
  if (!loaded || wholes.length === 0) return <p class="soft" role="status">{loaded && ids.length === 0 ? 'No run fits.' : 'Reading the runs…'}</p>;
  const ranges = new Map((settings.get('brush') ?? '').split(';').filter(Boolean).map((part) => { const [key, low, high] = part.split('~'); return [key, [Number(low), Number(high)]]; }));
  const inside = (i: number) => axes.every((axis) => { const r = ranges.get(axis.key); return !r || (axis.at[i] >= r[0] && axis.at[i] <= r[1]); });
  const x = (a: number) => 60 + (a * (W - 120)) / Math.max(1, axes.length - 1);
  const y = (share: number) => H - BOTTOM - share * (H - TOP - BOTTOM);
  const line = (i: number) => axes.map((axis, a) => `${x(a)},${y(axis.at[i])}`).join(' ');
  const brush = (key: string, down: PointerEvent) => {
    const svg = (down.currentTarget as SVGElement).ownerSVGElement!;
    const at = (e: PointerEvent) => { const box = svg.getBoundingClientRect(); return Math.min(1, Math.max(0, (H - BOTTOM - ((e.clientY - box.top) * H) / box.height) / (H - TOP - BOTTOM))); };
    const from = at(down);
    const store = (low: number, high: number) => {
      const next = new Map(ranges);
      if (high - low < 0.02) next.delete(key); else next.set(key, [low, high]);
      change({ brush: [...next].map(([k, [l, h]]) => `${k}~${l.toFixed(3)}~${h.toFixed(3)}`).join(';') });
    };
    const move = (e: PointerEvent) => store(Math.min(from, at(e)), Math.max(from, at(e)));
    const up = (e: PointerEvent) => { move(e); removeEventListener('pointermove', move); removeEventListener('pointerup', up); };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
  };
  const kept = wholes.map((_, i) => i).filter(inside).sort((a, b) => num(wholes[b].last?.heldout_accuracy) - num(wholes[a].last?.heldout_accuracy));
  const csv = () => [['run', ...axes.map((a) => a.key)].map(csvCell).join(','), ...wholes.map((run, i) => [run.id, ...axes.map((a) => csvCell(a.text[i]))].join(','))].join('\n') + '\n';
  const svg = () => drawing(W, H + 30, `${kept.length} of ${wholes.length} runs`, [
    '<g transform="translate(0 30)">',
    ...wholes.map((_, i) => i).sort((a, b) => +inside(a) - +inside(b)).map((i) => `<polyline points="${line(i)}" fill="none" stroke="${ink(inside(i) ? '--s0' : '--rule')}" stroke-width="1.5" stroke-opacity="0.65"/>`),
    ...axes.flatMap((axis, a) => [
      words(x(a), 20, axis.key, 'middle'), `<path d="M${x(a)} ${TOP}V${H - BOTTOM}" stroke="${ink('--soft')}"/>`,
      ...axis.ticks.map(([share, text]) => words(x(a) + 7, y(share) + 4, text, 'start', '--soft')),
    ]),
    '</g>',
  ]);
  return (
    <>
      <figcaption><h1>{kept.length} of {wholes.length} runs</h1><Saves name="sweep" csv={csv} svg={svg} /></figcaption>
      <p class="soft">Drag along an axis to keep the runs in that range; a click lets them all in again.</p>
      <div class="scroll" tabIndex={0} role="group" aria-label="Parallel axes"><svg class="parallel" viewBox={`0 0 ${W} ${H}`} role="img" aria-label={`${wholes.length} runs on ${axes.length} axes`}>
        {wholes.map((run, i) => <polyline key={run.id} class={inside(i) ? 'in' : 'out'} points={line(i)} />)}
        {axes.map((axis, a) => {
          const r = ranges.get(axis.key);
          return (
            <g key={axis.key}>
              <text x={x(a)} y={20} text-anchor="middle">{axis.key}</text>
              <path class="axis" d={`M${x(a)} ${TOP}V${H - BOTTOM}`} />
              {axis.ticks.map(([share, text]) => <text class="tick" x={x(a) + 7} y={y(share) + 4}>{text}</text>)}
              {r && <rect class="brush" x={x(a) - 8} width={16} y={y(r[1])} height={y(r[0]) - y(r[1])} />}
              <rect class="grip" x={x(a) - 16} width={32} y={TOP} height={H - TOP - BOTTOM} onPointerDown={(e) => brush(axis.key, e)} />
            </g>
          );
        })}
      </svg></div>
      <table><thead><tr><th scope="col">Best kept</th><th scope="col" class="number">Held-out</th></tr></thead>
        <tbody>{kept.slice(0, 10).map((i) => <tr><td><a href={`#/run/${wholes[i].id}`}>{wholes[i].name}</a> <small>{wholes[i].id}</small></td><td class="number">{percent(wholes[i].last?.heldout_accuracy)}</td></tr>)}</tbody></table>
    </>
  );
}

interface Pole { key: string; text: string[]; at: number[]; ticks: [number, string][] }
function poles(runs: Whole[]): Pole[] {
  const keys = [...new Set(runs.flatMap((run) => Object.keys(run.recipe)))].filter((key) => key !== 'name' && new Set(runs.map((run) => run.recipe[key] ?? '–')).size > 1);
  const columns = keys.slice(0, 7).map((key) => ({ key, text: runs.map((run) => run.recipe[key] ?? '–') }));
  columns.push({ key: 'held-out accuracy', text: runs.map((run) => String(num(run.last?.heldout_accuracy))) });
  return columns.map(({ key, text }) => {
    const numbers = text.map(Number);
    const distinct = [...new Set(text)];
    if (!numbers.every(Number.isFinite)) {
      distinct.sort();
      const at = (t: string) => (distinct.length > 1 ? distinct.indexOf(t) / (distinct.length - 1) : 0.5);
      return { key, text, at: text.map(at), ticks: distinct.slice(0, 8).map((t) => [at(t), t] as [number, string]) };
    }
    const far = Math.min(...numbers) > 0 && Math.max(...numbers) / Math.min(...numbers) >= 30;
    const place = (v: number) => (far ? Math.log10(v) : v);
    const [low, high] = [place(Math.min(...numbers)), place(Math.max(...numbers))];
    const at = (v: number) => (high > low ? (place(v) - low) / (high - low) : 0.5);
    const named = distinct.length <= 7 ? distinct.map(Number) : [0, 0.25, 0.5, 0.75, 1].map((s) => (far ? 10 ** (low + s * (high - low)) : low + s * (high - low)));
    return { key, text, at: numbers.map(at), ticks: named.map((v) => [at(v), String(+v.toPrecision(3))] as [number, string]) };
  });
}
