import { useMemo } from 'preact/hooks';
import { Chart } from './chart';
import { epochsOf, groupLines, METRICS, useWhole } from './curves';
import { gap, loss, percent } from './format';
import type { Place } from './route';
import { Status } from './runs';

/** Curves of any runs over each other, and where their recipes differ. */
export function Compare({ settings }: Place) {
  const ids = (settings.get('runs') ?? '').split(',').filter(Boolean).slice(0, 30);
  const { wholes, fault } = useWhole(ids);
  const charts = useMemo(() => {
    const x = epochsOf(wholes);
    return METRICS.map((metric) => ({ ...metric, x, lines: groupLines(wholes, metric.of, x) }));
  }, [wholes.map((w) => w.id + w.change).join()]);
  if (ids.length === 0) return <p>Pick runs in the <a href="#/runs">table</a> first.</p>;
  if (wholes.length === 0) return <p class="soft" role="status">{fault || 'Reading the runs…'}</p>;
  const keys = [...new Set(wholes.flatMap((run) => Object.keys(run.recipe)))].filter((key) => new Set(wholes.map((run) => run.recipe[key] ?? '')).size > 1);
  return (
    <>
      <h1>{wholes.length} runs side by side</h1>
      <div class="scroll"><table>
        <thead><tr><th scope="col">Run</th><th scope="col">Status</th><th scope="col" class="number">Held-out</th><th scope="col" class="number">Held-out loss</th><th scope="col" class="number">Gap</th></tr></thead>
        <tbody>{wholes.map((run) => (
          <tr><td><a href={`#/run/${run.id}`}>{run.name}</a> <small>{run.id}</small></td><td><Status run={run} /></td><td class="number">{percent(run.last?.heldout_accuracy)}</td><td class="number">{loss(run.last?.heldout_loss)}</td><td class="number">{loss(gap(run.last))}</td></tr>
        ))}</tbody>
      </table></div>
      <section class="charts">{charts.filter((c) => c.x.length > 0).map((c) => <Chart key={c.name} title={c.title} name={c.name} x={c.x} lines={c.lines} unit={c.unit} />)}</section>
      <section>
        <h2>Where the recipes differ</h2>
        {keys.length === 0 ? <p class="soft">Nowhere.</p> : (
          <div class="scroll"><table class="diff">
            <thead><tr><th scope="col">Key</th>{wholes.map((run) => <th scope="col">{run.id}</th>)}</tr></thead>
            <tbody>{keys.map((key) => <tr><th scope="row">{key}</th>{wholes.map((run) => <td>{run.recipe[key] ?? '–'}</td>)}</tr>)}</tbody>
          </table></div>
        )}
      </section>
    </>
  );
}
