/** The header: what runs where, health, what this page plays or sends, the connection, the colours. */
import { h, setAttribute, setText } from './dom.js';
import { icon } from './icons.js';
import { button, drawer, stateTag } from './parts.js';
import { showShortcuts } from './shortcuts.js';
import { createTalk } from './talk.js';

const CONNECTION = {
  connecting: ['warn', 'Connecting'],
  live: ['good', 'Live'],
  stale: ['bad', 'Stale'],
  paused: ['idle', 'Paused'],
};

/** Builds the header into #run and #tools; returns {update(status), connection(connection)}. */
export function createHeader(app) {
  const run = createRun();
  const health = createHealth(app);
  const talk = createTalk(app);
  const connection = stateTag();
  connection.element.classList.add('connection');
  connection.set(...CONNECTION.connecting);
  let connected = 'connecting';
  const logout = button({ label: 'Log out', icon: 'logout', iconOnly: true, kind: 'quiet', onClick: async () => {
    await app.attempt(app.api.logout(), 'Log out');
    sessionStorage.removeItem('loggedIn');
    app.api.toLogin();
  } });
  logout.hidden = !loggedIn();
  const readOnly = h('span.chip', { title: 'You may look, not change' }, icon('lock'), h('span', { text: 'Read only' }));
  readOnly.hidden = true;
  document.getElementById('tools').append(createListening(app), talk.element, readOnly, health.element,
    connection.element, createTheme(), button({ label: 'Keys', icon: 'help', iconOnly: true, kind: 'quiet wide',
      onClick: showShortcuts }), logout);
  return {
    update(status) {
      run(status);
      health.update(status.health);
      talk.update(status);
      readOnly.hidden = status.role !== 'read';
    },
    connection({ state }) {
      const [tone, text] = CONNECTION[state];
      connection.set(tone, text);
      if (connected !== state) app.announce(state === 'live' ? 'Connected' : '');
      connected = state;
    },
  };
}

/** The session's cookie is hidden from scripts; the login leaves this note. */
function loggedIn() {
  try {
    return sessionStorage.getItem('loggedIn') !== null;
  } catch {
    return false;
  }
}

function createRun() {
  const host = h('span.run-host');
  const files = h('span.run-files');
  document.getElementById('run').append(host, files);
  return (status) => {
    setText(host, status.host);
    const names = (status.files ?? []).map((file) => file.split(/[\\/]/).pop());
    setText(files, names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', '));
    setAttribute(files, 'title', (status.files ?? []).join('\n'));
    setAttribute(host, 'title', `Camel Audio ${status.version}, process ${status.pid}`);
  };
}

function createHealth(app) {
  const tag = stateTag();
  const element = h('button.button.quiet.health', { type: 'button', 'aria-haspopup': 'dialog' }, tag.element);
  let latest = null;
  let fill = null;
  let said = null;
  element.addEventListener('click', () => {
    const list = h('ul.checks');
    fill = () => fillChecks(list, latest);
    fill();
    drawer('Health', list).element.addEventListener('close', () => (fill = null));
  });
  tag.set('idle', 'Health');
  return {
    element,
    update(health) {
      if (!health) return;
      latest = health;
      const down = health.checks.filter((check) => check.status !== 'UP').length;
      const text = down === 0 && health.status === 'UP' ? 'Healthy' : app.format.count(Math.max(1, down), 'problem');
      tag.set(health.status === 'UP' ? 'good' : 'bad', text);
      setAttribute(element, 'aria-label', `Health: ${text}`);
      if (said !== null && said !== text) app.announce(`Health: ${text}`);
      said = text;
      fill?.();
    },
  };
}

function fillChecks(list, health) {
  const checks = [...(health?.checks ?? [])].sort((a, b) => (a.status === 'UP') - (b.status === 'UP'));
  list.replaceChildren(...checks.map((check) => {
    const tag = stateTag();
    tag.set(check.status === 'UP' ? 'good' : 'bad', check.status === 'UP' ? 'up' : 'down');
    return h('li', {}, h('div.check-head', {}, h('strong', { text: check.name }), tag.element),
      check.message ? h('p', { text: check.message }) : null);
  }));
  if (checks.length === 0) list.replaceChildren(h('li', { text: 'There are no checks.' }));
}

function createListening(app) {
  const text = h('span');
  const stop = h('button.button.listening', { type: 'button' }, icon('listen'), text, icon('close'));
  stop.hidden = true;
  stop.addEventListener('click', () => app.listening?.stop());
  app.onListening((now) => {
    stop.hidden = !now;
    if (!now) return;
    const delay = typeof now.delayMillis === 'number' ? ` · ${app.format.millis(now.delayMillis)}` : '';
    setText(text, `${now.label}${delay}`);
    setAttribute(stop, 'aria-label', `Stop listening to ${now.label}`);
    setAttribute(stop, 'title', `Stop listening to ${now.label}`);
  });
  return stop;
}

function createTheme() {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches);
  const toggle = button({ label: 'Colours', icon: 'light', iconOnly: true, kind: 'quiet' });
  const show = () => {
    const label = isDark() ? 'Light colours' : 'Dark colours';
    toggle.replaceChildren(icon(isDark() ? 'light' : 'dark'));
    setAttribute(toggle, 'aria-label', label);
    setAttribute(toggle, 'title', label);
  };
  toggle.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem('theme', root.dataset.theme);
    } catch {
      // Storage may be forbidden; the choice lasts until the page is closed.
    }
    show();
    dispatchEvent(new Event('themechange'));
  });
  dark.addEventListener('change', show);
  show();
  return toggle;
}
