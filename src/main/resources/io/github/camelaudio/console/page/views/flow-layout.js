/**
 * Where the boxes of the flow stand. Plain geometry: no document, so that it can be tried without a
 * browser. A route is a tree that grows to the right; a linked route stands right of what feeds it;
 * groups of linked routes are packed into the width there is.
 */

/** Sizes in CSS pixels. */
export const SIZES = {
  card: { width: 172, height: 90 },
  processor: { width: 116, height: 54 },
  junction: { width: 32, height: 32 },
  gap: 80,
  branchGap: 106,
  shortGap: 30,
  rowGap: 14,
  padding: 16,
  head: 50,
  minimumRoute: 352,
  linkGap: 88,
  routeGap: 20,
};

const JUNCTIONS = new Set(['multicast', 'choice', 'split', 'loadBalance', 'pipeline']);

/** 'junction', 'card' or 'processor': how large a node is drawn. */
export function shapeOf(node) {
  if (JUNCTIONS.has(node.kind)) return 'junction';
  return node.uri && !node.uri.startsWith('bean:') ? 'card' : 'processor';
}

/**
 * Lays a route out.
 *
 * @param {{nodes: Array}} route as in the status
 * @returns {{width: number, height: number, boxes: Map<string, object>, edges: Array}} boxes relative to
 *     the route's corner, {x, y, width, height, shape}; edges {from, to}, ids of nodes
 */
export function layoutRoute(route) {
  const nodes = route.nodes ?? [];
  const ids = new Set(nodes.map((node) => node.id));
  const children = new Map(nodes.map((node) => [node.id, []]));
  const roots = [];
  for (const node of nodes) {
    if (ids.has(node.parent) && node.parent !== node.id) children.get(node.parent).push(node);
    else roots.push(node);
  }
  const boxes = new Map();
  const edges = [];
  let bottom = SIZES.head;
  let right = 0;
  const seen = new Set();
  const extent = (node, trail) => {
    const size = SIZES[shapeOf(node)];
    const below = childrenOf(node, trail).map((child) => extent(child, new Set([...trail, node.id])));
    const sum = below.reduce((total, one) => total + one, 0) + Math.max(0, below.length - 1) * SIZES.rowGap;
    return Math.max(size.height, sum);
  };
  const childrenOf = (node, trail) => children.get(node.id).filter((child) => !trail.has(child.id));
  const place = (node, x, top) => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    const shape = shapeOf(node);
    const size = SIZES[shape];
    const height = extent(node, new Set());
    const box = { x, y: top + (height - size.height) / 2, ...size, shape };
    boxes.set(node.id, box);
    right = Math.max(right, x + size.width);
    const kids = children.get(node.id);
    const total = kids.reduce((sum, kid) => sum + extent(kid, new Set([node.id])), 0) + Math.max(0, kids.length - 1) * SIZES.rowGap;
    let y = top + (height - total) / 2;
    for (const kid of kids) {
      const branches = kids.length > 1 || shape === 'junction';
      const gap = shapeOf(kid) === 'junction' ? SIZES.shortGap : branches ? SIZES.branchGap : SIZES.gap;
      edges.push({ from: node.id, to: kid.id });
      place(kid, x + size.width + gap, y);
      y += extent(kid, new Set([node.id])) + SIZES.rowGap;
    }
  };
  for (const root of roots) {
    place(root, SIZES.padding, bottom);
    bottom += extent(root, new Set()) + SIZES.rowGap;
  }
  return {
    boxes,
    edges,
    width: Math.max(SIZES.minimumRoute, right + SIZES.padding),
    height: bottom - SIZES.rowGap + SIZES.padding,
  };
}

/**
 * Lays all routes out.
 *
 * @param {Array} routes as in the status
 * @param {Array} links as in the status
 * @param {number} width what there is, in pixels; a group of linked routes may be wider
 * @returns {{routes: Map<string, object>, width: number, height: number}} by route id: a layout of
 *     {@link layoutRoute} with x and y
 */
export function layoutFlow(routes, links, width) {
  const layouts = new Map(routes.map((route) => [route.id, layoutRoute(route)]));
  const routeOf = new Map(routes.flatMap((route) => (route.nodes ?? []).map((node) => [node.id, route.id])));
  const arrows = links
    .map((link) => ({ from: routeOf.get(link.from), to: link.toRoute }))
    .filter(({ from, to }) => from && layouts.has(to) && from !== to);
  const placed = [];
  for (const group of groupsOf(routes, arrows)) {
    const block = layoutGroup(group, arrows, layouts);
    Object.assign(block, spot(placed, block, width));
    placed.push(block);
    for (const { id, x, y } of block.routes) Object.assign(layouts.get(id), { x: block.x + x, y: block.y + y });
  }
  return {
    routes: layouts,
    width: Math.max(0, ...placed.map((block) => block.x + block.width)),
    height: Math.max(0, ...placed.map((block) => block.y + block.height)),
  };
}

/** Routes that links join, in the order of the status. */
function groupsOf(routes, arrows) {
  const group = new Map(routes.map((route) => [route.id, [route.id]]));
  for (const { from, to } of arrows) {
    const a = group.get(from);
    const b = group.get(to);
    if (a === b) continue;
    a.push(...b);
    for (const id of b) group.set(id, a);
  }
  const order = new Map(routes.map((route, i) => [route.id, i]));
  return [...new Set(group.values())].map((ids) => ids.sort((x, y) => order.get(x) - order.get(y)));
}

/** Columns by distance from the first; each column is centred on the tallest. */
function layoutGroup(ids, arrows, layouts) {
  const rank = ranks(ids, arrows);
  const columns = [];
  for (const id of ids) (columns[rank.get(id)] ??= []).push(id);
  const heights = columns.map((column) => column.reduce((sum, id) => sum + layouts.get(id).height, 0)
    + (column.length - 1) * SIZES.routeGap);
  const height = Math.max(...heights);
  const placed = [];
  let x = 0;
  columns.forEach((column, i) => {
    let y = (height - heights[i]) / 2;
    for (const id of column) {
      placed.push({ id, x, y });
      y += layouts.get(id).height + SIZES.routeGap;
    }
    x += Math.max(...column.map((id) => layouts.get(id).width)) + SIZES.linkGap;
  });
  return { routes: placed, width: x - SIZES.linkGap, height };
}

/** The longest way to each route; a circle of links ends after as many steps as there are routes. */
function ranks(ids, arrows) {
  const rank = new Map(ids.map((id) => [id, 0]));
  for (let step = 0; step < ids.length; step++) {
    let moved = false;
    for (const { from, to } of arrows) {
      if (!rank.has(from) || rank.get(to) > rank.get(from) || rank.get(from) + 1 >= ids.length) continue;
      rank.set(to, rank.get(from) + 1);
      moved = true;
    }
    if (!moved) break;
  }
  const used = [...new Set(rank.values())].sort((a, b) => a - b);
  for (const id of ids) rank.set(id, used.indexOf(rank.get(id)));
  return rank;
}

/** The highest free place, then the leftmost. */
function spot(placed, block, width) {
  const candidates = [0, ...placed.map((other) => other.x + other.width + SIZES.routeGap)]
    .filter((x) => x === 0 || x + block.width <= width);
  let best = null;
  for (const x of candidates) {
    const y = Math.max(0, ...placed
      .filter((other) => other.x < x + block.width + SIZES.routeGap && x < other.x + other.width + SIZES.routeGap)
      .map((other) => other.y + other.height + SIZES.routeGap));
    if (!best || y < best.y || (y === best.y && x < best.x)) best = { x, y };
  }
  return best;
}
