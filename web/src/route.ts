import { useEffect, useReducer, useState } from 'preact/hooks';
import { board } from './api';

/** All state of the page is in the address, behind the #: a view and its settings. */
export interface Place { view: string; id: string; settings: URLSearchParams }

export function place(): Place {
  const [path, query = ''] = location.hash.slice(1).split('?');
  const [, view = 'runs', id = ''] = path.split('/');
  return { view: view || 'runs', id: decodeURIComponent(id), settings: new URLSearchParams(query) };
}
export function usePlace(): Place {
  const [now, set] = useState(place);
  useEffect(() => {
    const moved = () => set(place());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return now;
}
/** Changes settings of the present view, without a step in the browser's history. */
export function change(settings: Record<string, string>) {
  const now = place();
  for (const [key, value] of Object.entries(settings)) {
    if (value) now.settings.set(key, value);
    else now.settings.delete(key);
  }
  const query = now.settings.toString();
  history.replaceState(null, '', `#/${now.view}${now.id ? '/' + now.id : ''}${query ? '?' + query : ''}`);
  dispatchEvent(new HashChangeEvent('hashchange'));
}
/** Draws again when a run moves. */
export function useBoard() {
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => board.subscribe(() => again(0)), []);
  return board;
}
