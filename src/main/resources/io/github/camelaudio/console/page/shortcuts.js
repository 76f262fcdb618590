/** The list of keys, opened with `?`. */
import { h } from './dom.js';
import { drawer } from './parts.js';

const KEYS = [
  [['1', '–', '6'], 'Flow, Streams, Stations, Recordings, Devices, Log'],
  [['/'], 'Search or filter in this view'],
  [['Tab'], 'Next control'],
  [['↑', '↓'], 'Next view, when the navigation has the focus'],
  [['Esc'], 'Close a panel or dialog'],
  [['?'], 'This list'],
];

export function showShortcuts() {
  drawer('Keys', h('dl.keys', {}, KEYS.map(([keys, does]) =>
    h('div', {}, h('dt', {}, keys.map((key) => h(key === '–' ? 'span' : 'kbd', { text: key }))), h('dd', { text: does })))));
}
