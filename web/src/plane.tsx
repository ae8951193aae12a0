import { useEffect, useRef, useState } from 'preact/hooks';
import { board, get } from './api';
import { useBoard } from './route';
import { drawing, ink, Saves, useDark, words } from './saves';

interface Facts { epoch: number; edge: number; side: number; classes: string[]; shares: number[]; points: { x: number; y: number; label: number }[] }
/** Data that are points of the plane. */
export const TOYS = ['moons', 'spirals', 'xor'];
const COLOURS = ['--s0', '--s1'];
/** A whole number of pixels to each place of the grid. */
const SIZE = 384;

/** The plane of a toy: what the network takes each place for, and the points it learns from. */
export function Plane({ id }: { id: string }) {
  useBoard();
  useDark();
  const [facts, set] = useState<Facts>();
  const asked = useRef(0);
  const change = board.runs.get(id)?.change ?? 0;
  useEffect(() => {
    const timer = setTimeout(() => {
      asked.current = Date.now();
      get<Facts>(`/api/runs/${id}/plane`).then(set, () => {});
    }, Math.max(0, asked.current + 500 - Date.now()));
    return () => clearTimeout(timer);
  }, [id, change]);
  if (!facts) return null;
  const csv = () => 'x,y,label\n' + facts.points.map((p) => [p.x, p.y, facts.classes[p.label]].join(',')).join('\n') + '\n';
  return (
    <section>
      <figcaption><h2>Where it draws the line</h2><Saves name={`plane-${id}`} csv={csv} svg={() => drawing(SIZE + 40, SIZE + 60, `After epoch ${facts.epoch}`, [`<g transform="translate(20 40)">`, ...parts(facts), '</g>'])} /></figcaption>
      <p class="soft">After epoch {facts.epoch}. A place has the colour of the class that the network takes it for, paler where it is less sure. A dot in the other colour is a mistake, or a wrong label.</p>
      <svg class="plane" viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={`What the network takes each place for after epoch ${facts.epoch}`} dangerouslySetInnerHTML={{ __html: parts(facts).join('') }} />
    </section>
  );
}

/** Shapes of the picture, numbers and colours of ours alone. */
function parts({ edge, side, shares, points, classes }: Facts): string[] {
  const cell = SIZE / side;
  const at = (v: number) => ((v + edge) / (2 * edge)) * SIZE;
  return [
    '<g shape-rendering="crispEdges">',
    ...shares.map((share, i) => {
      const [x, y] = [(i % side) * cell, SIZE - (Math.floor(i / side) + 1) * cell];
      return `<rect x="${x}" y="${y}" width="${cell}" height="${cell}" fill="${ink(COLOURS[+(share > 0.5)])}" fill-opacity="${(0.06 + 0.8 * Math.abs(share - 0.5)).toFixed(3)}"/>`;
    }),
    '</g>',
    ...points.map((p) => `<circle cx="${at(p.x).toFixed(1)}" cy="${(SIZE - at(p.y)).toFixed(1)}" r="3" fill="${ink(COLOURS[p.label])}" stroke="${ink('--page')}" stroke-width="0.8"/>`),
    ...classes.map((name, i) => words(10, SIZE - 12 - 16 * i, `class ${name}`, 'start', COLOURS[i])),
  ];
}
