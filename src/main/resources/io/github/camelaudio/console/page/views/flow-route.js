/** The frame of a route in the flow: its name, state, file, and its buttons. */
import { h, setAttribute, setText } from '../dom.js';
import { icon } from '../icons.js';
import { button, confirm, drawer, stateTag } from '../parts.js';
import { age, count } from '../format.js';

const TONES = { Started: 'good', Suspended: 'warn', Stopped: 'idle' };
const RESULT = { start: 'Started', resume: 'Started', stop: 'Stopped', suspend: 'Suspended' };
const WORDS = { Started: 'Running', Suspended: 'Suspended', Stopped: 'Stopped' };

/** Returns {element, nodes, state, update(route, counts), addLink(routeId)}. */
export function createRoute(route, app) {
  const tag = stateTag();
  const about = h('span.route-about');
  const nodes = h('ul.route-nodes', { 'aria-label': `Nodes of ${route.id}` });
  const links = h('p.route-links');
  links.hidden = true;
  const press = (action) => act(app, route.id, action);
  const buttons = {
    start: button({ label: `Start ${route.id}`, icon: 'start', iconOnly: true, kind: 'quiet small', control: true, onClick: () => press('start') }),
    resume: button({ label: `Resume ${route.id}`, icon: 'start', iconOnly: true, kind: 'quiet small', control: true, onClick: () => press('resume') }),
    suspend: button({ label: `Suspend ${route.id}`, icon: 'suspend', iconOnly: true, kind: 'quiet small', control: true, onClick: () => press('suspend') }),
    stop: button({ label: `Stop ${route.id}`, icon: 'stop', iconOnly: true, kind: 'quiet small', control: true, onClick: () => press('stop') }),
  };
  const source = button({ label: `Source of ${route.id}`, icon: 'code', iconOnly: true, kind: 'quiet small', onClick: () => showSource(app, route) });
  const element = h('section.route.card', { 'aria-label': `Route ${route.id}` },
    h('header.route-head', {}, h('h3', { text: route.id, title: route.id }), tag.element, about,
      h('div.route-buttons', {}, Object.values(buttons), source)), nodes, links);
  const part = {
    element,
    nodes,
    state: route.state,
    update(now, counts) {
      part.state = now.state;
      setAttribute(element, 'data-state', now.state);
      tag.set(TONES[now.state] ?? 'warn', WORDS[now.state] ?? now.state);
      setText(about, [now.state === 'Started' && counts ? age(counts.uptimeMillis) : null,
        counts?.failed > 0 ? count(counts.failed, 'failure') : null].filter(Boolean).join(' · '));
      about.classList.toggle('failed', counts?.failed > 0);
      setAttribute(about, 'title', `${now.file ?? ''}\n${count(counts?.exchanges ?? 0, 'block')}, ${count(counts?.failed ?? 0, 'failure')}`);
      const pausing = now.suspendable ? ['suspend', 'stop'] : ['stop'];
      const possible = { Started: pausing, Suspended: ['resume', 'stop'] }[now.state] ?? ['start'];
      for (const [action, one] of Object.entries(buttons)) one.hidden = !possible.includes(action);
    },
    addLink(to) {
      links.hidden = false;
      links.append(h('span.chip', {}, icon('link'), h('span', { text: `to ${to}` })));
    },
  };
  return part;
}

async function act(app, id, action) {
  if (action === 'stop') {
    const yes = await confirm({ title: `Stop ${id}?`, action: 'Stop',
      text: 'What passes through this route is no longer heard or recorded until it is started again.' });
    if (!yes) return;
  }
  const apply = (status) => {
    const route = status.routes.find((one) => one.id === id);
    if (route) route.state = RESULT[action];
  };
  const done = await app.attempt(app.store.change(apply, async () => (await app.api.routeAction(id, action)) ?? true),
    `Route ${id}`);
  if (done) app.announce(`Route ${id}: ${WORDS[RESULT[action]].toLowerCase()}`);
}

async function showSource(app, route) {
  const text = await app.attempt(app.api.routeSource(route.id), `Source of ${route.id}`);
  if (text === undefined) return;
  const name = (route.file ?? route.id).split(/[\\/]/).pop();
  drawer(name, h('p.muted.source-file', { text: route.file ?? '' }), h('pre.source', {}, h('code', {}, highlight(text, route.id))));
}

/** Comments are quieter, strings (the endpoints) stand out, and the route's own id is marked. */
function highlight(text, id) {
  return text.split(/(\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*")/).map((piece) => {
    if (piece.startsWith('/')) return h('span.source-comment', { text: piece });
    if (piece.startsWith('"')) return h(piece === `"${id}"` ? 'mark.source-string' : 'span.source-string', { text: piece });
    return piece;
  });
}
