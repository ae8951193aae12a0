import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { get, post } from './api';
import { when } from './format';
import { change, type Place } from './route';

interface Row { id: string; name: string; status: string; created: string; data?: string; depth?: string; verdict?: string; suspects?: number; said?: number; fault?: string }
interface Suspect {
  list: 'wrong' | 'disputed';
  index: number;
  given_label: number;
  predicted_label: number;
  reason: string;
  neighbours: { index: number; label: number }[];
  scores: Record<string, string>;
}
type Said = Record<string, number | null>;
interface Audit { id: string; name: string; data: string; verdict: string; sentence: string; classes: string[]; pictures: boolean; suspects: Suspect[]; said: Said; file: string }

const LISTS: Record<string, string> = { '': 'All', wrong: 'Almost surely wrong', disputed: 'Disputed', open: 'Not yet looked at' };
const SCORES: [string, string][] = [
  ['label_score', 'Probability of the label'], ['out_of_sample_probability', 'The same, unseen'], ['mean_loss', 'Mean loss'],
  ['disputed_score', 'D'], ['memorisation', 'Memorisation'], ['first_learned_epoch', 'First learned in epoch'], ['forgettings', 'Forgotten, times'],
];

export function Review({ id, settings }: Place) {
  return id ? <OneAudit id={id} settings={settings} /> : <Audits />;
}

const words = (verdict: string) => verdict.replace('_', ' ');

function Audits() {
  const [audits, set] = useState<Row[]>();
  const [fault, setFault] = useState('');
  useEffect(() => { get<{ audits: Row[] }>('/api/audits').then((a) => set(a.audits), (e: Error) => setFault(e.message)); }, []);
  if (!audits) return <p class="soft" role="status">{fault || 'Reading the audits…'}</p>;
  if (!audits.length) return <div class="empty"><h1>No audits yet</h1><p>An audit says whether a network learned or memorised, and which labels to doubt.</p><pre>rote audit fashion-mnist</pre></div>;
  return (
    <>
      <h1>Audits</h1>
      <p class="lead">Open one to look at its doubtful labels, one at a time.</p>
      <div class="scroll" tabIndex={0} role="group" aria-label="Audits"><table>
        <thead><tr><th scope="col">Audit</th><th scope="col">Verdict</th><th scope="col" class="wide">Depth</th><th scope="col" class="number">Labels looked at</th><th scope="col" class="wide">Begun</th></tr></thead>
        <tbody>{audits.map((a) => (
          <tr key={a.id}>
            <th scope="row">{a.verdict ? <a href={`#/audits/${a.id}`}>{a.name}</a> : a.name}<br /><small>{a.data ?? a.fault}</small></th>
            <td>{a.verdict ? words(a.verdict) : a.status}</td><td class="wide">{a.depth}</td>
            <td class="number">{a.verdict && `${a.said} of ${a.suspects}`}</td><td class="wide"><small>{when(a.created)} · {a.id}</small></td>
          </tr>
        ))}</tbody>
      </table></div>
    </>
  );
}

