/**
 * The shell: header, navigation, the view that is shown, keyboard, connection banner.
 *
 * A view is `{id, title, mount(root, app)}`; mount builds it into `root` and returns
 * `{update(status), levels(levels), unmount()}`, each optional. `app` gives it `api`, `store`, `format`,
 * `toast(message, kind)`, `role`, `attempt(promise, what)` and `listening`.
 */
import * as api from './api.js';
import * as format from './format.js';
import { h, setAttribute, setText } from './dom.js';
import { icon } from './icons.js';
import { emptyState, guardAll, toast } from './parts.js';
import { Store } from './store.js';
import { createHeader } from './header.js';
import { histories } from './lib/history.js';
import { showShortcuts } from './shortcuts.js';

const VIEWS = [
  { id: 'flow', title: 'Flow' },
  { id: 'streams', title: 'Streams' },
  { id: 'stations', title: 'Stations' },
  { id: 'recordings', title: 'Recordings' },
  { id: 'devices', title: 'Devices' },
  { id: 'log', title: 'Log' },
];

const store = new Store(api);
const main = document.getElementById('main');
const listeningChanged = new Set();
let listening = null;

const app = {
  api,
  store,
  format,
  toast,
  /** 'control' or 'read'. */
  get role() {
    return store.status?.role ?? 'control';
  },
  /** Runs a change; a refusal becomes a message. Resolves with the answer, or undefined after a refusal. */
  async attempt(promise, what) {
    try {
      return await promise;
    } catch (e) {
      toast(`${what}: ${e.message}`, 'bad');
      return undefined;
    }
  },
  /** What this page plays, or null: {label, delayMillis, stop()}. The header shows it. */
  get listening() {
    return listening;
  },
  set listening(value) {
    listening = value;
    for (const f of listeningChanged) f(value);
  },
  onListening: (f) => listeningChanged.add(f),
  /** Says a change of state to a screen reader. */
  announce: (message) => setText(document.getElementById('announcer'), message),
};

let shown = { id: null, handle: null };
const links = buildNavigation();
const header = createHeader(app);

function buildNavigation() {
  const list = document.getElementById('nav');
  const made = VIEWS.map(({ id, title }) =>
    h('a', { href: `#/${id}`, data: { view: id } }, icon(id), h('span', { text: title })));
  list.append(...made.map((link) => h('li', {}, link)));
  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const at = made.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    made[(at + step + made.length) % made.length].focus();
  });
  return made;
}

async function showView() {
  const wanted = location.hash.replace(/^#\//, '').split('/')[0];
  const view = VIEWS.find(({ id }) => id === wanted) ?? VIEWS[0];
  if (shown.id === view.id) return;
  shown.handle?.unmount?.();
  const visit = (shown = { id: view.id, handle: null });
  for (const link of links) setAttribute(link, 'aria-current', link.dataset.view === view.id ? 'page' : null);
  document.title = `${view.title} · Camel Audio`;
  const root = h('div.view', { data: { view: view.id } });
  main.replaceChildren(h('h1.visually-hidden', { text: view.title }), root);
  main.scrollTop = 0;
  try {
    const module = await import(`./views/${view.id}.js`);
    if (visit !== shown) return;
    visit.handle = module.default.mount(root, app) ?? {};
    if (store.status) visit.handle.update?.(store.status);
    if (store.levels) visit.handle.levels?.(store.levels);
  } catch (e) {
    console.error(e);
    root.replaceChildren(emptyState({ icon: 'warning', title: 'This view cannot be shown',
      text: `${e.message} Reload the page; when that does not help, the browser's console says more.` }));
  }
}

function onStatus(status) {
  if (document.body.dataset.role !== status.role) {
    document.body.dataset.role = status.role;
    guardAll(document, status.role !== 'read');
  }
  header.update(status);
  shown.handle?.update?.(status);
}

function onConnection(connection) {
  const stale = connection.state === 'stale';
  setAttribute(document.body, 'data-connection', connection.state);
  const banner = document.getElementById('banner');
  const [message, retry] = banner.children;
  setText(message, stale ? `The program does not answer. These values are from ${format.time(connection.since)}.` : '');
  const seconds = connection.retryAt ? Math.round((connection.retryAt - Date.now()) / 1000) : 0;
  setText(retry, !stale ? '' : seconds > 0 ? `Next try in ${seconds} s.` : 'Trying again …');
  banner.classList.toggle('shown', stale);
  header.connection(connection);
}

function onKey(event) {
  const typing = event.target.closest('input, textarea, select, [contenteditable]');
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const view = VIEWS[Number(event.key) - 1];
  if (view) {
    location.hash = `#/${view.id}`;
  } else if (event.key === '?') {
    showShortcuts();
  } else if (event.key === '/') {
    const search = main.querySelector('input[type=search]');
    if (!search) return;
    event.preventDefault();
    search.focus();
  }
}

addEventListener('hashchange', () => {
  showView();
  main.focus({ preventScroll: true });
});
addEventListener('keydown', onKey);
store.on('status', onStatus);
store.on('levels', (levels) => shown.handle?.levels?.(levels));
store.on('connection', onConnection);
setInterval(() => store.connection.state === 'stale' && onConnection(store.connection), 1000);
histories.follow(store);
store.start();
showView();
