// Recorders that were started over HTTP: what runs now, for the buttons of both views.

const QUICK_MILLIS = 2000;
const SLOW_MILLIS = 10_000;

class Recorders {
  constructor() {
    this.running = [];
    this.api = null;
    this.timer = null;
    this.listeners = new Set();
  }

  /** Calls `listener` at each change, and asks the program as long as anybody listens. */
  on(api, listener) {
    this.api = api;
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.refresh();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) clearTimeout(this.timer);
    };
  }

  /** The recorder of a source, or undefined. */
  of(source) {
    return this.running.find((recorder) => recorder.source === source);
  }

  async start(source, file) {
    const started = await this.api.post('/recorders', { source, file });
    await this.refresh();
    return started;
  }

  async stop(id) {
    await this.api.stopRecorder(id);
    await this.refresh();
  }

  async refresh() {
    clearTimeout(this.timer);
    try {
      const answer = await this.api.get('/recorders');
      this.running = Array.isArray(answer) ? answer : (answer.recorders ?? []);
      this.failed = null;
    } catch (e) {
      // The shell says when the program does not answer; the next round asks again.
      this.failed = e;
    }
    for (const listener of this.listeners) listener();
    if (this.listeners.size === 0) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), this.running.length > 0 ? QUICK_MILLIS : SLOW_MILLIS);
  }
}

export const recorders = new Recorders();

/** A name for a recording: who, and when, as 'voice-20261128-213500.wav'. */
export function recordingName(label, now = new Date()) {
  const two = (value) => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const plain = label.normalize('NFKD').replace(/[^\w.-]+/g, '-').replace(/^[-.]+|-+$/g, '').slice(0, 60);
  return `${plain || 'recording'}-${day}-${time}.wav`;
}
