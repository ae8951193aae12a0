import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { csvCell } from './format';
import { drawing, ink, Saves, useDark, words } from './saves';

export interface Line { label: string; color: string; dash?: number[]; values: (number | null)[]; band?: [(number | null)[], (number | null)[]] }

/** Colours that colour-blind readers tell apart: Okabe and Ito, as in the reports. */
export const COLOURS = ['--s0', '--s1', '--s2', '--s3', '--s4', '--s5'];

type Unit = 'percent' | 'loss' | 'number';

interface Props { title: string; note?: string; x: number[]; lines: Line[]; unit?: Unit; xLabel?: string; name: string }

export function Chart({ title, note, x, lines, unit = 'number', xLabel = 'epoch', name }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const dark = useDark();
  const far = isFar(lines, unit);
  const shape = lines.map((l) => l.label + l.color + !!l.band).join('|') + unit + far;

  useEffect(() => {
    const element = host.current!;
    // Without a pointer over it, the legend tells the latest values.
    const value = (u: uPlot, v: number | null, n: number, i: number | null) =>
      fixed(i == null ? (u.data[n] as (number | null)[]).findLast((last) => last != null) : v, unit);
    const axis = { stroke: ink('--soft'), grid: { stroke: ink('--grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    const series: uPlot.Series[] = [{ label: xLabel, value: (u, v, _, i) => String((i == null ? u.data[0].at(-1) : v) ?? '') }];
    const bands: uPlot.Band[] = [];
    for (const line of lines) {
      const stroke = ink(line.color);
      series.push({ label: line.label, stroke, width: 2, dash: line.dash, points: { show: x.length < 30, size: 5 }, value });
      if (line.band) {
        series.push({ label: line.label + ' high', stroke: 'transparent', points: { show: false } });
        series.push({ label: line.label + ' low', stroke: 'transparent', points: { show: false } });
        bands.push({ series: [series.length - 2, series.length - 1], fill: stroke + '2e' });
      }
    }
    const size = () => ({ width: element.clientWidth, height: Math.max(180, Math.min(300, element.clientWidth * 0.5)) });
    const made = new uPlot(
      {
        ...size(), series, bands,
        scales: { x: { time: false }, y: { distr: far ? 3 : 1, ...(unit === 'percent' ? { range: shares } : {}) } },
        axes: [
          { ...axis, incrs: [1, 2, 5].flatMap((n) => [0, 1, 2, 3, 4, 5, 6].map((e) => n * 10 ** e)).sort((a, b) => a - b) },
          { ...axis, size: 56, grid: { ...axis.grid, filter: (_, ticks) => ticks.map((t) => (far && !Number.isInteger(Math.log10(t)) ? null : t)) }, values: (_, ticks) => ticks.map((t) => (t == null ? '' : unit === 'percent' ? +(100 * t).toFixed(2) + ' %' : short(t))) },
        ],
        cursor: { y: false, points: { size: 7 } },
        legend: { show: true, live: true },
      },
      data(x, lines), element);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize(size()));
    resized.observe(element);
    return () => { resized.disconnect(); made.destroy(); };
  }, [shape, x.length < 30, dark]);

  useEffect(() => plot.current?.setData(data(x, lines)), [x, lines]);

  const last = lines.map((l) => `${l.label} ${fixed(l.values.findLast((v) => v != null), unit) || 'none'}`).join(', ');
  return (
    <figure class="chart">
      <figcaption>
        <h3>{title}</h3>
        <Saves name={name} csv={() => csv(x, lines, xLabel)} svg={() => svg(title, x, lines, unit, xLabel)} />
      </figcaption>
      {note && <p class="note">{note}</p>}
      <div ref={host} role="img" aria-label={`${title}: ${last}`} />
    </figure>
  );
}

const there = (v: number | null): v is number => v != null && Number.isFinite(v);
/** Whether numbers are so far apart that only powers of ten show them all. */
function isFar(lines: Line[], unit: Unit) {
  const all = lines.flatMap((l) => l.values).filter(there);
  const low = Math.min(...all);
  return unit === 'number' && low > 0 && Math.max(...all) / low >= 30;
}
/** Room above and below, but none past 0 and 100 %. */
function shares(_: uPlot, low: number, high: number): [number, number] {
  const room = (high - low) / 10 || 0.05;
  return [Math.max(0, low - room), Math.min(1, high + room)];
}
const short = (v: number) => (v !== 0 && (Math.abs(v) < 1e-3 || Math.abs(v) >= 1e5) ? (+v.toPrecision(3)).toExponential() : String(+v.toPrecision(4)));
const fixed = (v: number | null | undefined, unit: Unit) =>
  v == null ? '' : unit === 'percent' ? (100 * v).toFixed(1) + ' %' : Math.abs(v) < 1e-3 && v !== 0 ? v.toExponential(2) : v.toPrecision(4);
const columns = (line: Line) => (line.band ? [line.values, line.band[1], line.band[0]] : [line.values]);
const data = (x: number[], lines: Line[]) => [x, ...lines.flatMap(columns)] as uPlot.AlignedData;

function csv(x: number[], lines: Line[], xLabel: string) {
  const head = [xLabel, ...lines.map((l) => l.label)].map(csvCell).join(',');
  return [head, ...x.map((at, i) => [at, ...lines.map((l) => l.values[i] ?? '')].join(','))].join('\n') + '\n';
}
function svg(title: string, x: number[], lines: Line[], unit: Unit, xLabel: string) {
  const [w, h, left, top, right, bottom] = [760, 420, 72, 48, 170, 52];
  const far = isFar(lines, unit);
  const scale = (v: number) => (far ? Math.log10(v) : v);
  const all = lines.flatMap((l) => [l.values, ...(l.band ?? [])].flat()).filter(there).map(scale);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const px = (v: number) => left + ((v - x[0]) / (x[x.length - 1] - x[0] || 1)) * (w - left - right);
  const py = (v: number) => h - bottom - ((v - low) / (high - low || 1)) * (h - top - bottom);
  const points = (values: (number | null)[]) => values.flatMap((v, i) => (there(v) ? [`${px(x[i]).toFixed(1)},${py(scale(v)).toFixed(1)}`] : []));
  const every = Math.ceil(x.length / 10);
  return drawing(w, h, title, [
    ...[0, 0.25, 0.5, 0.75, 1].map((s) => low + s * (high - low)).flatMap((t) => [
      `<path d="M${left} ${py(t).toFixed(1)}H${w - right}" stroke="${ink('--grid')}"/>`,
      words(left - 8, py(t) + 4, fixed(far ? 10 ** t : t, unit), 'end', '--soft'),
    ]),
    ...x.filter((_, i) => i % every === 0).map((t) => words(px(t), h - bottom + 20, String(t), 'middle', '--soft')),
    words(w - right, h - 12, xLabel, 'end', '--soft'),
    ...lines.flatMap((l, i) => [
      l.band ? `<polygon points="${[...points(l.band[0]), ...points(l.band[1]).reverse()].join(' ')}" fill="${ink(l.color)}" fill-opacity="0.18"/>` : '',
      `<polyline points="${points(l.values).join(' ')}" fill="none" stroke="${ink(l.color)}" stroke-width="2"${l.dash ? ` stroke-dasharray="${l.dash}"` : ''}/>`,
      words(w - right + 12, top + 20 * i + 10, l.label, 'start', l.color),
    ]),
  ]);
}
