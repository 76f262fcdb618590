/** Parts that several views share: buttons, meters, dialogs, the drawer, empty states. */
import { h, setAttribute, setText } from './dom.js';
import { icon } from './icons.js';
import { decibels, deflection, FLOOR_DECIBELS } from './format.js';

const READ_ONLY = 'You may look, not change: log in with the control password';

/**
 * A button.
 *
 * @param {object} options `label` (its name), `icon`, `iconOnly`, `kind` ('primary', 'danger', 'quiet'),
 *     `control` (needs the control role), `onClick`
 */
export function button(options) {
  const element = h('button', {
    class: ['button', options.kind, options.iconOnly && 'icon-only'].filter(Boolean).join(' '),
    type: 'button',
    'aria-label': options.iconOnly ? options.label : null,
    title: options.iconOnly ? options.label : null,
    on: options.onClick ? { click: options.onClick } : null,
  }, options.icon ? icon(options.icon) : null,
  options.iconOnly ? null : h('span', { text: options.label }));
  if (options.control) needsControl(element);
  return element;
}

/** Marks a button, input or select as one that only the control role may use. */
export function needsControl(element) {
  element.dataset.control = '';
  guard(element, document.body.dataset.role !== 'read');
  return element;
}

/** Enables or disables what is marked, after the role became known. */
export function guardAll(root, mayControl) {
  for (const element of root.querySelectorAll('[data-control]')) guard(element, mayControl);
}

function guard(element, mayControl) {
  if (mayControl === !element.disabled) return;
  element.disabled = !mayControl;
  if (mayControl) {
    setAttribute(element, 'title', element.dataset.hint ?? null);
    delete element.dataset.hint;
  } else {
    if (element.title) element.dataset.hint = element.title;
    element.title = READ_ONLY;
  }
}

/** A dot and a word for a state; `tone`: 'good', 'warn', 'bad', 'idle'. */
export function stateTag() {
  const word = h('span');
  const element = h('span.state', {}, h('span.dot', { 'aria-hidden': 'true' }), word);
  return {
    element,
    set(tone, text) {
      setAttribute(element, 'data-tone', tone);
      setText(word, text);
    },
  };
}

/** What to do when a view has nothing to show. */
export function emptyState({ title, text, command, icon: name = 'flow' }) {
  return h('section.empty', {}, icon(name), h('h2', { text: title }), h('p', { text }),
    command ? h('pre', { tabindex: '0', 'aria-label': 'Command to try' }, h('code', { text: command })) : null);
}

const PEAK_HOLD_MILLIS = 1500;
const SPOKEN_MILLIS = 2000;

/**
 * A level meter with peak hold: one bar a channel. `set` is cheap enough for 10 calls a second and a
 * hundred meters. The scale is that of {@link deflection}.
 */
export class Meter {
  #bars = [];
  #spokenAt = 0;
  #vertical;

  /** @param {{label: string, vertical?: boolean}} options the label is for screen readers */
  constructor({ label, vertical = false }) {
    this.#vertical = vertical;
    this.element = h('div', {
      class: `meter${vertical ? ' vertical' : ''}`, role: 'meter', 'aria-label': label,
      'aria-valuemin': '-60', 'aria-valuemax': '0', 'aria-valuenow': '-60', 'aria-valuetext': 'silent',
    });
  }

