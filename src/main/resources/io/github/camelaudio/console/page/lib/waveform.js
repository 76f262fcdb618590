// A waveform: one that scrolls with the sound, and a still one of a recording.

import { Surface } from './stage.js';

/** Bins a second in the events of levels. */
export const BINS_PER_SECOND = 50;

/** Quiet sound stays visible: the height is this power of the value, for both kinds of waveform. */
const POWER = 0.65;

function height(value) {
  return value < 0 ? -Math.pow(Math.min(1, -value), POWER) : Math.pow(Math.min(1, value), POWER);
}

/**
 * The last seconds of a sound, from right to left, a CSS pixel a bin. Bins come in bursts, ten times
 * a second; the picture follows them at an even speed, about 0.2 s behind.
 */
export class Waveform extends Surface {
  static LAG = 10;

  constructor(theme) {
    super('wave-canvas');
    this.theme = theme;
    this.capacity = 2048;
    this.low = new Float32Array(this.capacity);
    this.high = new Float32Array(this.capacity);
    this.count = 0;
    this.drawn = 0;
    this.head = 0;
    this.last = 0;
    this.ring = document.createElement('canvas');
  }

  /** New bins as pairs of the lowest and the highest value, -1..1. */
  push(bins) {
    for (const [low, high] of bins) {
      const at = this.count % this.capacity;
      this.low[at] = low;
      this.high[at] = high;
      this.count++;
    }
  }

  resized(width, height) {
    super.resized(width, height);
    this.bin = Math.max(1, Math.round(this.scale));
    this.columns = Math.min(this.capacity - 32, Math.ceil(this.width / this.bin) + 16);
    this.ring.width = Math.max(1, this.columns * this.bin);
    this.ring.height = Math.max(1, this.height);
  }

  paint(context, now) {
    const elapsed = Math.min(500, now - this.last);
    this.last = now;
    const before = this.head;
    this.advance(elapsed);
    if (!this.dirty && this.drawn === this.count && before === this.head) return;
    this.fill();
    const total = this.columns * this.bin;
    const end = Math.round(this.head * this.bin);
    const start = end - this.width;
    const from = ((start % total) + total) % total;
    const first = Math.min(this.width, total - from);
    context.clearRect(0, 0, this.width, this.height);
    context.drawImage(this.ring, from, 0, first, this.height, 0, 0, first, this.height);
    if (first < this.width) {
      const rest = this.width - first;
      context.drawImage(this.ring, 0, 0, rest, this.height, first, 0, rest, this.height);
    }
  }

  /** Moves the right edge on; a little faster or slower, so that it stays the same way behind. */
  advance(elapsed) {
    const behind = this.count - this.head;
    if (behind > BINS_PER_SECOND || behind < 0) {
      this.head = Math.max(0, this.count - Waveform.LAG);
      return;
    }
    const rate = 1 + Math.max(-0.3, Math.min(0.3, (behind - Waveform.LAG) * 0.03));
    this.head = Math.min(this.count, this.head + (elapsed / 1000) * BINS_PER_SECOND * rate);
  }

  /** Draws the bins that the ring does not have; all of them after a change of size or colours. */
  fill() {
    const context = this.ring.getContext('2d');
    const oldest = Math.max(0, this.count - this.columns);
    if (this.dirty) {
      context.clearRect(0, 0, this.ring.width, this.ring.height);
      this.drawn = oldest;
      this.dirty = false;
      if (oldest === 0) this.flat(context);
    }
    for (let i = Math.max(this.drawn, oldest); i < this.count; i++) this.column(context, i);
    this.drawn = this.count;
  }

  flat(context) {
    context.fillStyle = this.theme['line-strong'];
    context.fillRect(0, Math.floor(this.height / 2), this.ring.width, Math.max(1, Math.round(this.scale)));
  }

  column(context, i) {
    const at = i % this.capacity;
    const x = (i % this.columns) * this.bin;
    const middle = this.height / 2;
    const hair = Math.max(1, Math.round(this.scale));
    const low = this.low[at];
    const high = this.high[at];
    const top = Math.min(middle - hair / 2, middle - height(high) * middle);
    const bottom = Math.max(middle + hair / 2, middle - height(low) * middle);
    context.clearRect(x, 0, this.bin, this.height);
    context.fillStyle = this.theme[high >= 0.995 || low <= -0.995 ? 'meter-high' : bottom - top > hair ? 'accent' : 'line-strong'];
    context.fillRect(x, top, this.bin, bottom - top);
  }
}

/**
 * Draws a whole recording: its waveform, what was played in the first colour, the rest in the
 * second, and gaps as bands over the full height.
 *
 * @param {{peaks: number[][], gaps: {from: number, to: number}[], played: number}} sound `from`,
 *     `to` and `played` as parts of the length, 0..1
 */
export function drawRecording(surface, theme, sound) {
  const { context, width, height: tall, scale } = surface;
  const middle = tall / 2;
  const hair = Math.max(1, Math.round(scale));
  const step = Math.max(2, Math.round(3 * scale));
  const body = step - hair;
  const { peaks } = sound;
  const gaps = ({ gaps: all }, colour, alpha, bottom) => {
    context.fillStyle = colour;
    context.globalAlpha = alpha;
    for (const gap of all) {
      const from = Math.floor(gap.from * width);
      context.fillRect(from, 0, Math.max(2 * hair, Math.ceil(gap.to * width) - from), bottom);
    }
    context.globalAlpha = 1;
  };
  context.clearRect(0, 0, width, tall);
  gaps(sound, theme.bad, 0.22, tall);
  for (let x = 0; x < width && peaks.length; x += step) {
    const first = Math.floor((x / width) * peaks.length);
    const end = Math.max(first + 1, Math.floor(((x + step) / width) * peaks.length));
    let low = 0;
    let high = 0;
    for (let i = first; i < end && i < peaks.length; i++) {
      low = Math.min(low, peaks[i][0]);
      high = Math.max(high, peaks[i][1]);
    }
    const top = Math.min(middle - hair / 2, middle - height(high) * (middle - hair));
    const bottom = Math.max(middle + hair / 2, middle - height(low) * (middle - hair));
    context.fillStyle = theme[x / width < sound.played ? 'accent' : 'idle'];
    context.fillRect(x, top, body, bottom - top);
  }
  gaps(sound, theme.bad, 1, 4 * hair);
  if (sound.played > 0) {
    context.fillStyle = theme.text;
    context.fillRect(Math.min(width - 2 * hair, Math.round(sound.played * width)), 0, 2 * hair, tall);
  }
}
