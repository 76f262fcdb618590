/** The flow: every route as a graph, with the level, format and rate at each arrow. */
import { h, s, setText } from '../dom.js';
import { emptyState } from '../parts.js';
import { count, decibels, number } from '../format.js';
import { layoutFlow, shapeOf, SIZES } from './flow-layout.js';
import { createNode, updateNode } from './flow-node.js';
import { createEdge, Rates, shortFormat } from './flow-edges.js';
import { createRoute } from './flow-route.js';

const PHONE = matchMedia('(max-width: 760px)');
const SMALLEST_SCALE = 0.72;
const WIDE_PIXELS = 1000;
const MOST_STEPS = 4;
const CALM_NODES = 8;
const FLOW_TEXT_MILLIS = 500;

export default { id: 'flow', title: 'Flow', mount: (root, app) => new FlowView(root, app) };

class FlowView {
  #app;
  #root;
  #status = null;
  #signature = null;
  #routes = new Map();
  #nodes = new Map();
  #children = new Map();
  #edges = [];
  #rates = new Rates();
  #summary = h('p.flow-summary');
  #canvas = h('div.flow-canvas');
  #scroll = h('div.flow-scroll', {}, this.#canvas);
  #observer = new ResizeObserver(() => this.#resized());
  #width = 0;
  #textAt = 0;

