// Buttons that work on a source, a stream or a whole output alike: listen, and record.

import { h, setAttribute, setText } from '../dom.js';
import { needsControl } from '../parts.js';
import { askText } from './dialogs.js';
import { glyph } from './icons.js';
import { listening } from './listening.js';
import { recorders, recordingName } from './recorders.js';

const WAITING = { filling: 'Filling', waiting: 'Trying again', blocked: 'Press a key' };

/** Starts and stops listening in the browser; shows the delay of what is heard. */
export class ListenButton {
  /** @param {string} source `speaker:default` or `speaker:default/0a1b2c3d` */
  constructor(app, source, label) {
    this.app = app;
    this.source = source;
    this.label = label;
    this.word = h('span.button-word', { text: 'Listen' });
    this.element = h('button.button.small.listen', { type: 'button', 'aria-pressed': 'false',
      on: { click: () => listening.toggle(app, source, this.label) } }, glyph('listen'), this.word);
    this.off = listening.on(() => this.show());
    this.show();
  }

  show() {
    const on = listening.source === this.source;
    const { state, delayMillis } = (on && listening.state) || {};
    const shown = !on ? 'Listen' : typeof delayMillis === 'number' ? this.app.format.millis(delayMillis)
      : (WAITING[state] ?? 'Connecting');
    setText(this.word, shown);
    setAttribute(this.element, 'aria-pressed', String(on));
    const name = on ? `Stop listening to ${this.label}` : `Listen to ${this.label} here`;
    setAttribute(this.element, 'aria-label', on ? `${name}: ${shown}` : name);
    setAttribute(this.element, 'title', name);
  }

  close() {
    this.off();
  }
}

/** Starts a recorder with a file name, and stops it; shows how long it has been running. */
export class RecordButton {
  constructor(app, source, label) {
    this.app = app;
    this.source = source;
    this.label = label;
    this.word = h('span.button-word', { text: 'Record' });
    this.element = needsControl(h('button.button.small.record', { type: 'button', 'aria-pressed': 'false',
      on: { click: () => this.click() } }, glyph('record'), this.word));
    this.off = recorders.on(app.api, () => this.show());
    this.show();
  }

  show() {
    const running = recorders.of(this.source);
    setText(this.word, running ? this.app.format.duration(running.seconds ?? 0) : 'Record');
    setAttribute(this.element, 'aria-pressed', String(Boolean(running)));
    const name = running ? `Stop recording ${this.label} to ${running.file}` : `Record ${this.label}`;
    setAttribute(this.element, 'aria-label', name);
    if (!this.element.disabled) setAttribute(this.element, 'title', name);
  }

  async click() {
    const running = recorders.of(this.source);
    if (running) {
      await this.app.attempt(recorders.stop(running.id), `The recording ${running.file} cannot be stopped`);
      return;
    }
    const file = await askText({
      title: `Record ${this.label}`, label: 'File', value: recordingName(this.label), action: 'Record',
      hint: 'A name that ends in .wav or .flac.',
    });
    if (!file) return;
    const started = await this.app.attempt(recorders.start(this.source, file), `${this.label} cannot be recorded`);
    if (started) this.app.toast(`Recording to ${file}`, 'good');
  }

  close() {
    this.off();
  }
}
