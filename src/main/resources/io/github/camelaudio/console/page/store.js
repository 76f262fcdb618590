/**
 * The state of the program as this page knows it: the latest status, the latest levels, whether both
 * are fresh. One EventSource feeds it; it reconnects with growing pauses.
 *
 * Topics of {@link Store#on}: 'status' (the document), 'levels', 'log' (a line), 'connection'
 * ({state, since, retryAt}).
 */

const STALE_AFTER_MILLIS = 3000;
const FIRST_RETRY_MILLIS = 500;
const LAST_RETRY_MILLIS = 4000;
/** A hidden page gives its connection back: a browser has six for a host. */
const HIDDEN_MILLIS = 10_000;
/** A change stays in front of older status documents for this long after its answer. */
const SETTLE_MILLIS = 1200;

export class Store {
  #api;
  #topics = new Map();
  #changes = new Set();
  #received = null;
  #source = null;
  #retryMillis = FIRST_RETRY_MILLIS;
  #retryTimer = null;
  #hiddenTimer = null;
  #lastEvent = 0;

  /** The latest status with pending changes applied, or null before the first. */
  status = null;
  /** The latest levels, or null. */
  levels = null;
  /** 'connecting', 'live', 'stale' or 'paused' (the page is hidden). */
  connection = { state: 'connecting', since: new Date(), retryAt: null };

  constructor(api) {
    this.#api = api;
  }

  /** Calls `listener` for each event of a topic; returns how to stop it. */
  on(topic, listener) {
    if (!this.#topics.has(topic)) this.#topics.set(topic, new Set());
    this.#topics.get(topic).add(listener);
    return () => this.#topics.get(topic).delete(listener);
  }

  /** Connects, for as long as the page lives. */
  start() {
    this.#connect();
    setInterval(() => this.#watch(), 500);
    document.addEventListener('visibilitychange', () => this.#visibility());
    addEventListener('online', () => this.reconnect());
    addEventListener('pagehide', () => this.#source?.close());
  }

  /** Tries at once, without the pause. */
  reconnect() {
    this.#retryMillis = FIRST_RETRY_MILLIS;
    this.#connect();
  }

  /**
   * Shows a change at once, and takes it back when the server refuses.
   *
   * @param {function(object)} apply changes a status document in place; called for every new one until
   *     the change has settled
   * @param {function(): Promise} request what tells the server
   * @returns {Promise} of the request's answer; rejects with its error after the change is undone
   */
  async change(apply, request) {
    const change = { apply };
    this.#changes.add(change);
    this.#publish();
    try {
      const answer = await request();
      setTimeout(() => this.#changes.delete(change), SETTLE_MILLIS);
      return answer;
    } catch (e) {
      this.#changes.delete(change);
      this.#publish();
      throw e;
    }
  }

  async #connect() {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    this.#close();
    try {
      // The answer shows the page quickly, and tells a missing login from a missing program.
      this.#accept(await this.#api.status());
    } catch (e) {
      if (e.status !== 401) this.#retry();
      return;
    }
    this.#listen();
  }

  #listen() {
    this.#close();
    const source = new EventSource(this.#api.url('/events'));
    this.#source = source;
    const on = (type, use) => source.addEventListener(type, (event) => {
      if (source !== this.#source) return;
      this.#fresh();
      use(JSON.parse(event.data));
    });
    on('status', (status) => this.#accept(status));
    on('changes', (members) => this.#accept({ ...this.#received, ...members }));
    on('levels', (levels) => {
      this.levels = levels;
      this.#emit('levels', levels);
    });
    on('log', (line) => this.#emit('log', line));
    source.addEventListener('error', () => {
      if (source === this.#source) this.#retry();
    });
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }

  #retry() {
    this.#close();
    if (this.#retryTimer) return;
    const wait = this.#retryMillis;
    this.#retryMillis = Math.min(LAST_RETRY_MILLIS, wait * 2);
    this.connection = { ...this.connection, retryAt: new Date(Date.now() + wait) };
    this.#emit('connection', this.connection);
    this.#retryTimer = setTimeout(() => this.#connect(), wait);
  }

  #accept(status) {
    this.#received = status;
    this.#fresh();
    this.#publish();
  }

  #publish() {
    if (!this.#received) return;
    if (this.#changes.size === 0) {
      this.status = this.#received;
    } else {
      this.status = structuredClone(this.#received);
      for (const change of this.#changes) change.apply(this.status);
    }
    this.#emit('status', this.status);
  }

  #fresh() {
    this.#lastEvent = Date.now();
    if (this.connection.state === 'live') return;
    this.#retryMillis = FIRST_RETRY_MILLIS;
    this.#state('live');
  }

  #watch() {
    if (this.connection.state === 'paused' || this.connection.state === 'stale') return;
    const since = Math.max(this.#lastEvent, this.connection.since.getTime());
    if (Date.now() - since < STALE_AFTER_MILLIS) return;
    this.#state('stale');
    if (!this.#retryTimer) this.#connect();
  }

  #state(state) {
    this.connection = { state, since: new Date(this.#lastEvent || Date.now()), retryAt: this.connection.retryAt };
    this.#emit('connection', this.connection);
  }

  #visibility() {
    clearTimeout(this.#hiddenTimer);
    if (document.visibilityState === 'hidden') {
      this.#hiddenTimer = setTimeout(() => this.#pause(), HIDDEN_MILLIS);
    } else if (this.connection.state === 'paused') {
      this.#state('connecting');
      this.reconnect();
    }
  }

  #pause() {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    this.#close();
    this.#state('paused');
  }

  #emit(topic, value) {
    for (const listener of this.#topics.get(topic) ?? []) {
      try {
        listener(value);
      } catch (e) {
        console.error(`A listener of ${topic} failed`, e);
      }
    }
  }
}
