/** Streams: what each output plays, how it sounds, how well it arrives, and its controls. */

import { h, reconcile, setAttribute, setText } from '../dom.js';
import { emptyState } from '../parts.js';
import { glyph } from '../lib/icons.js';
import { histories } from '../lib/history.js';
import { Output } from '../lib/output.js';
import { Stage, Theme } from '../lib/stage.js';

/** An output with more streams than these is a list, as long as the user has not chosen. */
const CARDS = 8;

class Streams {
  constructor(root, app) {
    this.app = app;
    this.theme = new Theme();
    this.context = { app, theme: this.theme, stage: new Stage(this.theme), histories };
    this.filter = '';
    this.chosen = null;
    this.dense = false;
    this.status = null;
    this.count = h('span.chip');
    this.search = h('input.field', { type: 'search', placeholder: 'Filter streams', 'aria-label': 'Filter streams',
      on: { input: () => this.filtered() } });
    this.layout = h('button.button', { type: 'button', text: 'List', 'aria-pressed': 'false',
      title: 'One line per stream', on: { click: () => this.toggle() } });
    this.tools = h('div.streams-tools', null, h('label.search', null, glyph('search'), this.search), this.layout);
    this.list = h('div.outputs');
    this.none = emptyState({ icon: 'streams', title: 'No output plays here',
      text: 'A route that ends in a speaker or a mixer shows its streams in this view.',
      command: '.to("speaker:default")' });
    this.none.hidden = true;
    root.append(h('header.view-head', null, h('h2', { text: 'Streams' }), this.count, this.tools), this.none, this.list);
  }

  filtered() {
    this.filter = this.search.value.trim().toLowerCase();
    if (this.status) this.update(this.status);
  }

  toggle() {
    this.chosen = !this.dense;
    if (this.status) this.update(this.status);
  }

  update(status) {
    this.status = status;
    const outputs = status.outputs ?? [];
    const streams = outputs.reduce((sum, output) => sum + (output.streams?.length ?? 0), 0);
    this.dense = this.chosen ?? outputs.some((output) => output.streams?.length > CARDS);
    setText(this.count, this.app.format.count(streams, 'stream'));
    setAttribute(this.layout, 'aria-pressed', String(this.dense));
    this.tools.hidden = streams < 2 && !this.filter;
    this.none.hidden = outputs.length > 0;
    reconcile(this.list, outputs, ({ name }) => name, (output) => new Output(this.context, output),
      (part, output) => part.update(output, this));
  }

  levels(levels) {
    for (const part of this.list.reconciled?.values() ?? []) part.levels(levels);
  }

  unmount() {
    for (const part of this.list.reconciled?.values() ?? []) part.remove();
    this.context.stage.close();
  }
}

export default {
  id: 'streams',
  title: 'Streams',
  mount: (root, app) => new Streams(root, app),
};
