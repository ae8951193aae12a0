import { useEffect, useState } from 'preact/hooks';
import { get } from './api';
import { csvCell, escapeXml } from './format';
import { change } from './route';
import { drawing, ink, Saves, words } from './saves';

interface Confusion { classes: string[]; counts: number[][] }
interface Example { example: number; label: number; prediction: number; loss: number; margin: number }

/** The confusion matrix; a cell opens the pictures in it. */
export function Mistakes({ id, settings }: { id: string; settings: URLSearchParams }) {
  const [confusion, set] = useState<Confusion>();
  const [fault, setFault] = useState('');
  useEffect(() => {
    get<Confusion>(`/api/runs/${id}/confusion`).then(set, (e: Error) => setFault(e.message));
  }, [id]);
  if (!confusion) return fault ? <p class="soft">No confusion matrix: {fault}.</p> : null;
  const { classes, counts } = confusion;
  const cell = settings.get('cell') ?? '';
  const most = Math.max(1, ...counts.flatMap((row, i) => row.filter((_, j) => j !== i)));
  const csv = () => 'given,predicted,count\n' + counts.flatMap((row, i) => row.map((n, j) => `${csvCell(classes[i])},${csvCell(classes[j])},${n}`)).join('\n') + '\n';
  return (
    <section>
      <figcaption><h2>Mistakes</h2><Saves name={`confusion-${id}`} csv={csv} svg={() => matrix(confusion)} /></figcaption>
      <p class="soft">Rows: what it is. Columns: what it was taken for. A cell shows its pictures.</p>
      <div class="scroll" tabIndex={0} role="group" aria-label="Confusion matrix"><table class="confusion">
        <thead><tr><td />{classes.map((name) => <th scope="col"><span>{name}</span></th>)}</tr></thead>
        <tbody>{counts.map((row, i) => (
          <tr><th scope="row">{classes[i]}</th>{row.map((n, j) => (
            <td><button class={(i === j ? 'right ' : '') + (cell === `${i}-${j}` ? 'picked' : '')} style={i === j ? {} : { '--heat': `${Math.round((55 * n) / most)}%` }}
              disabled={n === 0} aria-label={`${classes[i]} taken for ${classes[j]}: ${n}`} onClick={() => change({ cell: cell === `${i}-${j}` ? '' : `${i}-${j}` })}>{n || ''}</button></td>
          ))}</tr>
        ))}</tbody>
      </table></div>
      <Gallery key={id + cell} id={id} cell={cell} classes={classes} />
    </section>
  );
}

function matrix({ classes, counts }: Confusion) {
  const [cw, ch, left, top] = [58, 34, 130, 74];
  const most = Math.max(1, ...counts.flatMap((row, i) => row.filter((_, j) => j !== i)));
  return drawing(left + classes.length * cw + 20, top + classes.length * ch + 20, 'Given (rows) and predicted (columns)', [
    ...classes.map((name, j) => words(left + (j + 0.5) * cw, top - 10, name.slice(0, 10), 'middle', '--soft', 10)),
    ...counts.flatMap((row, i) => [
      words(left - 10, top + (i + 0.5) * ch + 4, classes[i], 'end', '--soft', 12),
      ...row.flatMap((n, j) => [
        `<rect x="${left + j * cw + 1}" y="${top + i * ch + 1}" width="${cw - 2}" height="${ch - 2}" rx="3" fill="${ink('--wash')}"/>`,
        i === j || n === 0 ? '' : `<rect x="${left + j * cw + 1}" y="${top + i * ch + 1}" width="${cw - 2}" height="${ch - 2}" rx="3" fill="${ink('--s1')}" fill-opacity="${(0.55 * n) / most}"/>`,
        n === 0 ? '' : words(left + (j + 0.5) * cw, top + (i + 0.5) * ch + 4, String(n), 'middle', i === j ? '--good' : '--ink'),
      ]),
    ]),
  ]);
}

async function sheet(id: string, title: string, examples: Example[], classes: string[]) {
  const [side, wide, high, across] = [84, 128, 150, 8];
  const pictures = await Promise.all(examples.map((e) => dataUrl(`/api/runs/${id}/pictures/${e.example}`)));
  return drawing(20 + across * wide, 50 + Math.ceil(examples.length / across) * high, title, examples.flatMap((e, i) => {
    const [x, y] = [20 + (i % across) * wide, 50 + Math.floor(i / across) * high];
    return [
      `<image x="${x}" y="${y}" width="${side}" height="${side}" style="image-rendering:pixelated" href="${escapeXml(pictures[i])}"/>`,
      words(x, y + side + 15, classes[e.label]), words(x, y + side + 30, told(e, classes), 'start', '--soft', 11), words(x, y + side + 45, `loss ${e.loss.toFixed(2)}`, 'start', '--soft', 11),
    ];
  }));
}
async function dataUrl(path: string): Promise<string> {
  const blob = await fetch(path).then((r) => r.blob());
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result as string);
    reader.readAsDataURL(blob);
  });
}
const told = (e: Example, classes: string[]) => (e.label === e.prediction ? 'right' : 'as ' + classes[e.prediction]);
const list = (examples: Example[], classes: string[]) =>
  'example,given,predicted,loss,margin\n' + examples.map((e) => [e.example, csvCell(classes[e.label]), csvCell(classes[e.prediction]), e.loss, e.margin].join(',')).join('\n') + '\n';

function Gallery({ id, cell, classes }: { id: string; cell: string; classes: string[] }) {
  const [found, set] = useState<{ examples: Example[]; pictures: boolean }>();
  const [label, prediction] = cell.split('-');
  useEffect(() => {
    const which = cell ? `label=${label}&prediction=${prediction}&` : '';
    get<{ examples: Example[]; pictures: boolean }>(`/api/runs/${id}/examples?${which}limit=48`).then(set, () => set(undefined));
  }, [id, cell]);
  if (!found) return null;
  const { examples } = found;
  const title = cell ? `${classes[+label]} taken for ${classes[+prediction]}` : 'Highest loss';
  return (
    <>
      <figcaption><h3>{title}</h3><Saves name={`examples-${id}${cell && '-' + cell}`} csv={() => list(examples, classes)} svg={found.pictures ? () => sheet(id, title, examples, classes) : undefined} /></figcaption>
      {!found.pictures && <p class="soft">No pictures: the data are not on this machine, or an audit left copies out of them.</p>}
      <ul class="gallery">{examples.map((e) => (
        <li key={e.example}>
          {found.pictures && <img src={`/api/runs/${id}/pictures/${e.example}`} loading="lazy" width="84" height="84" alt={`Example ${e.example}: ${classes[e.label]}, taken for ${classes[e.prediction]}`} />}
          <span>{classes[e.label]}</span><small>{told(e, classes)}</small><small>loss {e.loss.toFixed(2)}</small>
        </li>
      ))}</ul>
    </>
  );
}
