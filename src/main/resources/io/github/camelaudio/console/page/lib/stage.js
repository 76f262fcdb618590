// All moving canvases of a view: one loop draws those that can be seen, at a limited rate.

/**
 * A canvas with its size in device pixels. `paint(context, now)` draws it; the stage calls it only
 * while the canvas can be seen.
 */
export class Surface {
  /** @param {string} className class of the canvas; its size comes from the style sheet */
  constructor(className) {
    this.canvas = document.createElement('canvas');
    this.canvas.className = className;
    this.canvas.setAttribute('aria-hidden', 'true');
    this.context = this.canvas.getContext('2d');
    this.width = 0;
    this.height = 0;
    this.scale = 1;
    this.visible = false;
    this.dirty = true;
  }

  /** Size in CSS pixels, from the observer: nothing is measured while drawing. */
  resized(width, height) {
    this.scale = Math.min(2, window.devicePixelRatio || 1);
    this.width = Math.round(width * this.scale);
    this.height = Math.round(height * this.scale);
    this.canvas.width = this.width;
    this.canvas.height = this.height;
    this.dirty = true;
  }

  /** Colours have changed. */
  retheme() {
    this.dirty = true;
  }
}

/** What canvases use of the page's tokens. */
const TOKENS = ['accent', 'text', 'text-2', 'line', 'line-strong', 'idle', 'bad', 'meter-low', 'meter-mid', 'meter-high',
  'meter-ground', 'font'];

/** Colours of the style sheet, for canvases: read once, and again when the theme changes. */
export class Theme {
  constructor() {
    this.listeners = new Set();
    this.refresh = () => {
      this.read();
      for (const listener of this.listeners) listener();
    };
    this.media = matchMedia('(prefers-color-scheme: dark)');
    this.media.addEventListener('change', this.refresh);
    this.attributes = new MutationObserver(this.refresh);
    this.attributes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.read();
  }

  read() {
    const style = getComputedStyle(document.documentElement);
    for (const name of TOKENS) this[name] = style.getPropertyValue(`--${name}`).trim();
  }

  close() {
    this.media.removeEventListener('change', this.refresh);
    this.attributes.disconnect();
    this.listeners.clear();
  }
}

export class Stage {
  /** @param {Theme} theme colours of the canvases */
  constructor(theme) {
    this.theme = theme;
    this.surfaces = new Map();
    this.seen = 0;
    this.frame = 0;
    this.timer = 0;
    this.still = matchMedia('(prefers-reduced-motion: reduce)');
    this.sizes = new ResizeObserver((entries) => {
      for (const { target, contentRect } of entries) {
        this.surfaces.get(target)?.resized(contentRect.width, contentRect.height);
      }
    });
    this.sights = new IntersectionObserver((entries) => this.sighted(entries), { rootMargin: '40px' });
    theme.listeners.add(() => {
      for (const surface of this.surfaces.values()) surface.retheme();
    });
    this.draw = this.draw.bind(this);
  }

  add(surface) {
    this.surfaces.set(surface.canvas, surface);
    this.sizes.observe(surface.canvas);
    this.sights.observe(surface.canvas);
  }

  remove(surface) {
    if (!this.surfaces.delete(surface.canvas)) return;
    this.sizes.unobserve(surface.canvas);
    this.sights.unobserve(surface.canvas);
    if (surface.visible) this.seen--;
  }

  close() {
    this.sizes.disconnect();
    this.sights.disconnect();
    this.surfaces.clear();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.seen = 0;
    this.theme.close();
  }

  sighted(entries) {
    for (const { target, isIntersecting } of entries) {
      const surface = this.surfaces.get(target);
      if (!surface || surface.visible === isIntersecting) continue;
      surface.visible = isIntersecting;
      this.seen += isIntersecting ? 1 : -1;
    }
    this.next();
  }

  /** The more there is to draw, the fewer pictures a second: 60, 30, or 15; 4 for reduced motion. */
  interval() {
    if (this.still.matches) return 250;
    return this.seen > 24 ? 66 : this.seen > 8 ? 33 : 16;
  }

  /** Waits for the next picture: a frame that draws nothing would cost the browser a whole round. */
  next() {
    if (this.seen === 0 || this.frame || this.timer) return;
    const wait = this.interval() - 16;
    const ask = () => {
      this.timer = 0;
      this.frame = requestAnimationFrame(this.draw);
    };
    if (wait > 0) this.timer = setTimeout(ask, wait);
    else ask();
  }

  draw(now) {
    this.frame = 0;
    this.next();
    for (const surface of this.surfaces.values()) {
      if (surface.visible && surface.width > 0) surface.paint(surface.context, now);
    }
  }
}
