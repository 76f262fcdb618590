// Curves of the last five minutes of a stream, drawn by uPlot in the colours of the style sheet.

import { h, setAttribute, setText } from '../dom.js';
import { FLOOR_DECIBELS } from '../format.js';
import { SECONDS } from './history.js';

/** What can be shown: each chart with its curves: name in the history, label, colour. */
export const CHARTS = [
  { id: 'delay', title: 'Delay', unit: 'ms', digits: 1,
    curves: [['delayMillis', 'Delay', 'accent'], ['targetMillis', 'Target', 'idle']] },
  { id: 'jitter', title: 'Jitter', unit: 'ms', digits: 1, zero: true, curves: [['jitterMillis', 'Jitter', 'accent']] },
  { id: 'loss', title: 'Loss', unit: '%', digits: 1, zero: true,
    curves: [['concealedPercent', 'Concealed', 'bad'], ['latePercent', 'Late', 'meter-mid'], ['droppedPercent', 'Dropped', 'idle']] },
  { id: 'level', title: 'Level', unit: 'dB', digits: 1, range: [-60, 0],
    curves: [['peakDecibels', 'Peak', 'meter-mid'], ['lufs', 'LUFS', 'accent']] },
];

const HEIGHT = 112;
/** The axis of time grows with what there is to show. */
const WINDOWS = [60, 120, SECONDS];
const SPEAK_MILLIS = 5000;

let library = null;

/**
 * Loads uPlot when the first curve is shown. As a script, which makes it a global: of the webjar's
 * files only that one is minified, 50 KB instead of 140.
 */
function uplot() {
  library ??= Promise.all([
    loaded(h('script', { src: '/webjars/uplot/uPlot.iife.min.js' })),
    loaded(h('link', { rel: 'stylesheet', href: '/webjars/uplot/uPlot.min.css' })),
  ]).then(() => window.uPlot);
  return library;
}

function loaded(element) {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', () => reject(new Error(`${element.src ?? element.href} does not load`)));
    document.head.append(element);
  });
}

/** The next of 1, 2, 5, 10, 20 … */
function roundUp(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].find((step) => step * unit >= value) * unit;
}

/** The least room that an axis shows, so that noise of 0.1 ms does not look like a storm. */
function range(chart, low, high) {
  if (chart.range) return chart.range;
  if (low === null || high === null) return [0, 1];
  const least = chart.unit === 'ms' ? (chart.zero ? 5 : 20) : 1;
  if (chart.zero) return [0, high > least ? roundUp(high * 1.1) : least];
  const room = Math.max(least, (high - low) * 1.3);
  const middle = (low + high) / 2;
  const bottom = Math.max(0, middle - room / 2);
  return [bottom, bottom + room];
}

/** One chart with its heading: name, and of each curve the value at the cursor, or now. */
class Chart {
  constructor(chart, theme, format) {
    this.chart = chart;
    this.theme = theme;
    this.format = format;
    this.plot = null;
    this.spoken = 0;
    this.end = 0;
    this.window = WINDOWS[0];
    this.values = chart.curves.map(([, label, colour]) => {
      const value = h('b');
      return { value, element: h(`span.curve-value.tone-${colour}`, null, `${label} `, value) };
    });
    this.body = h('div.curve-body', { role: 'img', 'aria-label': `${chart.title} over time` });
    this.element = h('section.curve', null,
      h('header.curve-head', null, h('h5', { text: `${chart.title} (${chart.unit})` }),
        this.values.map(({ element }) => element)),
      this.body);
    this.sizes = new ResizeObserver(([entry]) => {
      this.plot?.setSize({ width: Math.max(80, entry.contentRect.width), height: HEIGHT });
    });
    this.sizes.observe(this.body);
  }

