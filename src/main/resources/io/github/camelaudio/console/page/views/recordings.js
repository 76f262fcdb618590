/** Recordings: what is being recorded, and the files that there are. */

import { h, reconcile, setAttribute, setText } from '../dom.js';
import { emptyState, needsControl } from '../parts.js';
import { glyph } from '../lib/icons.js';
import { nameOf, RecordingRow } from '../lib/recording.js';
import { recorders } from '../lib/recorders.js';
import { Theme } from '../lib/stage.js';
import { WindowedList } from '../lib/windowed.js';

/** How often the list is asked for: while files grow, and else. */
const QUICK_MILLIS = 5000;
const SLOW_MILLIS = 20_000;

const phone = matchMedia('(max-width: 760px)');

const gaps = (recording) => recording.gaps?.length ?? 0;
const byName = (one, two) => nameOf(one).localeCompare(nameOf(two), undefined, { numeric: true });
const byText = (id) => (one, two) => (one[id] ?? '').localeCompare(two[id] ?? '');
const byNumber = (id) => (one, two) => (one[id] ?? 0) - (two[id] ?? 0);

/** The columns: how to compare, and whether the first press shows the largest first. */
const COLUMNS = {
  name: { title: 'Name', compare: byName, down: false },
  date: { title: 'Date', compare: byText('modified'), down: true },
  length: { title: 'Length', compare: byNumber('seconds'), down: true },
  format: { title: 'Format', compare: byText('format'), down: false },
  size: { title: 'Size', compare: byNumber('bytes'), down: true },
  gaps: { title: 'Gaps', compare: (one, two) => gaps(one) - gaps(two), down: true },
};

class Recordings {
  constructor(root, app) {
    this.app = app;
    this.theme = new Theme();
    this.all = [];
    this.opened = null;
    this.sort = { by: 'date', down: true };
    this.onlyGaps = false;
    this.gone = false;
    this.routes = [];
    this.build(root);
    this.windowed = new WindowedList(this.list, root.closest('main') ?? document.scrollingElement, {
      keyOf: ({ file }) => file,
      make: (recording) => new RecordingRow(this, recording),
      rowHeight: () => (phone.matches ? 68 : 50),
    });
    this.stopRecorders = recorders.on(app.api, () => this.recordersChanged());
    this.load();
  }

  build(root) {
    this.sum = h('span.chip', { hidden: true });
    this.search = h('input.field', { type: 'search', placeholder: 'Filter recordings', 'aria-label': 'Filter recordings',
      on: { input: () => this.show() } });
    this.gapsOnly = h('button.button', { type: 'button', text: 'With gaps', 'aria-pressed': 'false', on: { click: () => {
      this.onlyGaps = !this.onlyGaps;
      this.show();
    } } });
    this.order = h('select.field.rec-order', { 'aria-label': 'Sort by', on: { change: () => {
      const [by, way] = this.order.value.split(' ');
      this.sort = { by, down: way === 'down' };
      this.show();
    } } }, Object.entries(COLUMNS).flatMap(([by, { title, down }]) => [down, !down].map((way) =>
      h('option', { value: `${by} ${way ? 'down' : 'up'}`, text: `${title} ${way ? '↓' : '↑'}` }))));
    this.heads = Object.fromEntries(Object.entries(COLUMNS).map(([by, { title }]) => [by,
      h(`button.rec-head.rec-${by}`, { type: 'button', on: { click: () => this.sortBy(by) } }, h('span', { text: title }))]));
    this.head = h('div.rec-heads', { role: 'group', 'aria-label': 'Sort by' }, Object.values(this.heads));
    this.list = h('div.rec-list', { role: 'list', 'aria-label': 'Recordings' });
    this.card = h('div.rec-card.card', { hidden: true }, this.head, this.list);
    this.running = h('section.rec-running', { 'aria-label': 'Being recorded', hidden: true });
    this.tools = h('div.rec-tools', { hidden: true }, h('label.search', null, glyph('search'), this.search), this.gapsOnly, this.order);
    this.nothing = h('p.rec-nothing', { role: 'status', hidden: true });
    this.none = emptyState({ icon: 'recordings', title: 'There are no recordings',
      text: 'Press Record at a stream or an output in the view of streams, or let a route write its streams to files:',
      command: '.to("wav:recordings?fileName=${date:now:yyyyMMdd-HHmmss}.wav")' });
    this.none.hidden = true;
    root.append(h('header.view-head', null, h('h2', { text: 'Recordings' }), this.sum, this.tools),
      this.running, this.none, this.nothing, this.card);
  }

  async load() {
    clearTimeout(this.timer);
    try {
      const { recordings } = await this.app.api.recordings();
      if (this.gone) return;
      this.all = recordings;
      this.failure = null;
    } catch (e) {
      if (this.gone) return;
      this.failure = e.message;
    }
    this.show();
    const grows = this.all.some(({ open }) => open) || recorders.running.length > 0;
    this.timer = setTimeout(() => this.load(), grows ? QUICK_MILLIS : SLOW_MILLIS);
  }

