/** The log: the latest thousand lines, live; filter by level and text, pause, copy. */
import { h, setAttribute, setText } from '../dom.js';
import { icon } from '../icons.js';
import { button, emptyState } from '../parts.js';
import { count, dateTime, number, time } from '../format.js';

const MAX_LINES = 1000;
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

export default { id: 'log', title: 'Log', mount: (root, app) => new LogView(root, app) };

class LogView {
  #app;
  #lines = [];
  #early = [];
  #waiting = [];
  #paused = false;
  #following = true;
  #needle = '';
  #least = 0;
  #rows = h('ol.log-lines');
  #scroll = h('div.log-scroll.card', { tabindex: '0', role: 'region', 'aria-label': 'Log lines' }, this.#rows);
  #empty = emptyState({ icon: 'log', title: 'No lines yet', text: 'What the program logs from now on stands here.' });
  #counter = h('p.muted');
  #pause;
  #latest;
  #stops;

  constructor(root, app) {
    this.#app = app;
    const search = h('input.field', { type: 'search', placeholder: 'Filter', 'aria-label': 'Filter lines by text',
      on: { input: () => this.#filter(search.value, this.#least) } });
    const level = h('select.field', { 'aria-label': 'Least severe level',
      on: { change: () => this.#filter(this.#needle, Number(level.value)) } },
    [['0', 'All levels'], ['2', 'Info and above'], ['3', 'Warnings, errors'], ['4', 'Errors']]
      .map(([value, text]) => h('option', { value, text })));
    this.#pause = button({ label: 'Pause', icon: 'suspend', onClick: () => this.#togglePause() });
    this.#latest = button({ label: 'Latest lines', kind: 'primary small to-latest', onClick: () => this.#follow() });
    this.#latest.hidden = true;
    root.append(h('header.view-head', {}, h('h2', { text: 'Log' }), this.#counter,
      h('label.search', {}, icon('search'), search), level, this.#pause,
      button({ label: 'Copy', icon: 'copy', onClick: () => this.#copy() })),
    h('div.log-frame', {}, this.#scroll, this.#latest), this.#empty);
    this.#empty.hidden = true;
    this.#scroll.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#stops = [app.store.on('log', (line) => this.#take(line)),
      app.store.on('connection', ({ state }) => state === 'live' && this.#load())];
    this.#load();
  }

  unmount() {
    for (const stop of this.#stops) stop();
  }

  /** Loads what there is, also after a break; lines that come meanwhile are added once. */
  async #load() {
    if (this.#early === null) this.#early = [];
    const answer = await this.#app.attempt(this.#app.api.log(), 'The log');
    const early = this.#early ?? [];
    this.#early = null;
    if (answer === undefined) return;
    const lines = Array.isArray(answer) ? answer : answer.lines ?? [];
    const known = new Set(lines.slice(-100).map(keyOf));
    this.#lines = [];
    this.#rows.replaceChildren();
    this.#append([...lines, ...early.filter((line) => !known.has(keyOf(line)))]);
  }

  #take(line) {
    if (this.#early !== null) this.#early.push(line);
    else if (this.#paused) this.#hold(line);
    else this.#append([line]);
  }

  #hold(line) {
    this.#waiting.push(line);
    if (this.#waiting.length > MAX_LINES) this.#waiting.shift();
    setText(this.#pause.lastElementChild, `Resume (${number(this.#waiting.length)})`);
  }

  #append(lines) {
    const made = lines.slice(-MAX_LINES).map((line) => ({ line, element: row(line) }));
    for (const one of made) one.element.hidden = !this.#matches(one.line);
    this.#lines.push(...made);
    this.#rows.append(...made.map((one) => one.element));
    while (this.#lines.length > MAX_LINES) this.#lines.shift().element.remove();
    this.#shown();
    if (this.#following) this.#scroll.scrollTop = this.#scroll.scrollHeight;
    else this.#latest.hidden = false;
  }

  #filter(text, least) {
    this.#needle = text.trim().toLowerCase();
    this.#least = least;
    for (const { line, element } of this.#lines) element.hidden = !this.#matches(line);
    this.#shown();
    this.#follow();
  }

  #matches(line) {
    const level = LEVELS.indexOf(line.level);
    return (level < 0 || level >= this.#least)
      && (this.#needle === '' || `${line.message} ${line.logger}`.toLowerCase().includes(this.#needle));
  }

  #shown() {
    const shown = this.#lines.reduce((sum, one) => sum + (one.element.hidden ? 0 : 1), 0);
    setText(this.#counter, shown === this.#lines.length ? count(shown, 'line')
      : `${number(shown)} of ${count(this.#lines.length, 'line')}`);
    this.#empty.hidden = this.#lines.length > 0;
    this.#scroll.parentElement.hidden = this.#lines.length === 0;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
    this.#following = scrollHeight - scrollTop - clientHeight < 30;
    if (this.#following) this.#latest.hidden = true;
  }

  #follow() {
    this.#following = true;
    this.#latest.hidden = true;
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  #togglePause() {
    this.#paused = !this.#paused;
    this.#pause.replaceChildren(icon(this.#paused ? 'start' : 'suspend'), h('span', { text: this.#paused ? 'Resume' : 'Pause' }));
    setAttribute(this.#pause, 'class', `button${this.#paused ? ' primary' : ''}`);
    if (this.#paused) return;
    this.#append(this.#waiting);
    this.#waiting = [];
  }

  async #copy() {
    const lines = this.#lines.filter((one) => !one.element.hidden).map(({ line }) =>
      `${line.time} ${line.level.padEnd(5)} ${line.logger} ${line.message}`);
    try {
      await navigator.clipboard.writeText(`${lines.join('\n')}\n`);
      this.#app.toast(`${count(lines.length, 'line')} copied.`, 'good');
    } catch (e) {
      this.#app.toast(`The browser does not allow copying (${e.message}). Select the lines instead.`, 'bad');
    }
  }
}

const keyOf = (line) => `${line.time} ${line.message}`;

function row(line) {
  return h('li', { data: { level: line.level } },
    h('time', { datetime: line.time, title: dateTime(line.time), text: time(line.time) }),
    h('span.log-level', { text: line.level }),
    h('span.log-logger', { title: line.logger, text: (line.logger ?? '').split('.').pop() }),
    h('span.log-message', { text: line.message }));
}