function OneAudit({ id, settings }: { id: string; settings: URLSearchParams }) {
  const [audit, set] = useState<Audit>();
  const [fault, setFault] = useState('');
  const [told, tell] = useState('');
  useEffect(() => { get<Audit>(`/api/audits/${id}`).then(set, (e: Error) => setFault(e.message)); }, [id]);

  const list = settings.get('list') ?? '';
  const suspects = audit?.suspects ?? [];
  const at = suspects.findIndex((s) => String(s.index) === settings.get('at'));
  const isIn = (s: Suspect) => list === '' || (list === 'open' ? !(s.index in audit!.said) : s.list === list);
  const shown = suspects.filter((s, i) => isIn(s) || i === at);
  const place = Math.max(0, shown.indexOf(suspects[at]));
  const suspect: Suspect | undefined = shown[place];
  const go = (step: number) => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, place + step))];
    if (next) change({ at: String(next.index) });
  };
  const say = (corrected: number | null) => {
    if (!suspect || !audit) return;
    const next = shown[place + 1];
    post<{ said: Said }>(`/api/audits/${id}/labels`, { index: suspect.index, corrected }).then(({ said }) => {
      set({ ...audit, said });
      setFault('');
      tell(`Saved: example ${suspect.index} ${corrected === null ? 'is unsure' : corrected === suspect.given_label ? 'is right' : 'is ' + audit.classes[corrected]}.`);
      if (next) change({ at: String(next.index) });
    }, (e: Error) => setFault('Not saved: ' + e.message));
  };
  // Before the screen shows another label, so that no key is taken for an answer to the one before.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('select, input, textarea') || !suspect || !audit) return;
      const digit = /^[0-9]$/.test(event.key) ? Number(event.key) : NaN;
      if (event.key === 'r') say(suspect.given_label);
      else if (event.key === 'w') say(suspect.predicted_label);
      else if (event.key === 'u') say(null);
      else if (event.key === 'ArrowRight') go(1);
      else if (event.key === 'ArrowLeft') go(-1);
      else if (digit < audit.classes.length) say(digit);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });
  if (!audit) return <p class="soft" role="status">{fault || 'Reading the audit…'}</p>;

  const { classes, said } = audit;
  const done = suspects.filter((s) => s.index in said).length;
  return (
    <>
      <header class="head">
        <div><h1>{audit.name}</h1><p class="soft">{words(audit.verdict)} · {audit.data} · <a href={`#/run/${id}`}>{id}</a></p></div>
        <span class="fill" /><a class="button" href={`/api/audits/${id}/corrections.csv`} download="corrections.csv">Save corrections.csv</a>
      </header>
      <div class="bar">
        <label>Show <select value={list} onChange={(e) => change({ list: e.currentTarget.value, at: '' })}>{Object.entries(LISTS).map(([key, title]) => <option value={key}>{title}</option>)}</select></label>
        <label class="done">{done} of {suspects.length} looked at <progress value={done} max={Math.max(1, suspects.length)} /></label>
        <span class="fill" /><span role="status" class="soft">{told}</span>
      </div>
      {fault && <p role="alert" class="status failed">{fault}</p>}
      {!suspect ? <p class="soft">None left in this list.</p> : (
        <section class="review" aria-label={`Example ${suspect.index}`}>
          <figure>
            {audit.pictures ? <Shown id={id} index={suspect.index} size={336} alt={`Example ${suspect.index}, labelled ${classes[suspect.given_label]}`} /> : <p class="soft">No pictures: a table, or its data are not on this machine.</p>}
            <figcaption><span>Example {suspect.index}</span><span class="soft">{place + 1} of {shown.length}</span></figcaption>
          </figure>
          <div>
            <dl class="numbers">
              <div><dt>Label</dt><dd>{classes[suspect.given_label]}</dd></div>
              <div><dt>The networks say</dt><dd>{classes[suspect.predicted_label]}</dd></div>
              <div><dt>You say</dt><dd>{verdict(said, suspect, classes)}</dd></div>
            </dl>
            <p class="lead">{suspect.list === 'wrong' ? 'Almost surely wrong' : 'Disputed between look-alikes'}: {suspect.reason}.</p>
            <div class="answers">
              <button onClick={() => say(suspect.given_label)}><kbd>r</kbd> Right</button>
              <button onClick={() => say(suspect.predicted_label)}><kbd>w</kbd> Wrong: {classes[suspect.predicted_label]}</button>
              <button onClick={() => say(null)}><kbd>u</kbd> Unsure</button>
              <label>Another class <select value="" onChange={(e) => e.currentTarget.value && say(Number(e.currentTarget.value))}><option value="">–</option>{classes.map((name, k) => <option value={k}>{k < 10 ? `${k} ` : ''}{name}</option>)}</select></label>
              <button onClick={() => go(-1)} disabled={place === 0} aria-label="Previous">←</button><button onClick={() => go(1)} disabled={place === shown.length - 1} aria-label="Next">→</button>
            </div>
            <h3>Nearest training examples</h3>
            <ul class="gallery">{suspect.neighbours.map((n) => (
              <li key={n.index}>{audit.pictures && <Shown id={id} index={n.index} size={84} alt="" />}<span>{classes[n.label] ?? '–'}</span><small>example {n.index}</small></li>
            ))}</ul>
            <details><summary>Scores</summary><table><tbody>{SCORES.filter(([key]) => suspect.scores[key]).map(([key, title]) => (
              <tr><th scope="row">{title}</th><td class="number">{+Number(suspect.scores[key]).toPrecision(4)}</td></tr>
            ))}</tbody></table></details>
          </div>
        </section>
      )}
      <p class="soft">Each answer is saved at once, in {audit.file}. Then: <code>rote audit … --apply {audit.file}</code></p>
    </>
  );
}

function Shown({ id, index, size, alt }: { id: string; index: number; size: number; alt: string }) {
  return <img key={index} src={`/api/audits/${id}/pictures/${index}`} width={size} height={size} alt={alt} />;
}

function verdict(said: Said, suspect: Suspect, classes: string[]) {
  if (!(suspect.index in said)) return '–';
  const label = said[suspect.index];
  return label === null ? 'unsure' : label === suspect.given_label ? 'right' : classes[label];
}