  show() {
    const words = this.search.value.trim().toLowerCase();
    const { compare } = COLUMNS[this.sort.by];
    const sign = this.sort.down ? -1 : 1;
    const shown = this.all
      .filter((recording) => !this.onlyGaps || gaps(recording) > 0)
      .filter(({ file, format, stream }) => !words || [file, format, stream].some((text) => text?.toLowerCase().includes(words)))
      .sort((one, two) => sign * compare(one, two) || byName(one, two));
    this.card.hidden = shown.length === 0;
    this.tools.hidden = this.all.length === 0;
    this.none.hidden = this.all.length > 0 || Boolean(this.failure) || !this.running.hidden;
    this.nothing.hidden = shown.length > 0 || (this.all.length === 0 && !this.failure);
    setText(this.nothing, this.failure ? `The recordings cannot be listed: ${this.failure}`
      : 'No recording matches the filter.');
    this.showSum(shown);
    this.showSort();
    setAttribute(this.gapsOnly, 'aria-pressed', String(this.onlyGaps));
    this.windowed.set(shown);
  }

  showSum(shown) {
    const { format } = this.app;
    const bytes = shown.reduce((sum, recording) => sum + (recording.bytes ?? 0), 0);
    const seconds = shown.reduce((sum, recording) => sum + (recording.seconds ?? 0), 0);
    this.sum.hidden = this.all.length === 0;
    const count = shown.length === this.all.length ? format.count(shown.length, 'file')
      : `${format.number(shown.length)} of ${format.count(this.all.length, 'file')}`;
    setText(this.sum, `${count} · ${format.age(seconds * 1000)} · ${format.bytes(bytes)}`);
  }

  showSort() {
    const { by, down } = this.sort;
    this.order.value = `${by} ${down ? 'down' : 'up'}`;
    for (const [id, head] of Object.entries(this.heads)) {
      setAttribute(head, 'data-way', id === by ? (down ? 'down' : 'up') : null);
      const now = id === by ? `, now ${down ? 'descending' : 'ascending'}` : '';
      setAttribute(head, 'aria-label', `Sort by ${COLUMNS[id].title.toLowerCase()}${now}`);
    }
  }

  sortBy(by) {
    this.sort = { by, down: this.sort.by === by ? !this.sort.down : COLUMNS[by].down };
    this.show();
  }

  /** Opens the panel of a file; null closes it. */
  open(file) {
    this.opened = file;
    this.windowed.open(file);
  }

  grown(pixels) {
    this.windowed.grown(pixels);
  }

  /** A file has been deleted: the row after it gets the focus. */
  removed({ file }) {
    const index = this.windowed.items.findIndex((item) => item.file === file);
    this.all = this.all.filter((item) => item.file !== file);
    this.open(null);
    this.show();
    this.windowed.focus(Math.min(index, this.windowed.items.length - 1));
  }

  recordersChanged() {
    const files = recorders.running.map(({ file }) => file).join('\n');
    this.showRunning();
    if (this.files !== undefined && files !== this.files) this.load();
    this.files = files;
  }

  update(status) {
    this.routes = (status.recorders ?? []).flatMap(({ name, trouble, files }) => {
      const open = (files ?? []).map((file) => ({ id: `${name} ${file.file}`, source: name, trouble, ...file, route: true }));
      // One that cannot write has no file, and is what one must see.
      return open.length > 0 || !trouble ? open : [{ id: name, file: name, source: 'It writes nothing', trouble, route: true }];
    });
    this.showRunning();
  }

  /** Recorders that were started here can be stopped here; those of routes with their route. */
  showRunning() {
    const same = (one, two) => one.file === two.file || one.file.endsWith(`/${two.file}`) || one.file.endsWith(`:${two.file}`);
    const others = this.routes.filter((route) => !recorders.running.some((own) => same(route, own)));
    const own = recorders.running.map((each) =>
      ({ ...each, trouble: each.trouble ?? this.routes.find((route) => same(route, each))?.trouble }));
    const all = [...own, ...others];
    this.running.hidden = all.length === 0;
    reconcile(this.running, all, ({ id, route }) => `${route ? 'route' : 'own'} ${id}`,
      (recorder) => this.makeRunning(recorder), (part, recorder) => part.update(recorder));
    this.none.hidden ||= all.length > 0;
  }

  makeRunning(recorder) {
    const { app } = this;
    const time = h('b.running-time');
    const trouble = h('p.running-trouble', { role: 'status', hidden: true });
    const lost = h('p.running-trouble', { hidden: true });
    const stop = recorder.route ? h('span.muted', { text: 'by a route' })
      : needsControl(h('button.button.small', { type: 'button', 'aria-label': `Stop recording to ${recorder.file}`, on: {
        click: () => app.attempt(recorders.stop(recorder.id), `The recording ${recorder.file} cannot be stopped`),
      } }, glyph('stop'), h('span', { text: 'Stop' })));
    const element = h('div.running.card', null, h('span.rec-dot', { 'aria-hidden': 'true' }),
      h('div.running-name', null, h('strong', { text: recorder.file, title: recorder.file }),
        h('span', { text: recorder.stream ? `${recorder.source} · ${recorder.stream}` : recorder.source }), trouble, lost), time, stop);
    return { element, update: (now) => {
      setText(time, app.format.duration(now.seconds));
      trouble.hidden = !now.trouble;
      setText(trouble, now.trouble ?? '');
      lost.hidden = !(now.lostFrames > 0);
      setText(lost, lost.hidden ? '' : `${app.format.count(now.lostFrames, 'frame')} lost`);
    } };
  }

  unmount() {
    this.gone = true;
    clearTimeout(this.timer);
    this.stopRecorders();
    this.windowed.close();
    this.theme.close();
  }
}

export default {
  id: 'recordings',
  title: 'Recordings',
  mount: (root, app) => new Recordings(root, app),
};
