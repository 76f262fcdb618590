// The last five minutes of a stream: once a second a point of each curve.

/** Points that are kept: 5 minutes at one a second. */
export const SECONDS = 300;
/** Where no status came for longer than this, a curve has a gap. */
const GAP_SECONDS = 3;

/** The curves, each with its unit's name in it. */
export const CURVES = [
  'delayMillis', 'targetMillis', 'jitterMillis', 'concealedPercent', 'latePercent', 'droppedPercent',
  'peakDecibels', 'lufs',
];

const COUNTERS = ['concealedFrames', 'lateFrames', 'droppedFrames'];

export class History {
  constructor(seconds = SECONDS) {
    this.seconds = seconds;
    this.size = 0;
    this.next = 0;
    this.times = new Float64Array(seconds);
    this.points = Object.fromEntries(CURVES.map((name) => [name, new Float32Array(seconds)]));
    this.counts = Object.fromEntries(COUNTERS.map((name) => [name, new Float64Array(seconds)]));
    this.before = null;
    this.peak = NaN;
    this.lufs = NaN;
  }

  /** Levels between two points: the highest peak, and the last loudness. */
  level(level) {
    for (const peak of level.peakDecibels ?? []) {
      if (typeof peak === 'number' && !(peak <= this.peak)) this.peak = peak;
    }
    this.lufs = level.lufs ?? NaN;
  }

  /**
   * The next point.
   *
   * @param stream counters and figures, as the status has them
   * @param {number} rate frames a second
   * @param {number} time seconds since 1970
   */
  add(stream, rate, time) {
    if (this.before && time - this.before.time > GAP_SECONDS) this.#gap((time + this.before.time) / 2);
    const { points, counts } = this;
    const at = this.next;
    this.times[at] = time;
    for (const name of ['delayMillis', 'targetMillis', 'jitterMillis']) points[name][at] = stream[name] ?? NaN;
    const seconds = this.before ? time - this.before.time : 0;
    for (const name of COUNTERS) {
      const lost = this.before ? Math.max(0, (stream[name] ?? 0) - this.before[name]) : 0;
      counts[name][at] = lost;
      points[name.replace('Frames', 'Percent')][at] =
        seconds > 0 && rate > 0 ? Math.min(100, (100 * lost) / (rate * seconds)) : 0;
    }
    points.peakDecibels[at] = this.peak;
    points.lufs[at] = this.lufs;
    this.peak = NaN;
    this.before = { time };
    for (const name of COUNTERS) this.before[name] = stream[name] ?? 0;
    this.#advance();
  }

  /** A point without values: nothing is known of this time, and no line goes through it. */
  #gap(time) {
    this.times[this.next] = time;
    for (const name of CURVES) this.points[name][this.next] = NaN;
    for (const name of COUNTERS) this.counts[name][this.next] = 0;
    this.#advance();
  }

  #advance() {
    this.next = (this.next + 1) % this.seconds;
    this.size = Math.min(this.seconds, this.size + 1);
  }

  /** Frames of a counter in the kept time. */
  sum(name) {
    let sum = 0;
    for (let i = 0; i < this.size; i++) sum += this.counts[name][i];
    return sum;
  }

  /** Seconds between the first and the last point. */
  get span() {
    return this.size < 2 ? 0 : this.times[(this.next - 1 + this.seconds) % this.seconds] - this.times[this.first];
  }

  get first() {
    return this.size < this.seconds ? 0 : this.next;
  }

  /** Times and the named curves, oldest first, as uPlot takes them; unknown values are null. */
  columns(names) {
    const pick = (array) => {
      const out = new Array(this.size);
      for (let i = 0; i < this.size; i++) {
        const value = array[(this.first + i) % this.seconds];
        out[i] = Number.isNaN(value) ? null : value;
      }
      return out;
    };
    return [pick(this.times), ...names.map((name) => pick(this.points[name]))];
  }
}

/** Histories of all streams, kept from the page's start on, whatever view is shown. */
class Histories {
  static KEEP_SECONDS = 60;

  constructor() {
    this.all = new Map();
    this.store = null;
    this.seen = null;
  }

  /** Begins with the first call; later calls do nothing. */
  follow(store) {
    if (this.store) return;
    this.store = store;
    store.on('status', (status) => this.status(status));
    store.on('levels', (levels) => {
      for (const [name, level] of Object.entries(levels.streams ?? {})) this.all.get(name)?.level(level);
    });
    if (store.status) this.status(store.status);
  }

  /** The history of a stream at an output, `speaker:default/0a1b2c3d`. */
  of(name) {
    if (!this.all.has(name)) this.all.set(name, new History());
    return this.all.get(name);
  }

  status(status) {
    if (status.now === this.seen) return;
    this.seen = status.now;
    const time = Date.parse(status.now) / 1000 || Date.now() / 1000;
    for (const output of status.outputs ?? []) {
      for (const stream of output.streams ?? []) {
        this.of(`${output.name}/${stream.stream}`).add(stream, output.sampleRateHz, time);
      }
    }
    for (const [name, history] of this.all) {
      if (history.before && time - history.before.time > Histories.KEEP_SECONDS) this.all.delete(name);
    }
  }
}

export const histories = new Histories();
