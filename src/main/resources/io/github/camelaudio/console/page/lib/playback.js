// A recording as a waveform that plays: a click or the arrow keys seek.

import { h, setAttribute, setText } from '../dom.js';
import { glyph, reglyph } from './icons.js';
import { Surface } from './stage.js';
import { drawRecording } from './waveform.js';

const BINS = 1000;
const STEP_SECONDS = 5;
const FINE_SECONDS = 1;

/** A file that grows is read again after this many times as long as the last reading took. */
const REST = 10;
const LEAST_REST_MILLIS = 5000;

export class Playback {
  /** @param {{file: string, seconds: number, gaps: object[]}} recording as the list has it */
  constructor(app, theme, recording, name) {
    this.app = app;
    this.theme = theme;
    this.recording = recording;
    this.latest = recording;
    this.name = name;
    this.path = `/recordings/${app.api.segment(recording.file)}`;
    this.position = 0;
    this.frame = 0;
    this.peaks = [];
    this.loading = false;
    this.build();
    this.redraw = () => this.draw();
    theme.listeners.add(this.redraw);
    this.sizes = new ResizeObserver(([entry]) => {
      this.surface.resized(entry.contentRect.width, entry.contentRect.height);
      this.draw();
    });
    this.sizes.observe(this.surface.canvas);
    this.load();
  }

  build() {
    this.surface = new Surface('playback-canvas');
    this.cursor = h('span.playback-cursor', { hidden: true, 'aria-hidden': 'true' });
    this.wave = h('div.playback-wave', { role: 'slider', tabindex: '0', 'aria-label': `Position in ${this.name}`,
      'aria-valuemin': 0, title: 'Click to seek; arrows 5 s, with Shift 1 s; Space plays',
      on: {
        keydown: (event) => this.key(event),
        pointerdown: (event) => this.press(event),
        pointermove: (event) => this.hover(event),
        pointerleave: () => { this.cursor.hidden = true; },
      } }, this.surface.canvas, this.cursor);
    this.marks = h('div.playback-marks', { 'aria-hidden': 'true' });
    this.play = h('button.button.primary.play', { type: 'button', on: { click: () => this.toggle() } }, glyph('play'));
    this.time = h('span.playback-time');
    this.trouble = h('p.playback-trouble', { role: 'status' });
    this.element = h('div.playback', null, this.wave, this.marks, this.trouble);
    this.audio = new Audio();
    this.audio.preload = 'none';
    for (const type of ['play', 'pause', 'ended']) this.audio.addEventListener(type, () => this.playing());
    this.audio.addEventListener('error', () => this.failed());
    this.show();
  }

  /** The program reads the whole file for it: one at a time. */
  async load() {
    if (this.loading) return;
    this.loading = true;
    this.asked = this.latest;
    const begun = performance.now();
    let { seconds } = this.asked;
    try {
      const answer = await this.app.api.get(`${this.path}/peaks?bins=${BINS}`);
      this.peaks = answer.peaks ?? [];
      seconds = answer.seconds ?? seconds;
      setText(this.trouble, '');
    } catch (e) {
      setText(this.trouble, `There is no waveform: ${e.message}`);
    }
    this.recording = { ...this.latest, seconds };
    const now = performance.now();
    this.nextAt = now + Math.max(LEAST_REST_MILLIS, REST * (now - begun));
    this.loading = false;
    this.show();
  }

  /** The list has news of the recording: one that is being written grows. Its length stays that of the waveform. */
  update(recording) {
    this.latest = recording;
    this.recording = { ...recording, seconds: this.recording.seconds };
    const grown = recording.seconds !== this.asked.seconds || recording.open !== this.asked.open;
    if (grown && (!recording.open || performance.now() >= this.nextAt)) this.load();
  }

  get seconds() {
    return this.recording.seconds || 0;
  }

  toggle() {
    if (this.audio.paused) this.start();
    else this.audio.pause();
  }

