// A stream's gain: a slider with a notch at 0 dB, and a field for numbers.

import { h, setAttribute } from '../dom.js';
import { needsControl } from '../parts.js';

const LOW = -60;
const HIGH = 24;
/** What the program takes; the slider shows the part that is used. */
const LOWEST = -120;
const NOTCH = 0.7;
const PAUSE_MILLIS = 60;

/** '-6', '−6,5' or '+3.0 dB' as a number; NaN for anything else. */
export function parseDecibels(text) {
  const plain = text.trim().replace('−', '-').replace(',', '.').replace(/\s*dB$/i, '');
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}

/**
 * Sends the latest of values that come fast: one request at a time, with a pause between.
 */
class Latest {
  constructor(send) {
    this.send = send;
    this.waiting = null;
    this.busy = false;
  }

  async put(value) {
    this.waiting = { value };
    if (this.busy) return;
    this.busy = true;
    while (this.waiting) {
      const { value: next } = this.waiting;
      this.waiting = null;
      await this.send(next);
      await new Promise((done) => setTimeout(done, PAUSE_MILLIS));
    }
    this.busy = false;
  }
}

export class Gain {
  /**
   * @param {string} label whose gain it is
   * @param format texts of numbers
   * @param {function(number): Promise} send tells the program; never rejects
   * @param {function(string)} refuse shows why an entry is not taken
   */
  constructor(label, format, send, refuse) {
    this.format = format;
    this.refuse = refuse;
    this.latest = new Latest(send);
    this.value = 0;
    this.held = false;
    this.slider = h('input.gain-slider', { type: 'range', min: LOW, max: HIGH, step: '0.1',
      'aria-label': `Gain of ${label}`, title: 'Gain. Double-click or 0: 0 dB; arrows: 1 dB, with Shift 0.1 dB',
      on: {
        input: () => this.dragged(),
        keydown: (event) => this.key(event),
        dblclick: () => this.change(0),
        pointerdown: () => { this.held = true; },
        pointerup: () => { this.held = false; },
        pointercancel: () => { this.held = false; },
      } });
    this.entry = h('input.gain-entry', { type: 'text', inputmode: 'text', autocomplete: 'off', spellcheck: 'false',
      'aria-label': `Gain of ${label} in dB`,
      on: {
        change: () => this.entered(),
        focus: () => this.entry.select(),
        keydown: (event) => this.entryKey(event),
      } });
    needsControl(this.slider);
    needsControl(this.entry);
    this.element = h('div.gain', null,
      h('div.gain-track', null, this.slider), h('label.gain-number', null, this.entry, h('span', { text: 'dB' })));
    this.paint();
  }

  /** The program's value; not while the user moves the slider or types. */
  show(decibels) {
    if (this.held || this.latest.busy || decibels === this.value) return;
    this.value = decibels ?? 0;
    this.paint();
  }

  dragged() {
    const value = Number(this.slider.value);
    this.change(this.held && Math.abs(value) < NOTCH ? 0 : value);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 0.1 : 1;
    const steps = { ArrowUp: step, ArrowRight: step, ArrowDown: -step, ArrowLeft: -step, PageUp: 6, PageDown: -6 };
    if (event.key in steps) this.change(Math.max(LOW, Math.min(HIGH, this.value + steps[event.key])));
    else if (event.key === '0') this.change(0);
    else return;
    event.preventDefault();
  }

  entryKey(event) {
    if (event.key === 'Escape') {
      this.entry.value = this.shown();
      this.entry.select();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      this.key(event);
    }
  }

  entered() {
    const value = parseDecibels(this.entry.value);
    if (value >= LOWEST && value <= HIGH) {
      this.change(value);
    } else {
      this.refuse(`A gain is a number from ${LOWEST} to +${HIGH} dB, not “${this.entry.value.slice(0, 20)}”.`);
      this.entry.value = this.shown();
    }
  }

  change(decibels) {
    this.value = Math.round(decibels * 10) / 10;
    this.paint();
    this.entry.value = this.shown();
    this.latest.put(this.value);
  }

  shown() {
    return this.format.gain(this.value).replace(/\s*dB$/, '');
  }

  paint() {
    this.slider.value = this.value;
    const at = (Math.max(LOW, Math.min(HIGH, this.value)) - LOW) / (HIGH - LOW);
    const notch = -LOW / (HIGH - LOW);
    this.slider.style.setProperty('--from', Math.min(at, notch));
    this.slider.style.setProperty('--to', Math.max(at, notch));
    setAttribute(this.slider, 'aria-valuetext', this.format.gain(this.value));
    this.element.classList.toggle('changed', this.value !== 0);
    if (document.activeElement !== this.entry) this.entry.value = this.shown();
  }
}
