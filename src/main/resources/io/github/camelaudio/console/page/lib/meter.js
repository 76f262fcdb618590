// A level meter: bars with a decay, a line that holds the peak, and a mark that stays after a clip.

import { FLOOR_DECIBELS as FLOOR, deflection as place } from '../format.js';
import { Surface } from './stage.js';

const TICKS = [-50, -40, -30, -20, -12, -6, -3, 0];

/** How a bar moves: up at once, down at 20 dB in 1.5 s; the peak is held for 1.5 s, then falls. */
export class Ballistics {
  static FALL = 20 / 1500;
  static HOLD_MILLIS = 1500;
  /** Where 16-bit sound is as loud as it can be, within rounding. */
  static CLIP = -0.05;

  constructor() {
    this.level = FLOOR;
    this.target = FLOOR;
    this.peak = FLOOR;
    this.peakAt = 0;
    this.clipped = false;
    this.last = 0;
  }

  /** The highest level since the event before, in decibels. */
  push(decibels, now) {
    this.target = decibels;
    if (decibels >= this.peak) {
      this.peak = decibels;
      this.peakAt = now;
    }
    if (decibels >= Ballistics.CLIP) this.clipped = true;
  }

  /** Moves to the time `now`, in milliseconds. */
  step(now) {
    const fall = this.last ? Math.min(1000, now - this.last) * Ballistics.FALL : 0;
    this.last = now;
    this.level = Math.max(this.target, this.level - fall, FLOOR);
    if (now - this.peakAt > Ballistics.HOLD_MILLIS) {
      this.peak = Math.max(this.level, this.peak - fall);
    }
  }
}

/** One bar for each channel, from left to right; with a scale below when there is room for it. */
export class Meter extends Surface {
  /**
   * @param {boolean} scaled whether the scale's numbers are drawn below the bars, where there is room
   * @param {function(number)} painted called with the time of each picture
   */
  constructor(theme, scaled, painted) {
    super('meter-canvas');
    this.theme = theme;
    this.scaled = scaled;
    this.painted = painted;
    this.bars = [];
    this.unlit = document.createElement('canvas');
    this.lit = document.createElement('canvas');
  }

  /** The highest level of each channel since the event before. */
  push(peaks, now = performance.now()) {
    if (peaks.length !== this.bars.length) {
      this.bars = peaks.map(() => new Ballistics());
      this.dirty = true;
    }
    for (let i = 0; i < peaks.length; i++) this.bars[i].push(peaks[i] ?? FLOOR, now);
  }

  /** The sound has ended: bars fall to the floor. */
  silence() {
    for (const bar of this.bars) bar.target = FLOOR;
  }

  get clipped() {
    return this.bars.some((bar) => bar.clipped);
  }

  clearClip() {
    for (const bar of this.bars) bar.clipped = false;
  }

  /** The held peak of all channels, in decibels. */
  get peak() {
    return this.bars.reduce((most, bar) => Math.max(most, bar.peak), FLOOR);
  }

  paint(context, now) {
    this.painted(now);
    if (this.dirty) this.prepare();
    let moved = this.dirty;
    for (const bar of this.bars) {
      const { level, peak, clipped } = bar;
      bar.step(now);
      moved ||= level !== bar.level || peak !== bar.peak || clipped !== bar.drawnClip;
      bar.drawnClip = clipped;
    }
    this.dirty = false;
    if (!moved) return;
    const line = Math.max(2, Math.round(2 * this.scale));
    context.clearRect(0, 0, this.width, this.height);
    context.drawImage(this.unlit, 0, 0);
    this.rows.forEach(([top, height], i) => {
      const bar = this.bars[i];
      const end = Math.round(place(bar.level) * this.width);
      if (end > 0) context.drawImage(this.lit, 0, top, end, height, 0, top, end, height);
      const held = Math.round(place(bar.peak) * this.width);
      if (held > line) context.drawImage(this.lit, held - line, top, line, height, held - line, top, line, height);
      if (bar.clipped) {
        context.fillStyle = this.theme['meter-high'];
        context.fillRect(this.width - 3 * line, top, 3 * line, height);
      }
    });
  }

  /** Draws the bars once dark and once lit; each picture then only copies from the two. */
  prepare() {
    const count = Math.max(1, this.bars.length);
    const scale = this.scaled && this.height >= 28 * this.scale ? Math.round(15 * this.scale) : 0;
    const gap = Math.max(1, Math.round((count > 4 ? 1 : 2) * this.scale));
    const height = Math.max(1, (this.height - scale - gap * (count - 1)) / count);
    this.rows = this.bars.map((_, i) => {
      const top = Math.round(i * (height + gap));
      return [top, Math.max(1, Math.round(i * (height + gap) + height) - top)];
    });
    const lit = this.lit.getContext('2d');
    const unlit = this.unlit.getContext('2d');
    for (const canvas of [this.lit, this.unlit]) {
      canvas.width = Math.max(1, this.width);
      canvas.height = Math.max(1, this.height);
    }
    const colours = lit.createLinearGradient(0, 0, this.width, 0);
    colours.addColorStop(0, this.theme['meter-low']);
    colours.addColorStop(place(-18), this.theme['meter-low']);
    colours.addColorStop(place(-8), this.theme['meter-mid']);
    colours.addColorStop(place(-4), this.theme['meter-mid']);
    colours.addColorStop(place(-0.5), this.theme['meter-high']);
    const corner = Math.min(3 * this.scale, height / 2);
    for (const [top, tall] of this.rows.length ? this.rows : [[0, Math.round(height)]]) {
      this.bar(unlit, this.theme['meter-ground'], top, tall, corner);
      this.bar(lit, colours, top, tall, corner);
    }
    this.ticks(lit, unlit, scale);
  }

  bar(context, fill, top, height, corner) {
    context.fillStyle = fill;
    context.beginPath();
    context.roundRect(0, top, this.width, height, corner);
    context.fill();
  }

  ticks(lit, unlit, scale) {
    const hair = Math.max(1, Math.round(this.scale));
    unlit.font = `${10 * this.scale}px ${this.theme.font}`;
    unlit.textBaseline = 'bottom';
    let free = 0;
    for (const tick of TICKS) {
      const x = Math.round(place(tick) * this.width);
      if (tick < 0) {
        for (const context of [lit, unlit]) {
          context.globalCompositeOperation = 'destination-out';
          context.globalAlpha = 0.55;
          context.fillRect(x, 0, hair, this.height - scale);
          context.globalAlpha = 1;
          context.globalCompositeOperation = 'source-over';
        }
      }
      if (!scale) continue;
      const label = tick === 0 ? '0' : `−${-tick}`;
      const width = unlit.measureText(label).width;
      const left = Math.min(this.width - width, x - width / 2);
      if (left < free) continue;
      unlit.fillStyle = this.theme['text-2'];
      unlit.fillText(label, left, this.height);
      free = left + width + 6 * this.scale;
    }
  }
}
