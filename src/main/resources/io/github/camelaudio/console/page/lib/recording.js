// A row of the recordings, and the panel that it opens.

import { h, setAttribute, setText } from '../dom.js';
import { confirm } from '../parts.js';
import { showPicture } from './dialogs.js';
import { glyph } from './icons.js';
import { Playback } from './playback.js';

const READ_ONLY = 'Only the control role may delete';
/** A recording that lost its network for hours has thousands; the waveform shows them all. */
const MOST_GAPS = 24;

/** The name without its directory, which is shown beside it. */
export function nameOf({ file, directory }) {
  if (file.startsWith(`${directory}/`)) return file.slice(directory.length + 1);
  return file.slice(file.indexOf('/') + 1);
}

export class RecordingRow {
  /** @param view {app, theme, open(row), grown(pixels), removed(recording)} */
  constructor(view, recording) {
    this.view = view;
    this.recording = recording;
    this.cells = Object.fromEntries(['name', 'date', 'length', 'format', 'size', 'gaps']
      .map((id) => [id, h(`span.rec-${id}`)]));
    this.dot = h('span.rec-dot', { hidden: true, title: 'Being written' });
    this.title = h('span.rec-title');
    this.cells.name.append(this.dot, this.title);
    this.handle = h('button.rec-row', { type: 'button', 'aria-expanded': 'false', data: { row: '' },
      on: { click: () => view.open(this.panel ? null : recording.file) } }, Object.values(this.cells), glyph('chevron'));
    this.element = h('div.rec', { role: 'listitem' }, this.handle);
    this.panel = null;
    this.sizes = new ResizeObserver(([entry]) => view.grown(entry.borderBoxSize[0].blockSize));
  }

  update(recording, index, count) {
    this.recording = recording;
    const { format } = this.view.app;
    const { cells } = this;
    const gaps = recording.gaps?.length ?? 0;
    setText(this.title, nameOf(recording));
    setAttribute(this.title, 'title', recording.file);
    this.dot.hidden = !recording.open;
    setText(cells.date, format.dateTime(recording.modified));
    setText(cells.length, format.duration(recording.seconds));
    setText(cells.format, recording.format ?? '–');
    setText(cells.size, format.bytes(recording.bytes));
    setText(cells.gaps, gaps ? format.count(gaps, 'gap') : '');
    setAttribute(this.element, 'aria-posinset', index + 1);
    setAttribute(this.element, 'aria-setsize', count);
    setAttribute(this.handle, 'aria-label', [nameOf(recording), recording.open ? 'being written' : null,
      cells.date.textContent, cells.length.textContent, cells.format.textContent, cells.size.textContent,
      recording.gaps ? cells.gaps.textContent || 'no gaps' : null].filter(Boolean).join(', '));
    this.show(this.view.opened === recording.file);
  }

  show(open) {
    setAttribute(this.handle, 'aria-expanded', String(open));
    this.element.classList.toggle('open', open);
    if (open && !this.panel) {
      this.panel = new Panel(this.view, this.recording);
      this.element.append(this.panel.element);
      this.sizes.observe(this.panel.element);
    } else if (!open && this.panel) {
      this.closePanel();
    } else {
      this.panel?.update(this.recording);
    }
  }

  closePanel() {
    this.sizes.disconnect();
    this.panel.close();
    this.panel.element.remove();
    this.panel = null;
  }

  remove() {
    if (this.panel) this.closePanel();
  }
}

/** Waveform, playing, gaps, download, report, delete. */
class Panel {
  constructor(view, recording) {
    this.view = view;
    this.recording = recording;
    const { app } = view;
    const { api } = app;
    const name = nameOf(recording);
    this.playback = new Playback(app, view.theme, recording, name);
    const path = `/recordings/${api.segment(recording.file)}`;
    this.report = h('button.button', { type: 'button', 'aria-label': `Report of ${name}`,
      on: { click: () => showPicture(`Report of ${name}`, api.url(`${path}/report`)) } },
    glyph('picture'), h('span', { text: 'Report' }));
    this.remove = h('button.button.delete', { type: 'button', 'aria-label': `Delete ${name}`,
      on: { click: () => this.askToDelete(path, name) } }, glyph('trash'), h('span', { text: 'Delete' }));
    this.about = h('p.rec-about');
    this.gaps = h('div.rec-gap-list', { role: 'group', 'aria-label': 'Gaps' });
    this.element = h('section.rec-panel', { 'aria-label': name }, this.playback.element,
      h('div.rec-controls', null, this.playback.play, this.playback.time,
        h('div.rec-buttons', null,
          h('a.button', { href: `${api.url(path)}?download=1`, download: '', 'aria-label': `Download ${name}` },
            glyph('download'), h('span', { text: 'Download' })),
          this.report, this.remove)),
      this.gaps, this.about);
    this.update(recording);
  }

  update(recording) {
    this.recording = recording;
    this.playback.update(recording);
    this.report.hidden = !recording.report;
    const hint = recording.open ? 'It is being written. Stop its recorder first'
      : this.view.app.role === 'read' ? READ_ONLY : null;
    this.remove.disabled = hint !== null;
    setAttribute(this.remove, 'title', hint);
    setText(this.about, [`In ${recording.directory}`, recording.stream ? `stream ${recording.stream}` : null,
      recording.format, recording.open ? 'being written: it can be deleted when its recorder has stopped' : null,
      recording.trouble ? `it cannot be played: ${recording.trouble}` : null]
      .filter(Boolean).join(' · '));
    this.showGaps(recording.gaps ?? []);
  }

  showGaps(gaps) {
    this.gaps.hidden = gaps.length === 0;
    if (this.shownGaps === gaps.length) return;
    this.shownGaps = gaps.length;
    const { format } = this.view.app;
    const length = (seconds) => (seconds < 1 ? format.millis(seconds * 1000) : `${format.number(seconds, 1)}\u00a0s`);
    this.gaps.replaceChildren(h('span.rec-gap-title', { text: format.count(gaps.length, 'gap') }),
      ...gaps.slice(0, MOST_GAPS).map(({ startSeconds, seconds }) => h('button.rec-gap', { type: 'button',
        title: 'Go to a second before it',
        'aria-label': `Gap at ${format.duration(startSeconds, true)}, ${length(seconds)} long; go to a second before it`,
        on: { click: () => this.playback.seek(startSeconds - 1) } },
      h('b', { text: format.duration(startSeconds, true) }), ` ${length(seconds)}`)),
      gaps.length > MOST_GAPS ? h('span.muted', { text: `and ${format.number(gaps.length - MOST_GAPS)} more` }) : '');
  }

  async askToDelete(path, name) {
    const { app } = this.view;
    const { format } = app;
    const { seconds, bytes } = this.recording;
    const yes = await confirm({ title: `Delete ${name}?`, action: 'Delete',
      text: `${format.duration(seconds)} of sound, ${format.bytes(bytes)}. This cannot be undone.` });
    if (!yes) return;
    try {
      await app.api.remove(path);
      app.toast(`${name} is deleted`, 'good');
      this.view.removed(this.recording);
    } catch (e) {
      app.toast(`${name} is not deleted: ${e.message}`, 'bad');
    }
  }

  close() {
    this.playback.close();
  }
}
