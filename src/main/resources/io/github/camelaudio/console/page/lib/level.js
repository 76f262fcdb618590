// A meter with its loudness in numbers, its clip mark, and its words for a screen reader.

import { h, setAttribute, setText } from '../dom.js';
import { Meter } from './meter.js';

const SPOKEN_MILLIS = 2000;
const NUMBER_MILLIS = 300;
/** What is below the absolute gate of ITU-R BS.1770 (-70), within rounding, is silence. */
const FAINTEST_LUFS = -69.5;

export class LevelMeter {
  /** @param context {app, theme, stage} of the view; a large one has a scale with numbers */
  constructor({ app, theme, stage }, label, large) {
    this.format = app.format;
    this.stage = stage;
    this.spokenAt = 0;
    this.numberAt = 0;
    this.latest = null;
    this.meter = new Meter(theme, large, (now) => this.write(now));
    this.bar = h('div.level-bar', { role: 'meter', 'aria-label': `Level of ${label}`, 'aria-valuemin': -60,
      'aria-valuemax': 0, 'aria-valuenow': -60, 'aria-valuetext': 'silent' }, this.meter.canvas);
    this.clip = h('button.clip', { type: 'button', text: 'Clip', hidden: true, title: 'It has clipped. Press to forget it',
      'aria-label': `${label} has clipped; forget it`, on: { click: () => this.forget() } });
    this.element = h('div.level', null, this.bar, this.clip);
    this.lufs = h('b', { text: '–' });
    this.loudness = h('p.loudness', { title: 'Momentary loudness, over 400 ms' }, this.lufs, h('span', { text: 'LUFS' }));
    stage.add(this.meter);
  }

  /** The levels of an event: peaks of the channels, and the loudness. */
  push(level) {
    const now = performance.now();
    this.meter.push(level.peakDecibels ?? [], now);
    if (this.clip.hidden === this.meter.clipped) this.clip.hidden = !this.meter.clipped;
    this.latest = level;
  }

  /** With a picture of the meter: what cannot be seen is not written, and the browser lays out once. */
  write(now) {
    if (!this.latest) return;
    if (now - this.numberAt > NUMBER_MILLIS) {
      this.numberAt = now;
      const { lufs } = this.latest;
      setText(this.lufs, this.loud(lufs, 1));
    }
    if (now - this.spokenAt > SPOKEN_MILLIS) this.speak(this.latest, now);
  }

  /** '−20.1', '−∞' in silence, '–' where it is not known. */
  loud(lufs, digits) {
    return lufs <= FAINTEST_LUFS ? '−∞' : this.format.number(lufs, digits).replace('-', '−');
  }

  speak(level, now) {
    this.spokenAt = now;
    const peak = Math.max(-60, Math.min(0, Math.round(this.meter.peak)));
    setAttribute(this.bar, 'aria-valuenow', peak);
    setAttribute(this.bar, 'aria-valuetext', peak <= -60 ? 'silent'
      : [`peak ${this.format.decibels(peak, 0)}`, typeof level.lufs === 'number' ? `${this.loud(level.lufs, 0)}\u00a0LUFS` : null]
        .filter(Boolean).join(', '));
  }

  forget() {
    this.meter.clearClip();
    this.clip.hidden = true;
  }

  silence() {
    this.latest = null;
    this.meter.silence();
    setText(this.lufs, '–');
    setAttribute(this.bar, 'aria-valuetext', 'silent');
  }

  close() {
    this.stage.remove(this.meter);
  }
}
