/**
 * The Talk button: this browser's microphone as a sender, offered when a route reads from
 * `browser:NAME`. The microphone's code loads with the first press.
 */
import { h, setAttribute, setText } from './dom.js';
import { icon } from './icons.js';
import { drawer, needsControl } from './parts.js';

const WORDS = { asking: 'Allow…', connecting: 'Connecting', sending: 'On air', waiting: 'Trying again' };

/** Returns {element, update(status)}. */
export function createTalk(app) {
  const word = h('span', { text: 'Talk' });
  const level = h('span.talk-level', { 'aria-hidden': 'true' });
  const element = needsControl(h('button.button.talk', { type: 'button', 'aria-pressed': 'false' }, icon('mic'), word, level));
  element.hidden = true;
  let names = [];
  let microphone = null;
  let shown = 'stopped';
  let complaint = '';

  function onState({ state, name, message, level: peak }) {
    level.style.transform = `scaleX(${Math.min(1, Math.sqrt(peak ?? 0))})`;
    if (message && message !== complaint) app.toast(message, 'bad');
    complaint = message;
    if (state === shown) return;
    shown = state;
    setText(word, WORDS[state] ?? 'Talk');
    setAttribute(element, 'aria-pressed', active());
    setAttribute(element, 'data-state', state);
    if (state === 'sending') app.announce(`Your microphone is heard at browser:${name}`);
    if (state === 'stopped') app.announce('Your microphone is off');
  }

  const active = () => !['stopped', 'failed'].includes(shown);

  async function start(name) {
    try {
      const { Microphone } = await import('./audio/microphone.js');
      microphone ??= new Microphone({ onState });
      await microphone.start({ name });
    } catch (e) {
      // The microphone has said its own trouble by its state; this is a module that does not load.
      if (shown !== 'failed') app.toast(`The microphone cannot start: ${e.message}`, 'bad');
    }
  }

  element.addEventListener('click', () => {
    if (active()) microphone.stop();
    else if (names.length === 1) start(names[0]);
    else choose(names, start);
  });

  return {
    element,
    update(status) {
      names = browserNames(status);
      element.hidden = names.length === 0 && !active();
      if (!element.disabled) {
        setAttribute(element, 'title', active() ? 'Stop sending your microphone' : `Send your microphone to ${names.join(' or ')}`);
      }
    },
  };
}

/** The names that running routes read from: `browser:NAME` without its options. */
function browserNames(status) {
  const uris = (status.routes ?? []).filter((route) => route.state === 'Started')
    .map((route) => route.nodes?.[0]?.uri ?? '').filter((uri) => uri.startsWith('browser:'));
  return [...new Set(uris.map((uri) => decodeURIComponent(uri.replace(/^browser:(\/\/)?/, '').replace(/\?.*$/, ''))))];
}

function choose(names, start) {
  const panel = drawer('Talk to', h('ul.choices', {}, names.map((name) => {
    const choice = h('button.button', { type: 'button' }, icon('mic'), h('span', { text: name }));
    choice.addEventListener('click', () => {
      panel.close();
      start(name);
    });
    return h('li', {}, choice);
  })));
}
