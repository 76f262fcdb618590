// Listening in the browser: one source at a time for the whole page, also while views change.

const TELL_MILLIS = 500;

class Listening {
  constructor() {
    this.source = null;
    this.state = null;
    this.player = null;
    this.turn = 0;
    this.toldAt = 0;
    this.listeners = new Set();
  }

  /** Calls `listener` at each change; returns how to stop it. */
  on(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Starts a source and stops the one before; the same source again stops it. */
  async toggle(app, source, label) {
    const again = this.source === source;
    this.stop();
    if (again) return;
    const turn = ++this.turn;
    this.app = app;
    this.label = label;
    this.source = source;
    this.changed({ state: 'connecting', delayMillis: null });
    try {
      const { Player } = await import('../audio/player.js');
      if (turn !== this.turn) return;
      const player = new Player();
      this.player = player;
      player.onState = (state) => {
        if (turn === this.turn) this.changed(state);
      };
      await player.connect(source);
    } catch (e) {
      if (turn !== this.turn) return;
      this.stop();
      app.toast(`Cannot listen to ${label}: ${e.message}`, 'bad');
    }
  }

  /** States come ten times a second; a change is told at once, a delay twice a second. */
  changed(state) {
    if (state.state === 'stopped') return;
    if (state.state === 'ended') {
      const { label } = this;
      this.stop();
      this.app.toast(`Listening to ${label} has ended. ${state.message ?? ''}`, state.message ? 'bad' : 'info');
      return;
    }
    const now = performance.now();
    if (state.state === this.state?.state && now - this.toldAt < TELL_MILLIS) return;
    this.toldAt = now;
    this.state = state;
    this.app.listening = { label: this.label, delayMillis: state.delayMillis, stop: () => this.stop() };
    this.tell();
  }

  stop() {
    this.turn++;
    const { player } = this;
    this.player = null;
    if (this.source === null) return;
    this.source = null;
    this.state = null;
    this.app.listening = null;
    this.tell();
    player?.stop();
  }

  tell() {
    for (const listener of this.listeners) listener();
  }
}

export const listening = new Listening();
