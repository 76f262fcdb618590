/**
 * Elements without a framework. Text goes in as text nodes only, so that a name from the network is
 * never read as HTML.
 */

/**
 * Makes an HTML element.
 *
 * @param {string} name tag name with optional classes, 'div.card.quiet'
 * @param {object} [props] `class`, `text`, `on: {click: f}`, `data: {id: 'x'}`; others are attributes;
 *     null, undefined and false leave an attribute out, true sets it empty
 * @param {...(Node|string|null|Array)} children nodes, or text
 */
export function h(name, props, ...children) {
  const [tag, ...classes] = name.split('.');
  return fill(document.createElement(tag), classes, props, children);
}

/** Makes an SVG element, as {@link h}. */
export function s(name, props, ...children) {
  const [tag, ...classes] = name.split('.');
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), classes, props, children);
}

function fill(element, classes, props, children) {
  for (const [key, value] of Object.entries(props ?? {})) setProperty(element, classes, key, value);
  if (classes.length > 0) element.setAttribute('class', classes.join(' '));
  append(element, children);
  return element;
}

function setProperty(element, classes, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key === 'class') classes.push(...String(value).split(' ').filter(Boolean));
  else if (key === 'text') element.textContent = value;
  else if (key === 'on') for (const [type, f] of Object.entries(value)) element.addEventListener(type, f);
  else if (key === 'data') Object.assign(element.dataset, value);
  else element.setAttribute(key, value === true ? '' : value);
}

function append(element, children) {
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Sets the text only when it differs: no layout for a value that has not changed. */
export function setText(element, text) {
  const value = text ?? '';
  if (element.textContent !== value) element.textContent = value;
}

/** Sets or removes an attribute only when it differs; null removes. */
export function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) {
    if (element.hasAttribute(name)) element.removeAttribute(name);
  } else if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

/**
 * Makes the children of an element match a list, in its order, and reuses what is there by key.
 *
 * @param {Element} parent holds nothing else
 * @param {Array} items what to show
 * @param {function(object): string} keyOf unique among the items
 * @param {function(object): {element: Element}} create once for a new key
 * @param {function(object, object)} [update] (part that create made, item), every time
 */
export function reconcile(parent, items, keyOf, create, update) {
  const parts = (parent.reconciled ??= new Map());
  // First, so that no part which stays is moved: it would lose the focus.
  const kept = new Set(items.map(keyOf));
  for (const [key, part] of parts) {
    if (kept.has(key)) continue;
    part.remove?.();
    part.element.remove();
    parts.delete(key);
  }
  const seen = new Set();
  let next = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    if (seen.has(key)) continue;
    seen.add(key);
    let part = parts.get(key);
    if (!part) parts.set(key, (part = create(item)));
    if (part.element === next) next = next.nextElementSibling;
    else parent.insertBefore(part.element, next);
    update?.(part, item);
  }
}