  constructor(root, app) {
    this.#root = root;
    this.#app = app;
    root.append(h('header.view-head', {}, h('h2', { text: 'Flow' }), this.#summary), this.#scroll);
    this.#observer.observe(root);
  }

  update(status) {
    this.#status = status;
    const signature = JSON.stringify([status.links, (status.routes ?? []).map((route) =>
      [route.id, (route.nodes ?? []).map((node) => [node.id, node.parent, node.kind, node.uri, node.output])])]);
    if (signature !== this.#signature) {
      this.#signature = signature;
      this.#build();
    }
    this.#summarise(status);
    for (const route of status.routes ?? []) {
      this.#routes.get(route.id)?.update(route, status.counts?.[route.id]);
      for (const node of route.nodes ?? []) {
        const part = this.#nodes.get(node.id);
        if (part) updateNode(part, node, status);
      }
    }
  }

  levels(levels) {
    const now = performance.now();
    const texts = now - this.#textAt > FLOW_TEXT_MILLIS;
    if (texts) this.#textAt = now;
    const measured = new Map();
    for (const [id, part] of this.#nodes) {
      const one = this.#measure(id, part, levels.nodes ?? {}, now);
      measured.set(id, one);
      part.meter?.set(one.passes ? [one.level.peakDecibels] : null);
      if (texts && part.meter) setText(part.flow, one.passes ? flowText(one) : '');
    }
    for (const edge of this.#edges) edge.set(measured.get(edge.id), now);
  }

  /** What goes into a node: {level, rate, passes}. */
  #measure(id, part, nodes, now) {
    let level = levelInto(id, nodes, this.#children);
    const rate = this.#rates.next(id, level?.blocks, now);
    // Between two long blocks there is no new peak; the last one holds.
    if (level && part.level && level.blocks === part.level.blocks && rate > 0) level = part.level;
    part.level = level;
    return { level, rate, passes: Boolean(level) && rate !== 0 && this.#running(part.route) };
  }

  unmount() {
    this.#observer.disconnect();
  }

  #running(routeId) {
    return this.#routes.get(routeId)?.state === 'Started';
  }

  #build() {
    const routes = this.#status.routes ?? [];
    this.#routes.clear();
    this.#nodes.clear();
    this.#children.clear();
    this.#edges = [];
    if (routes.length === 0) {
      this.#canvas.replaceChildren(emptyState({ title: 'No routes run',
        text: 'A route file says what is wired to what. Start the program with one, for example the demo, which plays a recording to your speaker:',
        command: 'java -jar target/camel-audio.jar routes/Demo.java' }));
      Object.assign(this.#canvas.style, { width: '', height: '', transform: '' });
      this.#scroll.style.height = '';
      return;
    }
    for (const route of routes) {
      const part = createRoute(route, this.#app);
      part.update(route, this.#status.counts?.[route.id]);
      this.#routes.set(route.id, part);
      const depth = depths(route);
      for (const node of route.nodes ?? []) {
        if (node.parent) this.#children.set(node.parent, [...(this.#children.get(node.parent) ?? []), node.id]);
      }
      for (const node of route.nodes ?? []) {
        const made = createNode(node, shapeOf(node));
        made.route = route.id;
        made.element.style.setProperty('--depth', depth.get(node.id));
        part.nodes.append(made.element);
        this.#nodes.set(node.id, made);
      }
      for (const link of this.#status.links ?? []) {
        if ((route.nodes ?? []).some((node) => node.id === link.from)) part.addLink(link.toRoute);
      }
    }
    this.#canvas.classList.toggle('calm', this.#nodes.size > CALM_NODES);
    this.#place();
  }

  #resized() {
    const width = Math.floor(this.#root.clientWidth);
    if (width === this.#width) return;
    this.#width = width;
    if (this.#routes.size > 0) this.#place();
  }

  #place() {
    this.#edges = [];
    const { routes, links = [] } = this.#status;
    const available = Math.max(320, this.#root.clientWidth);
    // Linked routes may be wider than the page: then everything gets smaller; then a small page has a list,
    // and a wide one scrolls.
    let layout = layoutFlow(routes, links, available);
    const fitting = available / layout.width;
    const scale = Math.max(SMALLEST_SCALE, Math.min(1, fitting));
    if (PHONE.matches || (fitting < SMALLEST_SCALE && available < WIDE_PIXELS)) {
      this.#placeList();
      return;
    }
    if (scale < 1) layout = layoutFlow(routes, links, available / scale);
    const edges = this.#draw(layout);
    this.#canvas.classList.remove('list');
    this.#canvas.replaceChildren(...this.#routeElements(), edges);
    Object.assign(this.#canvas.style, { width: `${layout.width}px`, height: `${layout.height}px`, transform: scale < 1 ? `scale(${scale})` : '' });
    this.#scroll.style.height = `${Math.ceil(layout.height * scale) + 6}px`;
  }

  #placeList() {
    this.#canvas.classList.add('list');
    this.#canvas.replaceChildren(...this.#routeElements());
    Object.assign(this.#canvas.style, { width: '', height: '', transform: '' });
    this.#scroll.style.height = '';
    for (const part of [...this.#routes.values(), ...this.#nodes.values()]) position(part.element, null);
  }

  #routeElements() {
    return [...this.#routes.values()].map((part) => part.element);
  }

  #draw(layout) {
    const svg = s('svg.edges', { width: layout.width, height: layout.height, 'aria-hidden': 'true' }, s('g'));
    const places = new Map();
    for (const [id, one] of layout.routes) {
      position(this.#routes.get(id).element, one);
      for (const [node, box] of one.boxes) {
        position(this.#nodes.get(node).element, box);
        places.set(node, { ...box, x: one.x + box.x, y: one.y + box.y });
      }
    }
    for (const one of layout.routes.values()) {
      for (const { from, to } of one.edges) this.#edge(svg, places.get(from), places.get(to), to);
    }
    const links = this.#status.links ?? [];
    for (const link of links) {
      const first = this.#status.routes.find((route) => route.id === link.toRoute)?.nodes?.[0];
      if (!first || !places.has(link.from)) continue;
      const alone = links.filter((other) => other.toRoute === link.toRoute).length === 1;
      this.#edge(svg, places.get(link.from), places.get(first.id), link.from,
        { labelled: alone, straightTo: layout.routes.get(link.toRoute).x - SIZES.linkGap }).classList.add('link');
    }
    return svg;
  }

  #edge(svg, from, to, levelOf, options = { labelled: to.shape !== 'junction' }) {
    const edge = createEdge(from, to, options);
    svg.firstElementChild.append(edge.pipe);
    svg.append(edge.element);
    this.#edges.push({ set: edge.set, id: levelOf });
    return edge.element;
  }

  #summarise(status) {
    const listeners = (status.stations ?? []).reduce((sum, station) => sum + station.listeners.length, 0);
    const streams = (status.outputs ?? []).reduce((sum, output) => sum + (output.streams?.length ?? 0), 0);
    const running = (status.routes ?? []).filter((route) => route.state === 'Started').length;
    const total = status.routes?.length ?? 0;
    setText(this.#summary, total === 0 ? '' : [
      running === total ? count(total, 'route') : `${number(running)} of ${count(total, 'route')} running`,
      streams > 0 ? count(streams, 'stream') : null,
      status.stations?.length ? count(listeners, 'listener') : null,
    ].filter(Boolean).join(' · '));
  }
}

/** The level into a node; a consumer, which nothing goes into, has that of the node after it. */
function levelInto(id, nodes, children, left = MOST_STEPS) {
  if (nodes[id] || left === 0) return nodes[id] ?? null;
  for (const child of children.get(id) ?? []) {
    const level = levelInto(child, nodes, children, left - 1);
    if (level) return level;
  }
  return null;
}

function flowText({ level, rate }) {
  return [decibels(level.peakDecibels, 0), shortFormat(level.format), rate === null ? null : `${number(rate)}/s`]
    .filter(Boolean).join(' · ');
}

/** How deep each node stands in its route: the indentation of the list. */
function depths(route) {
  const depth = new Map();
  for (const node of route.nodes ?? []) {
    const parent = (route.nodes ?? []).find((one) => one.id === node.parent);
    const siblings = (route.nodes ?? []).filter((one) => one.parent === node.parent).length;
    depth.set(node.id, parent ? (depth.get(parent.id) ?? 0) + (siblings > 1 ? 1 : 0) : 0);
  }
  return depth;
}

function position(element, box) {
  const px = (value) => (box ? `${value}px` : '');
  Object.assign(element.style, { left: px(box?.x), top: px(box?.y), width: px(box?.width), height: px(box?.height) });
}
