/**
 * The table of a station's listeners. Only the rows in sight are in the document, so that a thousand
 * listeners cost what twenty do.
 */
import { h, reconcile, setAttribute, setText } from '../dom.js';
import { button, confirm } from '../parts.js';
import { age, dateTime, millis, number } from '../format.js';

const ROW_PIXELS = 44;
const SPARE_ROWS = 8;
/** The bar of the queue is full at this many milliseconds. */
const QUEUE_SCALE_MILLIS = 500;

const COLUMNS = [
  { key: 'peer', title: 'Listener', compare: (a, b) => a.peer.localeCompare(b.peer, undefined, { numeric: true }) },
  { key: 'joined', title: 'Since', compare: (a, b) => a.joined.localeCompare(b.joined) },
  { key: 'queuedMillis', title: 'Queued', compare: (a, b) => b.queuedMillis - a.queuedMillis },
  { key: 'sentBlocks', title: 'Sent blocks', numeric: true, compare: (a, b) => b.sentBlocks - a.sentBlocks },
  { key: 'droppedBlocks', title: 'Dropped', numeric: true, compare: (a, b) => b.droppedBlocks - a.droppedBlocks },
];

export class ListenerTable {
  #station;
  #app;
  #all = [];
  #shown = [];
  #needle = '';
  #column = null;
  #reversed = false;
  #headers = new Map();
  #before = h('tr.spacer', { 'aria-hidden': 'true' }, h('td'));
  #after = h('tr.spacer', { 'aria-hidden': 'true' }, h('td'));
  #body = h('tbody');
  #table;
  #none = h('p.nobody', { text: 'No listener matches.' });
  #scroll;

  constructor(station, app) {
    this.#station = station;
    this.#app = app;
    this.#table = h('table.table', { 'aria-label': `Listeners of ${station}` },
      h('thead', {}, h('tr', {}, COLUMNS.map((column) => this.#header(column)),
        h('th', { scope: 'col' }, h('span.visually-hidden', { text: 'Disconnect' })))),
      h('tbody', {}, this.#before), this.#body, h('tbody', {}, this.#after));
    this.#scroll = h('div.table-scroll', { tabindex: '0', role: 'region', 'aria-label': `Listeners of ${station}, scrollable` },
      this.#table, this.#none);
    this.#scroll.addEventListener('scroll', () => this.#render(), { passive: true });
    this.element = this.#scroll;
  }

  update(listeners) {
    this.#all = listeners;
    this.#arrange();
  }

  search(text) {
    this.#needle = text.trim().toLowerCase();
    this.#scroll.scrollTop = 0;
    this.#arrange();
  }

  #header(column) {
    const sort = h('button.sort', { type: 'button', text: column.title, on: { click: () => this.#sortBy(column) } });
    const cell = h('th', { scope: 'col', class: `c-${column.key}${column.numeric ? ' numeric' : ''}` }, sort);
    this.#headers.set(column, cell);
    return cell;
  }

  #sortBy(column) {
    this.#reversed = this.#column === column && !this.#reversed;
    this.#column = column;
    for (const [one, cell] of this.#headers) {
      setAttribute(cell, 'aria-sort', one === column ? (this.#reversed ? 'descending' : 'ascending') : null);
    }
    this.#arrange();
  }

  #arrange() {
    this.#shown = this.#needle === '' ? [...this.#all]
      : this.#all.filter((one) => `${one.peer} ${one.key ?? ''}`.toLowerCase().includes(this.#needle));
    if (this.#column) this.#shown.sort(this.#column.compare);
    if (this.#reversed) this.#shown.reverse();
    setAttribute(this.#table, 'aria-rowcount', this.#shown.length + 1);
    this.#none.hidden = this.#shown.length > 0 || this.#all.length === 0;
    this.#render();
  }

  #render() {
    const visible = Math.ceil((this.#scroll.clientHeight || 600) / ROW_PIXELS);
    const first = Math.max(0, Math.min(Math.floor(this.#scroll.scrollTop / ROW_PIXELS) - SPARE_ROWS,
      this.#shown.length - visible));
    const last = Math.min(this.#shown.length, first + visible + 2 * SPARE_ROWS);
    space(this.#before, first);
    space(this.#after, this.#shown.length - last);
    const rows = this.#shown.slice(first, last).map((listener, i) => ({ listener, index: first + i + 2 }));
    reconcile(this.#body, rows, ({ listener }) => listener.id, ({ listener }) => this.#row(listener), updateRow);
  }

  #row(listener) {
    const cells = Object.fromEntries(COLUMNS.map((column) => [column.key, h('td', { class: `c-${column.key}${column.numeric ? ' numeric' : ''}` })]));
    const queue = h('span.bar-fill');
    const queued = h('span.queued');
    const key = h('span.chip');
    const peer = h('span.peer', { text: listener.peer });
    cells.peer.append(peer, key);
    cells.queuedMillis.append(h('span.bar', { 'aria-hidden': 'true' }, queue), queued);
    const end = button({ label: `Disconnect ${listener.peer}`, icon: 'close', iconOnly: true, kind: 'quiet small', control: true,
      onClick: () => this.#disconnect(listener) });
    const element = h('tr', {}, Object.values(cells), h('td.c-action', {}, end));
    return { element, cells, queue, queued, key };
  }

  async #disconnect(listener) {
    const yes = await confirm({ title: 'Disconnect this listener?', action: 'Disconnect',
      text: `${listener.peer} hears nothing more from ${this.#station}. It may connect again.` });
    if (!yes) return;
    const apply = (status) => {
      const station = status.stations.find((one) => one.name === this.#station);
      if (station) station.listeners = station.listeners.filter((one) => one.id !== listener.id);
    };
    const request = async () => (await this.#app.api.disconnect(this.#station, listener.id)) ?? true;
    if (await this.#app.attempt(this.#app.store.change(apply, request), `Disconnect ${listener.peer}`)) {
      this.#app.toast(`${listener.peer} is disconnected.`, 'good');
    }
  }
}

function updateRow({ element, cells, queue, queued, key }, { listener, index }) {
  setAttribute(element, 'aria-rowindex', index);
  const queuedMillis = listener.queuedMillis ?? 0;
  key.hidden = !listener.key;
  setText(key, listener.key ?? '');
  setText(cells.joined, age(Date.now() - new Date(listener.joined)));
  setAttribute(cells.joined, 'title', dateTime(listener.joined));
  setText(queued, millis(queuedMillis));
  queue.style.width = `${Math.min(100, (queuedMillis / QUEUE_SCALE_MILLIS) * 100)}%`;
  setAttribute(queue, 'data-tone', queuedMillis > QUEUE_SCALE_MILLIS * 0.7 ? 'warn' : null);
  setText(cells.sentBlocks, number(listener.sentBlocks));
  setText(cells.droppedBlocks, number(listener.droppedBlocks));
  setAttribute(cells.droppedBlocks, 'data-tone', listener.droppedBlocks > 0 ? 'warn' : null);
}

/** One cell without a span: columns that a phone does not show must not come back. */
function space(row, rows) {
  row.hidden = rows <= 0;
  row.firstElementChild.style.height = `${Math.max(0, rows) * ROW_PIXELS}px`;
}