  /** Shows the peaks of the channels, in dB; null or an empty array is silence. */
  set(peaksDecibels) {
    const peaks = peaksDecibels?.length ? peaksDecibels : [FLOOR_DECIBELS];
    while (this.#bars.length < peaks.length) this.#add();
    while (this.#bars.length > peaks.length) this.#bars.pop().element.remove();
    const now = performance.now();
    let loudest = FLOOR_DECIBELS;
    peaks.forEach((peak, i) => {
      this.#draw(this.#bars[i], peak, now);
      loudest = Math.max(loudest, peak ?? FLOOR_DECIBELS);
    });
    if (now - this.#spokenAt > SPOKEN_MILLIS) this.#speak(loudest, now);
  }

  #add() {
    const scale = h('span.meter-scale');
    const fill = h('span.meter-fill', {}, scale);
    const hold = h('span.meter-hold');
    const element = h('span.meter-bar', {}, fill, hold);
    this.#bars.push({ element, fill, scale, hold, held: 0, heldAt: 0, shown: -1 });
    this.element.append(element);
  }

  #draw(bar, peak, now) {
    const length = deflection(peak);
    if (length >= bar.held || now - bar.heldAt > PEAK_HOLD_MILLIS) {
      if (length !== bar.held) this.#hold(bar, length);
      bar.heldAt = now;
    }
    if (Math.abs(length - bar.shown) < 0.002) return;
    bar.shown = length;
    const rest = (1 - length) * 100;
    bar.fill.style.transform = this.#vertical ? `translateY(${rest}%)` : `translateX(${-rest}%)`;
    bar.scale.style.transform = this.#vertical ? `translateY(${-rest}%)` : `translateX(${rest}%)`;
  }

  #hold(bar, length) {
    bar.held = length;
    bar.hold.style.transform = this.#vertical
      ? `translateY(${(1 - length) * 100}%)` : `translateX(${(length - 1) * 100}%)`;
    bar.hold.style.opacity = length > 0 ? '1' : '0';
    bar.element.classList.toggle('clips', length >= 0.995);
  }

  #speak(loudest, now) {
    this.#spokenAt = now;
    const value = Math.max(-60, Math.round(loudest));
    setAttribute(this.element, 'aria-valuenow', value);
    setAttribute(this.element, 'aria-valuetext', value <= -60 ? 'silent' : decibels(value, 0));
  }
}

/**
 * Asks before something that cannot be undone.
 *
 * @returns {Promise<boolean>} true when the user says yes
 */
export function confirm({ title, text, action, danger = true }) {
  return new Promise((resolve) => {
    const yes = button({ label: action, kind: danger ? 'danger' : 'primary' });
    const no = button({ label: 'Cancel' });
    const dialog = h('dialog.confirm', { 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-text' },
      h('h2', { id: 'confirm-title', text: title }), h('p', { id: 'confirm-text', text }),
      h('div.confirm-actions', {}, no, yes));
    yes.addEventListener('click', () => dialog.close('yes'));
    no.addEventListener('click', () => dialog.close());
    show(dialog, () => resolve(dialog.returnValue === 'yes'));
    no.focus();
  });
}

/**
 * Opens a panel at the side (on a phone from below).
 *
 * @param {string} title its heading
 * @param {...Node} content what is in it
 * @returns {{element: HTMLDialogElement, close: function()}}
 */
export function drawer(title, ...content) {
  const close = button({ label: 'Close', icon: 'close', iconOnly: true, kind: 'quiet' });
  const element = h('dialog.drawer', { 'aria-label': title },
    h('header.drawer-head', {}, h('h2', { text: title }), close),
    h('div.drawer-body', { tabindex: '0', role: 'region', 'aria-label': `${title}: content` }, ...content));
  close.addEventListener('click', () => element.close());
  show(element);
  return { element, close: () => element.close() };
}

function show(dialog, onClose) {
  const before = document.activeElement;
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    before?.focus?.();
    onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
}

/** Shows a short message; kinds: 'info', 'good', 'bad'. A bad one stays longer. */
export function toast(message, kind = 'info') {
  const host = document.getElementById('toasts');
  const close = button({ label: 'Dismiss', icon: 'close', iconOnly: true, kind: 'quiet' });
  const element = h('div.toast', { data: { kind } },
    icon(kind === 'bad' ? 'warning' : kind === 'good' ? 'check' : 'help'), h('p', { text: message }), close);
  const remove = () => element.remove();
  close.addEventListener('click', remove);
  setTimeout(remove, kind === 'bad' ? 9000 : 4000);
  host.append(element);
  while (host.children.length > 4) host.firstElementChild.remove();
}
