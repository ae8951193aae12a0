import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { csvCell, escapeXml, save } from './format';

export interface Line { label: string; color: string; dash?: number[]; values: (number | null)[]; band?: [(number | null)[], (number | null)[]] }

/** Colours that colour-blind readers tell apart: Okabe and Ito, as in the reports. */
export const COLOURS = ['--s0', '--s1', '--s2', '--s3', '--s4', '--s5'];
const DARK = matchMedia('(prefers-color-scheme: dark)');
const ink = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

interface Props { title: string; x: number[]; lines: Line[]; unit?: 'percent' | 'loss' | 'number'; xLabel?: string; name: string }

export function Chart({ title, x, lines, unit = 'number', xLabel = 'epoch', name }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [dark, setDark] = useState(DARK.matches);
  useEffect(() => {
    const changed = () => setDark(DARK.matches);
    DARK.addEventListener('change', changed);
    return () => DARK.removeEventListener('change', changed);
  }, []);
  const shape = lines.map((l) => l.label + l.color + !!l.band).join('|') + unit;

  useEffect(() => {
    const element = host.current!;
    const text = (v: number | null | undefined) =>
      v == null ? '' : unit === 'percent' ? (100 * v).toFixed(1) + ' %' : v.toPrecision(4);
    const axis = { stroke: ink('--soft'), grid: { stroke: ink('--grid'), width: 1 }, ticks: { show: false }, font: '12px system-ui' };
    const series: uPlot.Series[] = [{ label: xLabel, value: (_, v) => (v == null ? '' : String(v)) }];
    const bands: uPlot.Band[] = [];
    for (const line of lines) {
      const stroke = ink(line.color);
      series.push({ label: line.label, stroke, width: 2, dash: line.dash, points: { show: x.length < 30, size: 5 }, value: (_, v) => text(v) });
      if (line.band) {
        series.push({ label: line.label + ' high', stroke: 'transparent', points: { show: false }, value: (_, v) => text(v) });
        series.push({ label: line.label + ' low', stroke: 'transparent', points: { show: false }, value: (_, v) => text(v) });
        bands.push({ series: [series.length - 2, series.length - 1], fill: stroke + '2e' });
      }
    }
    const size = () => ({ width: element.clientWidth, height: Math.max(200, Math.min(300, element.clientWidth * 0.5)) });
    const made = new uPlot(
      {
        ...size(), series, bands,
        scales: { x: { time: false } },
        axes: [
          { ...axis, incrs: [1, 2, 5].flatMap((n) => [0, 1, 2, 3, 4, 5, 6].map((e) => n * 10 ** e)).sort((a, b) => a - b) },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((t) => (unit === 'percent' ? +(100 * t).toFixed(2) + ' %' : String(+t.toPrecision(4)))) },
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

  const last = lines.map((l) => `${l.label} ${fixed(l.values.findLast((v) => v != null), unit)}`).join(', ');
  return (
    <figure class="chart">
      <figcaption>
        <h3>{title}</h3>
        <Saves name={name} csv={() => csv(x, lines, xLabel)} svg={() => svg(title, x, lines, unit)} png={() => host.current?.querySelector('canvas')} />
      </figcaption>
      <div ref={host} role="img" aria-label={`${title}: ${last}`} />
    </figure>
  );
}
const fixed = (v: number | null | undefined, unit: string) => (v == null ? 'none' : unit === 'percent' ? (100 * v).toFixed(1) + ' %' : v.toPrecision(4));
const columns = (line: Line) => (line.band ? [line.values, line.band[1], line.band[0]] : [line.values]);
const data = (x: number[], lines: Line[]) => [x, ...lines.flatMap(columns)] as uPlot.AlignedData;

export function Saves({ name, csv, svg, png }: { name: string; csv?: () => string; svg?: () => string; png?: () => HTMLCanvasElement | null | undefined }) {
  const picture = () => png?.()?.toBlob((blob) => blob && save(name + '.png', blob, 'image/png'));
  return (
    <span class="saves">
      {png && <button onClick={picture} aria-label={`Save ${name} as PNG`}>PNG</button>}
      {svg && <button onClick={() => save(name + '.svg', svg(), 'image/svg+xml')} aria-label={`Save ${name} as SVG`}>SVG</button>}
      {csv && <button onClick={() => save(name + '.csv', csv(), 'text/csv')} aria-label={`Save ${name} as CSV`}>CSV</button>}
    </span>
  );
}
function csv(x: number[], lines: Line[], xLabel: string) {
  const head = [xLabel, ...lines.map((l) => l.label)].map(csvCell).join(',');
  return [head, ...x.map((at, i) => [at, ...lines.map((l) => l.values[i] ?? '')].join(','))].join('\n') + '\n';
}
function svg(title: string, x: number[], lines: Line[], unit: string) {
  const [w, h, left, top, right, bottom] = [720, 400, 64, 40, 160, 40];
  const all = lines.flatMap((l) => l.values).filter((v): v is number => v != null && Number.isFinite(v));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const px = (v: number) => left + ((v - x[0]) / (x[x.length - 1] - x[0] || 1)) * (w - left - right);
  const py = (v: number) => h - bottom - ((v - low) / (high - low || 1)) * (h - top - bottom);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((s) => low + s * (high - low));
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" font-family="sans-serif" font-size="12">`,
    `<rect width="${w}" height="${h}" fill="#fff"/><text x="${left}" y="24" font-size="15">${escapeXml(title)}</text>`,
    ...ticks.map((t) => `<path d="M${left} ${py(t)}H${w - right}" stroke="#e9ecee"/><text x="${left - 8}" y="${py(t) + 4}" text-anchor="end" fill="#59626b">${fixed(t, unit)}</text>`),
    ...x.filter((_, i) => i % Math.ceil(x.length / 10) === 0).map((t) => `<text x="${px(t)}" y="${h - 16}" text-anchor="middle" fill="#59626b">${t}</text>`),
    ...lines.map((l, i) => {
      const points = l.values.map((v, j) => (v == null ? '' : `${px(x[j]).toFixed(1)},${py(v).toFixed(1)}`)).filter(Boolean).join(' ');
      return `<polyline points="${points}" fill="none" stroke="${ink(l.color)}" stroke-width="2"${l.dash ? ` stroke-dasharray="${l.dash}"` : ''}/><text x="${w - right + 10}" y="${top + 20 * i + 10}" fill="${ink(l.color)}">${escapeXml(l.label)}</text>`;
    }),
    '</svg>',
  ];
  return parts.join('\n');
}
