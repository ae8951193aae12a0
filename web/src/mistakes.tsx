import { useEffect, useState } from 'preact/hooks';
import { get } from './api';
import { Saves } from './chart';
import { csvCell } from './format';
import { change } from './route';

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
      <figcaption><h2>Mistakes</h2><Saves name={`confusion-${id}`} csv={csv} /></figcaption>
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

function Gallery({ id, cell, classes }: { id: string; cell: string; classes: string[] }) {
  const [found, set] = useState<{ examples: Example[]; pictures: boolean }>();
  const [label, prediction] = cell.split('-');
  useEffect(() => {
    const which = cell ? `label=${label}&prediction=${prediction}&` : '';
    get<{ examples: Example[]; pictures: boolean }>(`/api/runs/${id}/examples?${which}limit=48`).then(set, () => set(undefined));
  }, [id, cell]);
  if (!found) return null;
  return (
    <>
      <h3>{cell ? `${classes[+label]} taken for ${classes[+prediction]}` : 'Highest loss'}</h3>
      {!found.pictures && <p class="soft">The pictures of this data set are not on this machine.</p>}
      <ul class="gallery">{found.examples.map((e) => (
        <li key={e.example}>
          {found.pictures && <img src={`/api/runs/${id}/pictures/${e.example}`} loading="lazy" width="84" height="84" alt={`Example ${e.example}: ${classes[e.label]}, taken for ${classes[e.prediction]}`} />}
          <span>{classes[e.label]}</span><small>{e.label === e.prediction ? 'right' : 'as ' + classes[e.prediction]}</small><small>loss {e.loss.toFixed(2)}</small>
        </li>
      ))}</ul>
    </>
  );
}
