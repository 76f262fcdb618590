// A list of which only the rows in view are in the document, so that thousands stay quick.

import { reconcile } from '../dom.js';

/** Rows above and below the window that are kept ready. */
const SPARE = 6;

/**
 * Rows have one height; one of them may be open and is as much higher as its content. Arrow keys, Home
 * and End move between the rows.
 */
export class WindowedList {
  /**
   * @param {Element} element what the rows are put into
   * @param {Element} scroller what scrolls
   * @param options `keyOf(item)`, `make(item)` gives {element, handle (has the focus), update(item, index,
   *     count), remove()}, `rowHeight()` in pixels
   */
  constructor(element, scroller, { keyOf, make, rowHeight }) {
    this.element = element;
    this.scroller = scroller;
    this.keyOf = keyOf;
    this.make = make;
    this.rowHeight = rowHeight;
    this.items = [];
    this.opened = null;
    this.extra = 0;
    this.held = null;
    this.waiting = 0;
    this.request = () => {
      this.waiting ||= requestAnimationFrame(() => this.render());
    };
    scroller.addEventListener('scroll', this.request, { passive: true });
    this.sizes = new ResizeObserver(this.request);
    this.sizes.observe(scroller);
    element.addEventListener('keydown', (event) => this.key(event));
    element.addEventListener('focusin', (event) => { this.held = event.target.closest('[data-key]')?.dataset.key ?? null; });
    element.addEventListener('focusout', () => { this.held = null; });
  }

  set(items) {
    this.items = items;
    this.render();
  }

  /** Opens the row of a key and closes the other; null closes it. */
  open(key) {
    this.opened = key;
    this.extra = 0;
    this.render();
  }

  /** The content of the open row has this height now. */
  grown(pixels) {
    if (pixels === this.extra) return;
    this.extra = pixels;
    this.request();
  }

  top(index) {
    const open = this.openIndex >= 0 && index > this.openIndex ? this.extra : 0;
    return index * this.height + open;
  }

  /** The row at a height, from the top of the list. */
  at(pixels) {
    const below = this.openIndex >= 0 && pixels > this.top(this.openIndex) + this.height ? this.extra : 0;
    return Math.floor((pixels - below) / this.height);
  }

  render() {
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    this.height = this.rowHeight();
    this.openIndex = this.opened === null ? -1 : this.items.findIndex((item) => this.keyOf(item) === this.opened);
    const count = this.items.length;
    this.element.style.height = `${count * this.height + (this.openIndex >= 0 ? this.extra : 0)}px`;
    const above = this.scroller.getBoundingClientRect().top - this.element.getBoundingClientRect().top;
    const first = Math.max(0, this.at(above) - SPARE);
    const end = Math.min(count, this.at(above + this.scroller.clientHeight) + 1 + SPARE);
    const shown = [];
    this.items.forEach((item, index) => {
      // The open row plays on out of view, and the row with the focus keeps it.
      const kept = (index >= first && index < end) || index === this.openIndex || this.keyOf(item) === this.held;
      if (kept) shown.push({ item, index });
    });
    reconcile(this.element, shown, ({ item }) => this.keyOf(item), ({ item }) => {
      const row = this.make(item);
      row.element.dataset.key = this.keyOf(item);
      return row;
    }, (row, { item, index }) => {
      const place = `translateY(${this.top(index)}px)`;
      if (row.element.style.transform !== place) row.element.style.transform = place;
      row.update(item, index, count);
    });
  }

  key(event) {
    const handle = event.target.closest('[data-row]');
    if (!handle || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = this.items.findIndex((item) => this.keyOf(item) === this.held);
    const last = this.items.length - 1;
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.height) - 1);
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: last, PageDown: index + page,
      PageUp: index - page }[event.key];
    if (next === undefined || index < 0) return;
    event.preventDefault();
    this.focus(Math.max(0, Math.min(last, next)));
  }

  /** Brings a row into view and gives it the focus. */
  focus(index) {
    const item = this.items[index];
    if (!item) return;
    this.held = this.keyOf(item);
    this.render();
    const row = this.element.reconciled.get(this.held);
    row.handle.focus({ preventScroll: true });
    row.handle.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }

  close() {
    cancelAnimationFrame(this.waiting);
    this.scroller.removeEventListener('scroll', this.request);
    this.sizes.disconnect();
    for (const row of this.element.reconciled?.values() ?? []) row.remove();
  }
}
