/** The devices: what routes use now, and what the machine has. */
import { h, reconcile, setAttribute, setText } from '../dom.js';
import { icon } from '../icons.js';
import { button, emptyState, Meter, stateTag } from '../parts.js';
import { count, millis, number } from '../format.js';
import { shortFormat } from './flow-edges.js';

const TONES = { playing: 'good', open: 'good', silent: 'idle', absent: 'bad' };

export default { id: 'devices', title: 'Devices', mount: (root, app) => new DevicesView(root, app) };

class DevicesView {
  #app;
  #used = h('div.device-cards');
  #usedEmpty = h('p.muted', { text: 'No route plays to a speaker or reads a microphone.' });
  #playback = h('ul.device-list');
  #capture = h('ul.device-list');
  #trouble = h('p.trouble', { role: 'status' });
  #refresh;
  #meters = new Map();

  constructor(root, app) {
    this.#app = app;
    this.#refresh = button({ label: 'Refresh', icon: 'refresh', onClick: () => this.#load() });
    root.append(
      h('header.view-head', {}, h('h2', { text: 'Devices' }), this.#refresh),
      h('section', { 'aria-labelledby': 'devices-used' }, h('h3.section-title', { id: 'devices-used', text: 'In use' }), this.#used, this.#usedEmpty),
      this.#trouble,
      h('div.device-columns', {},
        h('section', { 'aria-labelledby': 'devices-playback' }, h('h3.section-title', { id: 'devices-playback', text: 'Can play' }), this.#playback),
        h('section', { 'aria-labelledby': 'devices-capture' }, h('h3.section-title', { id: 'devices-capture', text: 'Can record' }), this.#capture)));
    this.#load();
  }

  update(status) {
    const used = [
      ...(status.outputs ?? []).filter((one) => one.kind === 'speaker').map((one) => ({ ...one, icon: 'speaker' })),
      ...(status.microphones ?? []).map((one) => ({ ...one, icon: 'mic' })),
    ];
    this.#usedEmpty.hidden = used.length > 0;
    this.#meters.clear();
    reconcile(this.#used, used, (one) => one.name, createUsed, (part, one) => {
      part.update(one);
      if (one.icon === 'speaker') this.#meters.set(one.name, part.meter);
    });
  }

  levels(levels) {
    for (const [name, meter] of this.#meters) meter.set(levels.outputs?.[name]?.peakDecibels);
  }

  async #load() {
    this.#refresh.disabled = true;
    this.#refresh.classList.add('busy');
    try {
      const found = await this.#app.api.devices();
      setText(this.#trouble, '');
      list(this.#playback, found.playback ?? [], 'speaker', {
        title: 'Nothing can play here', text: 'Plug a device in and refresh. Until then routes to speaker: run on, silently.' });
      list(this.#capture, found.capture ?? [], 'mic', {
        title: 'Nothing can record here', text: 'Plug a microphone in and refresh, or send from another machine.' });
    } catch (e) {
      setText(this.#trouble, `The devices cannot be listed: ${e.message}`);
    } finally {
      this.#refresh.disabled = false;
      this.#refresh.classList.remove('busy');
    }
  }
}

function createUsed(one) {
  const tag = stateTag();
  const trouble = h('p.device-trouble');
  const figures = h('dl.figures');
  const meter = new Meter({ label: `Level of ${one.name}` });
  meter.element.hidden = one.icon !== 'speaker';
  const element = h('section.card.device', { 'aria-label': one.name },
    h('header.device-head', {}, h('span.node-icon', {}, icon(one.icon)), h('h4', { text: one.name }), tag.element),
    trouble, meter.element, figures);
  return {
    element,
    meter,
    update(now) {
      tag.set(now.trouble ? 'bad' : TONES[now.state] ?? 'idle', now.state);
      setText(trouble, now.trouble ?? '');
      trouble.hidden = !now.trouble;
      setAttribute(element, 'data-tone', now.trouble ? 'bad' : null);
      const values = now.icon === 'speaker'
        ? [['Format', shortFormat(now.format)], ['Streams', number(now.streams?.length ?? 0)],
          ['Buffer', millis(now.bufferMillis)], ['Device latency', millis(now.deviceLatencyMillis)]]
        : [['Format', shortFormat(now.format) || '–'], ['Dropped blocks', number(now.droppedBlocks)]];
      reconcile(figures, values, ([name]) => name, ([name]) => {
        const value = h('dd');
        return { element: h('div', {}, h('dt', { text: name }), value), value };
      }, (part, [, text]) => setText(part.value, text));
    },
  };
}

function list(element, devices, name, empty) {
  element.replaceChildren(...devices.map((device) => h('li.card.device-row', {}, icon(name),
    h('div', {}, h('strong', { text: device.name }),
      device.lines?.length ? h('p.muted', { text: lines(device) }) : null),
    device.default ? h('span.chip', { text: 'default' }) : null)));
  if (devices.length === 0) {
    const message = emptyState({ icon: name, ...empty });
    message.classList.add('small');
    element.replaceChildren(h('li', {}, message));
  }
}

/** Many formats are of little use on one line: three, and how many more. */
function lines(device) {
  const [first, second, third, ...rest] = device.lines;
  return [first, second, third].filter(Boolean).join(' · ') + (rest.length > 0 ? ` · ${count(rest.length, 'more', 'more')}` : '');
}
