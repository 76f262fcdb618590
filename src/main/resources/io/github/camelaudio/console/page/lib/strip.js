// One stream of an output: its sound, how well it arrives, and its controls. The style sheet makes a
// card of it, or a row of a list.

import { h, setAttribute, setText } from '../dom.js';
import { needsControl, stateTag } from '../parts.js';
import { Curves } from './curves.js';
import { Gain } from './gain.js';
import { glyph } from './icons.js';
import { LevelMeter } from './level.js';
import { ListenButton, RecordButton } from './sources.js';
import { Waveform } from './waveform.js';

/** Below this the stream is called silent. */
const SILENT_DECIBELS = -80;

const FACTS = [
  ['delay', 'Delay', 'Delay of the jitter buffer, and its target'],
  ['jitter', 'Jitter', 'Jitter of the packets\' arrival'],
  ['loss', 'Concealed', 'Part of the last minutes that was concealed because it was missing'],
  ['clock', 'Clock', 'Speed of the sender\'s clock against this output'],
  ['latency', 'Latency', 'From the sender\'s capture to this output'],
];

export class Strip {
  /** @param context {app, theme, stage, history} of the view; `output` is the output's name */
  constructor(context, output, stream) {
    this.app = context.app;
    this.context = context;
    this.output = output;
    this.stream = stream;
    this.source = `${output}/${stream.stream}`;
    this.label = stream.source || stream.stream;
    this.ended = false;
    this.curves = null;
    this.peak = null;
    this.build();
    this.update(stream, { soloed: false, sampleRateHz: 0 });
  }

  build() {
    const { app, label, context } = this;
    this.state = stateTag();
    this.name = h('h4.strip-name', { text: label, title: label });
    this.about = h('p.strip-about');
    this.meter = new LevelMeter(context, label, true);
    this.wave = new Waveform(context.theme);
    context.stage.add(this.wave);
    this.facts = Object.fromEntries(FACTS.map(([id]) => [id, h('dd')]));
    this.gain = new Gain(label, app.format, (decibels) => this.change({ gainDecibels: decibels }),
      (message) => app.toast(message, 'bad'));
    this.mute = this.switchButton('mute', 'M', `Mute ${label}`, () => this.change({ muted: !this.stream.muted }));
    this.solo = this.switchButton('solo', 'S', `Solo ${label}`, () => this.change({ solo: !this.stream.solo }));
    this.listen = new ListenButton(app, this.source, label);
    this.record = new RecordButton(app, this.source, label);
    this.more = h('button.button.small.more', { type: 'button', 'aria-expanded': 'false', title: 'Curves',
      'aria-label': `Curves of ${label}`, on: { click: () => this.showCurves(!this.curves) } }, glyph('chart'));
    this.element = h('article.strip', { 'aria-label': label, data: { stream: this.stream.stream } },
      h('div.strip-grid', null,
        h('header.strip-head', null, this.name, this.state.element, this.about),
        h('div.strip-wave', null, this.wave.canvas),
        this.meter.element,
        this.meter.loudness,
        h('dl.strip-facts', null, FACTS.map(([id, title, hint]) =>
          h('div', { class: `fact-${id}`, title: hint }, h('dt', { text: title }), this.facts[id]))),
        this.gain.element,
        h('div.strip-buttons', null, this.mute, this.solo, this.listen.element, this.record.element, this.more)));
  }

  switchButton(kind, letter, label, click) {
    return needsControl(h(`button.button.small.${kind}`, { type: 'button', text: letter, title: label,
      'aria-label': label, 'aria-pressed': 'false', on: { click } }));
  }

  /** Tells the program; the page shows it at once, and takes it back when the program refuses. */
  change(values) {
    const { api, store } = this.app;
    const request = store.change((status) => {
      const output = status.outputs?.find(({ name }) => name === this.output);
      Object.assign(output?.streams?.find(({ stream }) => stream === this.stream.stream) ?? {}, values);
    }, () => api.changeStream(this.output, this.stream.stream, values));
    return this.app.attempt(request, `${this.label} cannot be changed`);
  }

  /** Once a second; `output` is {soloed: some stream is solo, sampleRateHz}. */
  update(stream, output) {
    this.stream = stream;
    this.soloed = output.soloed;
    const { format } = this.app;
    setText(this.about, [stream.source ? stream.stream : null, stream.key ? `key ${stream.key}` : null, stream.format]
      .filter(Boolean).join(' · '));
    this.gain.show(stream.gainDecibels ?? 0);
    setAttribute(this.mute, 'aria-pressed', String(Boolean(stream.muted)));
    setAttribute(this.solo, 'aria-pressed', String(Boolean(stream.solo)));
    this.showFacts(stream, format, output.sampleRateHz);
    this.showState();
    this.curves?.update();
  }

  showFacts(stream, format, sampleRateHz) {
    const { facts, history } = this;
    const target = typeof stream.targetMillis === 'number' ? ` / ${format.number(stream.targetMillis)}` : '';
    const unit = target || typeof stream.delayMillis === 'number' ? '\u00a0ms' : '';
    setText(facts.delay, `${format.number(stream.delayMillis)}${target}${unit}`);
    setText(facts.jitter, format.millis(stream.jitterMillis));
    const lost = history.sum('concealedFrames');
    // Not known before there are two points.
    const part = history.span > 0 && sampleRateHz > 0 ? Math.min(1, lost / (history.span * sampleRateHz)) : null;
    setText(facts.loss, format.percent(part, part > 0 && part < 0.1 ? 2 : 0));
    setAttribute(facts.loss.parentNode, 'data-tone', part > 0.01 ? 'bad' : part > 0 ? 'warn' : null);
    const ppm = format.ppm(stream.clockPpm);
    setText(facts.clock, stream.clockPpm >= 0.05 ? `+${ppm}` : ppm);
    setText(facts.latency, format.millis(stream.latencyMillis));
  }

  get history() {
    return this.context.histories.of(this.source);
  }

  showState() {
    const { stream } = this;
    if (this.ended) this.state.set('idle', 'Ended');
    else if (stream.muted) this.state.set('warn', 'Muted');
    else if (this.soloed && !stream.solo) this.state.set('idle', 'Off: another is solo');
    else if (stream.trouble) this.state.set('bad', stream.trouble);
    else if (this.peak === null) this.state.set('idle', 'Waiting');
    else if (this.peak < SILENT_DECIBELS) this.state.set('idle', 'Silent');
    else this.state.set('good', stream.solo ? 'Solo' : 'Playing');
  }

  /** Ten times a second. */
  levels(level) {
    this.meter.push(level);
    this.wave.push(level.wave ?? []);
    this.peak = this.meter.meter.peak;
  }

  end() {
    if (this.ended) return;
    this.ended = true;
    this.element.classList.add('ended');
    this.meter.silence();
    for (const control of this.element.querySelectorAll('button:not(.more), input')) control.disabled = true;
    this.showState();
  }

  showCurves(shown) {
    setAttribute(this.more, 'aria-expanded', String(shown));
    if (shown === Boolean(this.curves)) return;
    if (shown) {
      this.curves = new Curves(this.context.theme, this.app.format, this.history, this.label);
      this.element.append(this.curves.element);
    } else {
      this.curves.close();
      this.curves.element.remove();
      this.curves = null;
    }
  }

  remove() {
    this.curves?.close();
    this.listen.close();
    this.record.close();
    this.meter.close();
    this.context.stage.remove(this.wave);
  }
}
