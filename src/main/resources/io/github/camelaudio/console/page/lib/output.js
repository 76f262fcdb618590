// An output, a speaker or a mixer: its master meter, its device, its trace, and its streams.

import { h, reconcile, setAttribute, setText } from '../dom.js';
import { button, needsControl, stateTag } from '../parts.js';
import { showPicture } from './dialogs.js';
import { glyph } from './icons.js';
import { LevelMeter } from './level.js';
import { ListenButton, RecordButton } from './sources.js';
import { Strip } from './strip.js';

/** A stream that has ended stays in view for this long. */
const ENDED_MILLIS = 10_000;
/** So few streams have the room for their curves. */
const FEW = 2;

const STATES = { playing: ['good', 'Playing'], silent: ['idle', 'Silent'], absent: ['bad', 'Absent'] };

export class Output {
  /** @param context {app, theme, stage, histories} of the view */
  constructor(context, output) {
    this.app = context.app;
    this.context = context;
    this.name = output.name;
    this.streams = new Map();
    this.strips = new Map();
    this.output = output;
    this.traced = false;
    this.build();
  }

  build() {
    const { app, name, context } = this;
    this.state = stateTag();
    this.chips = h('p.output-facts');
    this.trouble = h('p.output-trouble', { hidden: true });
    this.level = new LevelMeter(context, name, true);
    this.listen = new ListenButton(app, name, name);
    this.record = new RecordButton(app, name, name);
    this.traceWord = h('span.button-word', { text: 'Trace' });
    this.trace = needsControl(h('button.button.small.trace', { type: 'button', 'aria-pressed': 'false',
      on: { click: () => this.toggleTrace() } }, glyph('trace'), this.traceWord));
    this.picture = button({ label: `Picture of the trace of ${name}`, icon: 'wav', iconOnly: true,
      onClick: () => showPicture(`Trace of ${name}`,
        `${app.api.url(`/outputs/${app.api.segment(name)}/trace/picture`)}?${Date.now()}`) });
    this.picture.replaceChildren(glyph('picture'));
    this.picture.classList.add('small');
    this.list = h('div.strips');
    this.empty = h('p.strips-empty', { text: 'No stream plays here. A stream appears with its first packet.' });
    this.element = h('section.output', { 'aria-label': name, data: { output: name } },
      h('div.master.card', null,
        h('div.master-head', null, glyph(name.startsWith('mixer') ? 'mixer' : 'speaker'),
          h('h3', { text: name }), this.state.element, this.chips,
          h('div.master-buttons', null, this.listen.element, this.record.element, this.trace, this.picture)),
        this.trouble,
        h('div.master-level', null, this.level.element, this.level.loudness)),
      this.empty, this.list);
  }

  /** Once a second; `filter` chooses streams by their names, `dense` makes a list of them. */
  update(output, { filter, dense }) {
    this.output = output;
    const [tone, word] = STATES[output.state] ?? ['idle', output.state ?? 'Unknown'];
    this.state.set(output.trouble ? 'bad' : tone, word);
    this.trouble.hidden = !output.trouble;
    setText(this.trouble, output.trouble ?? '');
    setText(this.chips, this.describe(output));
    this.showTrace(output.trace);
    this.keep(output.streams ?? []);
    this.element.classList.toggle('dense', dense);
    this.element.classList.toggle('few', !dense && this.streams.size <= FEW);
    this.empty.hidden = this.streams.size > 0;
    const shared = { soloed: (output.streams ?? []).some(({ solo }) => solo), sampleRateHz: output.sampleRateHz };
    const wanted = [...this.streams.values()].filter(({ stream }) => !filter || matches(stream, filter));
    reconcile(this.list, wanted, ({ stream }) => stream.stream, ({ stream }) => this.make(stream, dense),
      (strip, { stream, ended }) => {
        if (ended) strip.end();
        else strip.update(stream, shared);
      });
  }

  describe(output) {
    const { format } = this.app;
    return [
      output.format,
      typeof output.deviceLatencyMillis === 'number' ? `device ${format.millis(output.deviceLatencyMillis)}` : null,
      typeof output.bufferMillis === 'number' ? `buffer ${format.millis(output.bufferMillis)}` : null,
      format.count((output.streams ?? []).length, 'stream'),
    ].filter(Boolean).join(' · ');
  }

  /** Streams in the order in which they came; those that ended stay for a while. */
  keep(streams) {
    const now = performance.now();
    const playing = new Set(streams.map(({ stream }) => stream));
    for (const stream of streams) {
      // A stream that comes again gets a new strip: the old one has let its controls go.
      if (this.streams.get(stream.stream)?.ended) this.forget(stream.stream);
      this.streams.set(stream.stream, { stream, ended: 0 });
    }
    for (const [id, entry] of this.streams) {
      if (playing.has(id)) continue;
      entry.ended ||= now;
      if (now - entry.ended > ENDED_MILLIS) this.streams.delete(id);
    }
  }

  forget(id) {
    const part = this.list.reconciled?.get(id);
    part?.remove();
    part?.element.remove();
    this.list.reconciled?.delete(id);
  }

  make(stream, dense) {
    const strip = new Strip(this.context, this.name, stream);
    this.strips.set(stream.stream, strip);
    const remove = strip.remove.bind(strip);
    strip.remove = () => {
      remove();
      if (this.strips.get(stream.stream) === strip) this.strips.delete(stream.stream);
    };
    if (!dense && this.streams.size <= FEW && matchMedia('(min-width: 900px)').matches) strip.showCurves(true);
    return strip;
  }

  levels(levels) {
    const level = levels.outputs?.[this.name];
    if (level) this.level.push(level);
    for (const [id, strip] of this.strips) {
      const own = levels.streams?.[`${this.name}/${id}`];
      if (own && !strip.ended) strip.levels(own);
    }
  }

  showTrace(trace) {
    setAttribute(this.trace, 'aria-pressed', String(Boolean(trace)));
    setText(this.traceWord, trace ? 'Stop trace' : 'Trace');
    const name = trace ? `Stop the trace of ${this.name} to ${trace.file}` : `Trace ${this.name}: a line per block to a file`;
    if (!this.trace.disabled) setAttribute(this.trace, 'title', name);
    setAttribute(this.trace, 'aria-label', name);
    // The program draws the latest trace also when it has ended.
    this.traced ||= Boolean(trace);
    this.picture.hidden = !this.traced;
  }

  async toggleTrace() {
    const { api, store } = this.app;
    const path = `/outputs/${api.segment(this.name)}/trace`;
    const running = this.output.trace;
    const request = running ? api.remove(path) : api.post(path, {});
    const answer = await this.app.attempt(request, `The trace of ${this.name} cannot be ${running ? 'stopped' : 'started'}`);
    if (answer === undefined) return;
    this.app.toast(running ? `The trace is in ${running.file}` : `Tracing ${this.name} to ${answer?.file ?? 'a file'}`, 'good');
    if (store.status) this.showTrace(running ? null : (answer ?? {}));
  }

  remove() {
    for (const strip of [...this.strips.values()]) strip.remove();
    this.listen.close();
    this.record.close();
    this.level.close();
  }
}

function matches(stream, filter) {
  return [stream.stream, stream.source, stream.key].some((text) => text?.toLowerCase().includes(filter));
}
