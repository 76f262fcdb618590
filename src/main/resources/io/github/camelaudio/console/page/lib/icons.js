// Pictures that only these views use, in the style of the page's icons; others come from there.

import { s } from '../dom.js';
import { icon } from '../icons.js';

const PATHS = {
  record: 'M12 18.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13',
  pause: 'M8.500 6v12m7-12v12',
  play: 'M8 5l11 7-11 7z',
  chart: 'M4 4v16h16M7.500 15l3.500-5 3.500 3L20 6',
  trace: 'M4 20V10m5.300 10V4m5.400 16v-7M20 20V8',
  picture: 'M4 5h16v14H4zM4 16l5-5 4 4 2.500-2.500L20 17',
  chevron: 'M6 9.500l6 6 6-6',
};

/** An icon; it is decoration, the control's name says what it does. */
export function glyph(name) {
  if (!(name in PATHS)) return icon(name);
  return s('svg', { class: `icon icon-${name}`, viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    s('path', { d: PATHS[name] }));
}

/** Shows another of these pictures in the same place. */
export function reglyph(svg, name) {
  const path = svg.firstChild;
  if (path.getAttribute('d') !== PATHS[name]) path.setAttribute('d', PATHS[name]);
}