  async start() {
    setText(this.trouble, '');
    if (!this.audio.src) this.audio.src = this.app.api.url(this.path);
    if (this.position >= this.seconds - 0.05) this.position = 0;
    this.audio.currentTime = this.position;
    try {
      await this.audio.play();
    } catch (e) {
      if (e.name === 'NotAllowedError') setText(this.trouble, 'The browser wants a click or a key first: press Play again.');
      else if (e.name !== 'AbortError' && !this.audio.error) setText(this.trouble, `It does not play: ${e.message}`);
    }
  }

  failed() {
    setText(this.trouble, `This browser cannot play it (${this.recording.format}). Download it, and play it with another program.`);
  }

  playing() {
    const on = !this.audio.paused && !this.audio.ended;
    if (this.audio.ended) this.position = this.seconds;
    cancelAnimationFrame(this.frame);
    if (on) this.follow();
    this.show();
  }

  follow() {
    this.frame = requestAnimationFrame(() => this.follow());
    if (this.audio.seeking || this.audio.readyState < 1) return;
    this.position = this.audio.currentTime;
    this.show();
  }

  seek(seconds) {
    this.position = Math.max(0, Math.min(this.seconds, seconds));
    if (this.audio.src) this.audio.currentTime = this.position;
    this.show();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? FINE_SECONDS : STEP_SECONDS;
    const steps = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step,
      PageUp: this.seconds / 10, PageDown: -this.seconds / 10, Home: -this.seconds, End: this.seconds };
    if (event.key in steps) this.seek(this.position + steps[event.key]);
    else if (event.key === ' ') this.toggle();
    else return;
    event.preventDefault();
  }

  at(event) {
    const box = this.wave.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * this.seconds;
  }

  press(event) {
    if (event.button !== 0) return;
    this.wave.setPointerCapture(event.pointerId);
    this.seek(this.at(event));
  }

  hover(event) {
    const seconds = this.at(event);
    if (event.buttons & 1) this.seek(seconds);
    if (this.seconds <= 0) return;
    this.cursor.hidden = false;
    setText(this.cursor, this.app.format.duration(seconds, true));
    this.cursor.style.left = `${(seconds / this.seconds) * 100}%`;
  }

  show() {
    const { format } = this.app;
    const on = !this.audio.paused && !this.audio.ended;
    reglyph(this.play.firstChild, on ? 'pause' : 'play');
    setAttribute(this.play, 'aria-label', `${on ? 'Pause' : 'Play'} ${this.name}`);
    setText(this.time, `${format.duration(this.position, true)} / ${format.duration(this.seconds, true)}`);
    setAttribute(this.wave, 'aria-valuemax', Math.round(this.seconds));
    setAttribute(this.wave, 'aria-valuenow', Math.round(this.position));
    setAttribute(this.wave, 'aria-valuetext', `${format.duration(Math.round(this.position))} of ${format.duration(this.seconds)}`);
    this.scale(format);
    this.draw();
  }

  /** The times below the waveform: five, once for each length. */
  scale(format) {
    if (this.scaled === this.seconds) return;
    this.scaled = this.seconds;
    const tenths = this.seconds < 20;
    this.marks.replaceChildren(...[0, 0.25, 0.5, 0.75, 1].map((part) =>
      h('span', { text: format.duration(part * this.seconds, tenths) })));
  }

  draw() {
    if (this.surface.width === 0) return;
    const length = this.seconds || 1;
    const gaps = (this.recording.gaps ?? []).map(({ startSeconds, seconds }) =>
      ({ from: startSeconds / length, to: (startSeconds + seconds) / length }));
    drawRecording(this.surface, this.theme, { peaks: this.peaks, gaps, played: this.position / length });
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.theme.listeners.delete(this.redraw);
    this.sizes.disconnect();
    this.audio.pause();
    this.audio.removeAttribute('src');
    this.audio.load();
  }
}