  start(Plot) {
    const { chart, theme } = this;
    const axis = { stroke: () => theme['text-2'], grid: { stroke: () => theme.line, width: 1 },
      ticks: { show: false }, font: `11px ${theme.font}` };
    this.plot = new Plot({
      width: Math.max(80, this.body.clientWidth),
      height: HEIGHT,
      padding: [6, 4, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'streams' }, y: false, drag: { x: false, y: false },
        points: { size: 6, fill: (u, i) => theme[chart.curves[i - 1][2]] } },
      scales: { x: { time: false, range: () => [this.end - this.window, this.end] },
        y: { range: (u, low, high) => range(chart, low, high) } },
      axes: [
        { ...axis, size: 20, gap: 2, splits: () => this.times().map((ago) => this.end - ago),
          values: () => this.times().map((ago, i) => this.ago(ago, i)) },
        { ...axis, size: 38, gap: 4, splits: (u, i, low, high) => [low, (low + high) / 2, high],
          values: (u, splits) => splits.map((value) => this.tick(value, splits)) },
      ],
      series: [{}, ...chart.curves.map(([name, , colour]) => ({
        stroke: () => theme[colour],
        width: 1.5,
        dash: name === 'targetMillis' ? [5, 4] : undefined,
        points: { show: false },
      }))],
      hooks: { setCursor: [() => this.head()] },
    }, [[], ...chart.curves.map(() => [])], this.body);
  }

  /** Places on the axis of time, in seconds before now; the outer two have no text. */
  times() {
    const step = this.window / (this.window === SECONDS ? 5 : 4);
    return Array.from({ length: Math.round(this.window / step) + 1 }, (_, i) => this.window - i * step);
  }

  ago(seconds, i) {
    if (seconds === 0 || seconds === this.window) return '';
    const minutes = this.window === SECONDS;
    const value = `−${this.format.number(minutes ? seconds / 60 : seconds)}`;
    return i === 1 ? `${value} ${minutes ? 'min' : 's'}` : value;
  }

  tick(value, splits) {
    const digits = splits[2] - splits[0] < 10 ? 1 : 0;
    return this.format.number(value, digits).replace('-', '−');
  }

  show(history) {
    if (!this.plot) return;
    const columns = history.columns(this.chart.curves.map(([name]) => name));
    this.end = columns[0][columns[0].length - 1] ?? 0;
    this.window = WINDOWS.find((seconds) => history.span <= seconds) ?? SECONDS;
    this.plot.setData(columns);
    this.head();
    const now = performance.now();
    if (now - this.spoken > SPEAK_MILLIS) {
      this.spoken = now;
      setAttribute(this.body, 'aria-label', this.description(columns));
    }
  }

  /** Values at the cursor while it is over a chart, else the latest. */
  head() {
    const { data, cursor } = this.plot;
    const at = cursor.idx ?? data[0].length - 1;
    this.values.forEach(({ value }, i) => setText(value, this.value(data[i + 1]?.[at])));
  }

  value(value) {
    if (this.chart.range && typeof value === 'number' && value <= FLOOR_DECIBELS) return '−∞';
    return this.format.number(value ?? null, this.chart.digits).replace('-', '−');
  }

  description(columns) {
    const curves = this.chart.curves.map(([, label], i) => {
      const known = columns[i + 1].filter((value) => value !== null);
      if (known.length === 0) return `${label}: unknown`;
      const unit = label === 'LUFS' ? label : this.chart.unit;
      return `${label}: now ${this.value(known[known.length - 1])}, ` +
        `between ${this.value(Math.min(...known))} and ${this.value(Math.max(...known))} ${unit}`;
    });
    return `Curve of the last minutes. ${curves.join('. ')}.`;
  }

  close() {
    this.sizes.disconnect();
    this.plot?.destroy();
    this.plot = null;
  }
}

/** Which charts are shown, for all streams; the browser keeps it. */
const chosen = new Set(stored() ?? ['delay', 'jitter', 'loss']);

function stored() {
  try {
    return JSON.parse(localStorage.getItem('curves'));
  } catch {
    return null; // Storage may be forbidden, or hold what another version wrote.
  }
}

function store() {
  try {
    localStorage.setItem('curves', JSON.stringify([...chosen]));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** The charts of one stream with a switch for each. */
export class Curves {
  constructor(theme, format, history, label) {
    this.theme = theme;
    this.format = format;
    this.history = history;
    this.charts = new Map();
    this.open = true;
    this.redraw = () => this.charts.forEach((chart) => chart.plot?.redraw());
    theme.listeners.add(this.redraw);
    this.list = h('div.curve-list');
    this.trouble = h('p.curve-trouble', { hidden: true });
    this.switches = CHARTS.map((chart) => h('button.curve-switch', {
      type: 'button', text: chart.title, 'aria-pressed': String(chosen.has(chart.id)),
      on: { click: () => this.toggle(chart.id) } }));
    this.element = h('div.curves', { role: 'group', 'aria-label': `Curves of ${label}` },
      h('div.curve-switches', null, this.switches), this.trouble, this.list);
    this.arrange();
  }

  toggle(id) {
    if (!chosen.delete(id)) chosen.add(id);
    store();
    this.arrange();
  }

  /** Makes the charts that are chosen, and closes the others. */
  async arrange() {
    CHARTS.forEach(({ id }, i) => setAttribute(this.switches[i], 'aria-pressed', String(chosen.has(id))));
    let Plot;
    try {
      Plot = await uplot();
    } catch (e) {
      library = null;
      this.trouble.hidden = false;
      setText(this.trouble, `Curves cannot be shown: ${e.message}.`);
      return;
    }
    if (!this.open) return;
    for (const chart of CHARTS) {
      const shown = this.charts.get(chart.id);
      if (chosen.has(chart.id) && !shown) this.charts.set(chart.id, this.add(chart, Plot));
      else if (!chosen.has(chart.id) && shown) {
        shown.close();
        shown.element.remove();
        this.charts.delete(chart.id);
      }
    }
    for (const chart of CHARTS) {
      const shown = this.charts.get(chart.id);
      if (shown) this.list.append(shown.element);
    }
    this.update();
  }

  add(chart, Plot) {
    const made = new Chart(chart, this.theme, this.format);
    this.list.append(made.element);
    made.start(Plot);
    return made;
  }

  /** Once a second: the history has a new point. */
  update() {
    for (const chart of this.charts.values()) chart.show(this.history);
  }

  close() {
    this.open = false;
    this.theme.listeners.delete(this.redraw);
    for (const chart of this.charts.values()) chart.close();
    this.charts.clear();
  }
}
