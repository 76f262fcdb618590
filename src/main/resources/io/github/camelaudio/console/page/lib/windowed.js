// A list of which only the rows in view are in the document, so that thousands stay quick.

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
    this.rows = new Map();
    this.items = [];
    this.opened = null;
    this.extra = 0;
    this.waiting = 0;
    this.request = () => {
      this.waiting ||= requestAnimationFrame(() => this.render());
    };
    scroller.addEventListener('scroll', this.request, { passive: true });
    this.sizes = new ResizeObserver(this.request);
    this.sizes.observe(scroller);
    element.addEventListener('keydown', (event) => this.key(event));
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

  /** Draws the rows in view, and the one that is `wanted` for the focus. */
  render(wanted = null) {
    cancelAnimationFrame(this.waiting);
    this.waiting = 0;
    this.height = this.rowHeight();
    this.openIndex = this.opened === null ? -1 : this.items.findIndex((item) => this.keyOf(item) === this.opened);
    const count = this.items.length;
    this.element.style.height = `${count * this.height + (this.openIndex >= 0 ? this.extra : 0)}px`;
    const above = this.scroller.getBoundingClientRect().top - this.element.getBoundingClientRect().top;
    const first = Math.max(0, this.at(above) - SPARE);
    const end = Math.min(count, this.at(above + this.scroller.clientHeight) + 1 + SPARE);
    const focused = wanted ?? this.keyAt(document.activeElement);
    const shown = new Map();
    this.items.forEach((item, index) => {
      const key = this.keyOf(item);
      // The open row plays on out of view, and the row with the focus keeps it.
      if ((index >= first && index < end) || index === this.openIndex || key === focused) shown.set(key, index);
    });
    this.place(shown);
  }

  /** Rows that are gone go first: a row that moved in the document would lose the focus. */
  place(shown) {
    for (const [key, row] of this.rows) {
      if (shown.has(key)) continue;
      row.remove();
      row.element.remove();
      this.rows.delete(key);
    }
    let next = this.element.firstElementChild;
    for (const [key, index] of shown) {
      const row = this.rows.get(key) ?? this.add(key, index);
      if (row.element === next) next = next.nextElementSibling;
      else this.element.insertBefore(row.element, next);
      const place = `translateY(${this.top(index)}px)`;
      if (row.element.style.transform !== place) row.element.style.transform = place;
      row.update(this.items[index], index, this.items.length);
    }
  }

  add(key, index) {
    const row = this.make(this.items[index]);
    row.element.dataset.key = key;
    this.rows.set(key, row);
    return row;
  }

  keyAt(element) {
    return this.element.contains(element) ? (element.closest('[data-key]')?.dataset.key ?? null) : null;
  }

  key(event) {
    const handle = event.target.closest('[data-row]');
    if (!handle || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = this.items.findIndex((item) => this.keyOf(item) === this.keyAt(handle));
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
    const key = this.keyOf(item);
    this.render(key);
    const row = this.rows.get(key);
    row.handle.focus({ preventScroll: true });
    row.handle.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  }

  close() {
    cancelAnimationFrame(this.waiting);
    this.scroller.removeEventListener('scroll', this.request);
    this.sizes.disconnect();
    for (const row of this.rows.values()) row.remove();
  }
}
