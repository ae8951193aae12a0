// What the server says, and the one stream by which it says it.

export type Num = number | 'NaN' | 'Infinity' | '-Infinity';
export interface Epoch {
  epoch: number;
  train_loss: Num;
  train_accuracy: Num;
  heldout_loss: Num;
  heldout_accuracy: Num;
  examples_per_second: Num;
  seconds: Num;
}
export interface Run {
  id: string;
  name: string;
  status: string;
  created: string;
  ended?: string;
  epochs: number;
  batch: number;
  seed: number;
  engine: string;
  last?: Epoch;
  best?: Epoch;
  tags: string[];
  folder: string;
  change: number;
  group: string;
  duration: number;
  order?: 'go' | 'pause' | 'stop';
}
export interface Point { name: string; step: number; value: Num }
export interface Whole extends Run {
  recipe: Record<string, string>;
  recipe_yaml: string;
  provenance: Record<string, unknown>;
  history: Epoch[];
  points: Point[];
  events: { at: string; kind: string; text: string }[];
  artifacts: { kind: string; path: string; bytes: number; sha256: string }[];
}

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';
const token = meta('rote-token');
export const hasPlayground = meta('rote-play') === 'yes';

async function answer<T>(response: Response): Promise<T> {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? response.statusText);
  return body as T;
}
export const get = <T>(path: string) => fetch(path).then((r) => answer<T>(r));
export const post = <T>(path: string, body: unknown) =>
  fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Rote-Token': token },
    body: JSON.stringify(body),
  }).then((r) => answer<T>(r));

/** Every run, kept current. Listeners are called after each change. */
class Board {
  runs = new Map<string, Run>();
  loaded = false;
  connected = false;
  private change = 0;
  private listeners = new Set<() => void>();
  private stream?: EventSource;

  subscribe(listener: () => void) {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
  private tell = () => this.listeners.forEach((listener) => listener());

  async start() {
    // The latest runs first, so that there is something to see at once.
    await this.load('/api/runs?limit=100');
    await this.load('/api/runs');
    this.connect();
    // Browsers allow six connections to a host: a page nobody sees gives its one up.
    document.addEventListener('visibilitychange', () => (document.hidden ? this.disconnect() : this.connect()));
  }
  private async load(path: string) {
    const { runs, change } = await get<{ runs: Run[]; change: number }>(path);
    runs.forEach((run) => this.runs.set(run.id, run));
    this.change = change;
    this.loaded = true;
    this.tell();
  }
  private disconnect() {
    this.stream?.close();
    this.stream = undefined;
  }
  private connect() {
    if (this.stream) return;
    const stream = new EventSource(`/api/events?since=${this.change}`);
    this.stream = stream;
    stream.onopen = () => this.mark(true);
    stream.onerror = () => this.mark(false);
    stream.addEventListener('runs', (event) => {
      const { runs, removed } = JSON.parse(event.data) as { runs: Run[]; removed: string[] };
      this.change = Number(event.lastEventId);
      runs.forEach((run) => this.runs.set(run.id, run));
      removed.forEach((id) => this.runs.delete(id));
      this.tell();
    });
    stream.addEventListener('alive', (event) => {
      const alive = new Set(JSON.parse(event.data) as string[]);
      let moved = false;
      for (const run of this.runs.values()) {
        const status = alive.has(run.id) ? 'running' : run.status === 'running' ? 'lost' : run.status;
        moved ||= status !== run.status;
        run.status = status;
      }
      if (moved) this.tell();
    });
  }
  private mark(connected: boolean) {
    this.connected = connected;
    this.tell();
  }
}
export const board = new Board();
