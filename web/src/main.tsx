import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { board, hasPlayground } from './api';
import { Compare } from './compare';
import { Play } from './play';
import { useBoard, usePlace } from './route';
import { Review } from './review';
import { RunView } from './run';
import { Runs } from './runs';
import { Sweep } from './sweep';
import './style.css';

const VIEWS: Record<string, string> = { runs: 'Runs', sweep: 'Sweeps', audits: 'Audits', ...(hasPlayground ? { play: 'Playground' } : {}) };

function App() {
  const now = usePlace();
  const { connected, loaded } = useBoard();
  useEffect(() => { document.title = (VIEWS[now.view] ?? now.id ?? 'Compare') + ' · Rote'; scrollTo(0, 0); }, [now.view, now.id]);
  return (
    <>
      <nav aria-label="Views">
        <a class="name" href="#/runs">Rote</a>
        {Object.entries(VIEWS).map(([view, title]) => <a href={`#/${view}`} aria-current={now.view === view ? 'page' : undefined}>{title}</a>)}
        <span class="fill" />
        <span class={'line ' + (connected ? 'on' : 'off')} role="status">{connected ? 'live' : loaded ? 'no connection' : ''}</span>
      </nav>
      <main>
        {now.view === 'run' ? <RunView {...now} key={now.id} /> : now.view === 'compare' ? <Compare {...now} /> : now.view === 'sweep' ? <Sweep {...now} /> : now.view === 'audits' ? <Review {...now} key={now.id} /> : now.view === 'play' ? <Play {...now} /> : <Runs {...now} />}
      </main>
    </>
  );
}

// The token has become a cookie; it need not stay in the address and the history.
if (location.search) history.replaceState(null, '', location.pathname + location.hash);
render(<App />, document.getElementById('app')!);
board.start().catch((e: Error) => { document.querySelector('main')!.textContent = e.message; });
