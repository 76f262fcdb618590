/**
 * The Talk button: this browser's microphone as a sender, offered when a route reads from
 * `browser:NAME` and the role may control. The microphone's code loads with the first press.
 */
import { h, setAttribute, setText } from './dom.js';
import { icon } from './icons.js';
import { drawer, needsControl } from './parts.js';

const STATES = { starting: 'Starting', sending: 'On air', stopped: 'Talk', failed: 'Talk' };

/** Returns {element, update(status)}. */
export function createTalk(app) {
  const word = h('span', { text: 'Talk' });
  const element = needsControl(h('button.button.talk', { type: 'button', 'aria-pressed': 'false' }, icon('mic'), word));
  element.hidden = true;
  let names = [];
  let microphone = null;

  const show = (state) => {
    setText(word, STATES[state] ?? state);
    setAttribute(element, 'aria-pressed', state === 'sending' || state === 'starting');
  };

  const stop = () => {
    microphone?.stop();
    microphone = null;
    show('stopped');
  };

  async function start(name) {
    show('starting');
    try {
      const { Microphone } = await import('./audio/microphone.js');
      microphone = new Microphone();
      microphone.onState = (state, detail) => onState(state, detail);
      await microphone.start({ name });
      show('sending');
      app.announce(`Your microphone is heard at browser:${name}`);
    } catch (e) {
      stop();
      app.toast(`The microphone cannot start: ${reason(e)}`, 'bad');
    }
  }

  function onState(state, detail) {
    const name = typeof state === 'string' ? state : state?.state;
    if (name === 'failed' || name === 'closed' || name === 'stopped') {
      microphone = null;
      show('stopped');
      const why = detail ?? state?.reason;
      if (why) app.toast(`The microphone has stopped: ${why.message ?? why}`, 'bad');
    }
  }

  element.addEventListener('click', () => {
    if (microphone) stop();
    else if (names.length === 1) start(names[0]);
    else choose(names, start);
  });

  return {
    element,
    update(status) {
      names = browserNames(status);
      element.hidden = names.length === 0 && !microphone;
      setAttribute(element, 'title', element.disabled ? element.title
        : 'Send your microphone to a route of this program');
    },
  };
}

/** The names that routes read from: `browser:NAME` consumers, without their options. */
function browserNames(status) {
  const uris = (status.routes ?? []).filter((route) => route.state === 'Started')
    .map((route) => route.nodes?.[0]).filter((node) => node?.kind === 'browser').map((node) => node.uri);
  return [...new Set(uris.map((uri) => uri.replace(/^browser:(\/\/)?/, '').replace(/\?.*$/, '')))];
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

function reason(error) {
  if (!window.isSecureContext) return 'browsers allow it only over TLS or at localhost.';
  if (error.name === 'NotAllowedError') return 'the browser has not allowed it. Allow the microphone for this page.';
  if (error.name === 'NotFoundError') return 'this device has none.';
  return error.message;
}
