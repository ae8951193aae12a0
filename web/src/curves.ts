import { useEffect, useRef, useState } from 'preact/hooks';
import { board, get, type Epoch, type Whole } from './api';
import { COLOURS, type Line } from './chart';
import { num, spread } from './format';
import { useBoard } from './route';

/** How many times longer than reading and drawing took, until they are done again: the cores are the training's. */
const REST = 30;

/** Whole runs, read again when the stream tells that they moved: once a second at the most, less often where it takes long. */
export function useWhole(ids: string[]) {
  useBoard();
  const [wholes, set] = useState<Whole[]>([]);
  const [fault, setFault] = useState('');
  const read = useRef({ key: '', next: 0 });
  const changes = ids.map((id) => board.runs.get(id)?.change ?? 0).join();
  const key = ids.join();
  useEffect(() => {
    const wait = read.current.key === key ? Math.max(0, read.current.next - Date.now()) : 0;
    const timer = setTimeout(() => {
      const start = Date.now();
      read.current = { key, next: start + 1000 };
      const drawn = () => (read.current.next = Math.max(start + 1000, Date.now() + REST * (Date.now() - start)));
      Promise.all(ids.map((id) => get<Whole>(`/api/runs/${encodeURIComponent(id)}`))).then(
        (all) => { if (read.current.key === key) { set(all); setFault(''); requestAnimationFrame(() => setTimeout(drawn)); } },
        (e: Error) => setFault(e.message),
      );
    }, wait);
    return () => clearTimeout(timer);
  }, [key, changes]);
  return { wholes: wholes.map((w) => w.id).join() === key ? wholes : [], fault };
}

export const value = (epoch: Epoch | undefined, of: (e: Epoch) => number) => {
  const v = epoch ? of(epoch) : NaN;
  return Number.isFinite(v) ? v : null;
};
export const METRICS: { title: string; unit: 'percent' | 'loss'; of: (e: Epoch) => number; name: string }[] = [
  { title: 'Held-out accuracy', name: 'heldout-accuracy', unit: 'percent', of: (e) => num(e.heldout_accuracy) },
  { title: 'Held-out loss', name: 'heldout-loss', unit: 'loss', of: (e) => num(e.heldout_loss) },
  { title: 'Training loss', name: 'train-loss', unit: 'loss', of: (e) => num(e.train_loss) },
  { title: 'Gap: held-out minus training loss', name: 'gap', unit: 'loss', of: (e) => num(e.heldout_loss) - num(e.train_loss) },
];

/** A line to each recipe, with a band of one standard deviation where it has several seeds. */
export function groupLines(runs: Whole[], of: (e: Epoch) => number, x: number[]): Line[] {
  return [...Map.groupBy(runs, (run) => run.group).values()].map((group, i) => {
    const at = (n: number) => group.map((run) => value(run.history.find((e) => e.epoch === n), of)).filter((v) => v != null);
    const spreads = x.map((n) => { const there = at(n); return there.length ? spread(there) : null; });
    const line: Line = {
      label: group[0].name + (group.length > 1 ? `, ${group.length} seeds` : ''),
      color: COLOURS[i % COLOURS.length],
      dash: i >= COLOURS.length ? [6, 4] : undefined,
      values: spreads.map((s) => s && s[0]),
    };
    if (group.length > 1) line.band = [spreads.map((s) => s && s[0] - s[1]), spreads.map((s) => s && s[0] + s[1])];
    return line;
  });
}
export const epochsOf = (runs: Whole[]) => Array.from({ length: Math.max(0, ...runs.map((r) => r.history.length)) }, (_, i) => i + 1);
