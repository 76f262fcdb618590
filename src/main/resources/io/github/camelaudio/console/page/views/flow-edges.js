/** The arrows of the flow: a channel as wide as the loudest level, filled as far as it sounds now. */
import { s, setAttribute, setText } from '../dom.js';
import { decibels, deflection, number } from '../format.js';

const SOUND_DECIBELS = -60;
const LABEL_MILLIS = 250;
const RATE_MILLIS = 2000;
/** How wide a letter of a figure is, about, and how far figures stay away from the box behind them. */
const LETTER_PIXELS = 6.2;
const CLEAR_PIXELS = 4;
/** The dots of an arrow that sounds: their distance in pixels, and how fast they pass. */
const DOT_PIXELS = 12.1;
const DOT_PIXELS_PER_SECOND = 18;
const STILL = matchMedia('(prefers-reduced-motion: reduce)');

/** Counts blocks a second for each node, from the running totals of the levels. */
export class Rates {
  #known = new Map();

  /** @returns {number|null} blocks a second over the last two seconds */
  next(id, blocks, now) {
    if (typeof blocks !== 'number') return null;
    const points = this.#known.get(id) ?? [];
    if (points.length > 0 && blocks < points.at(-1).blocks) points.length = 0;
    points.push({ now, blocks });
    while (points.length > 2 && now - points[0].now > RATE_MILLIS) points.shift();
    this.#known.set(id, points);
    const [first] = points;
    return now - first.now > 300 ? ((blocks - first.blocks) * 1000) / (now - first.now) : null;
  }
}

/**
 * One arrow: {element, pipe, set({level, rate, passes}, now)}; the pipe belongs below all elements, so that
 * arrows which meet do not cover each other's sound.
 *
 * @param {object} from box it leaves on the right
 * @param {object} to box it enters on the left
 * @param {{labelled: boolean, straightTo: number}} options figures beside it, when there is room; the x
 *     up to which it goes straight before it bends
 */
export function createEdge(from, to, { labelled, straightTo = 0 }) {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const bend = bendOf(start, end, straightTo, from.shape === 'junction');
  const d = curve(start, { x: end.x - 7, y: end.y }, bend);
  const level = s('path.edge-level', { d });
  const flow = s('path.edge-flow', { d });
  const headPath = `M${end.x - 8} ${end.y - 5.5}l8 5.5-8 5.5z`;
  const middle = (bend.to + end.x) / 2 - 2;
  const texts = labelled ? [-11, 18, 31].map((dy) => s('text', { x: middle, y: end.y + dy })) : [];
  const element = s('g.edge', {}, level, flow, s('path.edge-head', { d: headPath }), texts);
  const pipe = s('g.edge', {}, s('path.edge-pipe', { d }), s('path.edge-head', { d: headPath }));
  let labelledAt = 0;
  return {
    element,
    pipe,
    set({ level: value, rate, passes }, now) {
      const peak = value?.peakDecibels;
      const sounds = passes && peak > SOUND_DECIBELS;
      const state = !passes ? 'off' : !sounds ? 'silent' : peak > -1 ? 'high' : peak > -6 ? 'mid' : 'low';
      if (element.dataset.level !== state) element.dataset.level = state;
      level.style.strokeWidth = `${sounds ? 2 + 6 * deflection(peak) : 2}px`;
      if (sounds && !STILL.matches) {
        flow.style.strokeDashoffset = `${-((now / 1000) * DOT_PIXELS_PER_SECOND) % DOT_PIXELS}px`;
      }
      if (!labelled || now - labelledAt < LABEL_MILLIS) return;
      labelledAt = now;
      setText(texts[0], sounds ? decibels(peak, 0) : passes ? 'silent' : '');
      const format = passes ? shortFormat(value.format) : '';
      setText(texts[1], format);
      // A long one begins further left, as the box behind would cover its end.
      setAttribute(texts[1], 'x', Math.min(middle, end.x - CLEAR_PIXELS - (format.length * LETTER_PIXELS) / 2));
      setText(texts[2], passes && rate !== null ? `${number(rate)}/s` : '');
    },
  };
}

/** Where the bend begins and ends: an arrow is level at its end, where its figures stand. */
function bendOf(start, end, straightTo, branches) {
  const from = Math.max(start.x, Math.min(straightTo, end.x - 30));
  if (Math.abs(start.y - end.y) < 1 && !branches) return { from, to: from };
  return { from, to: Math.min(from + 38, end.x - 14) };
}

function curve(a, b, bend) {
  if (Math.abs(a.y - b.y) < 1 && b.x > a.x) return `M${a.x} ${a.y}H${b.x}`;
  if (b.x - a.x < 10) {
    // Backwards: around below.
    const low = Math.max(a.y, b.y) + 70;
    return `M${a.x} ${a.y}C${a.x + 60} ${a.y} ${a.x + 60} ${low} ${(a.x + b.x) / 2} ${low}S${b.x - 60} ${b.y} ${b.x} ${b.y}`;
  }
  const half = (bend.from + bend.to) / 2;
  return `M${a.x} ${a.y}H${bend.from}C${half + 6} ${a.y} ${half - 6} ${b.y} ${bend.to} ${b.y}H${b.x}`;
}

/** 's24 48k/2' of 'pcm_s24/48000/2' or 's24/48000/2'; another text stays as it is. */
export function shortFormat(format) {
  const match = /^(?:pcm_)?([a-z0-9_]+)\/(\d+)\/(\d+)/i.exec(format ?? '');
  if (!match) return format ?? '';
  return `${match[1]} ${number(match[2] / 1000, match[2] % 1000 === 0 ? 0 : 1)}k/${match[3]}`;
}
