/**
 * Listens to an output or a stream in the page.
 *
 *   const player = new Player({ onState: state => … });   // or: player.onState = state => …
 *   player.connect('speaker:default');                    // in a handler of a click, or of a key
 *   player.volume = 0.5;                                  // 0..1, of this page only
 *   player.stop();                                        // connect() works again afterwards
 *
 * A source is 'speaker:default' (an output's mix), 'speaker:default/0a1b2c3d' (one stream of it),
 * or '0a1b2c3d'. onState gets, ten times a second and at each change,
 *
 *   { source,
 *     state,        // 'connecting', 'filling' (its buffer), 'playing', 'waiting' (tries again),
 *                   // 'blocked' (the browser wants a click first), 'ended', 'stopped'
 *     message,      // a sentence for people where something is wrong, else ''
 *     delayMillis,  // from the arrival in the page until it is heard: the buffer and the device;
 *                   // null while nothing plays
 *     targetMillis, // the part of it that the buffer aims at
 *     underruns,    // how often the buffer ran empty since connect()
 *     level }       // the highest sample since the last call, 0..1
 *
 * connect() never throws and never rejects: what fails is a state with a message.
 */
export class Player {
  #context = null;
  #node = null;
  #gain = null;
  #socket = null;
  #timer = 0;
  #wanted = 0;
  #volume = 1;
  #channels = 0;
  #pauseMillis = FIRST_PAUSE_MILLIS;
  #state = { ...IDLE };

  constructor({ onState = () => {} } = {}) {
    this.onState = onState;
  }

  /** The last state that onState got. */
  get state() {
    return this.#state;
  }

  /** The AudioContext while it listens; null before and after. */
  get context() {
    return this.#context;
  }

  /** The node behind the volume, for an analyser; null until sound comes. */
  get output() {
    return this.#gain;
  }

  get volume() {
    return this.#volume;
  }

  set volume(value) {
    this.#volume = Math.min(1, Math.max(0, value));
    if (this.#gain) {
      this.#gain.gain.setTargetAtTime(this.#volume, this.#context.currentTime, VOLUME_SECONDS);
    }
  }

  /** Stops what it plays, and plays this source. */
  async connect(source) {
    this.stop();
    const wanted = ++this.#wanted;
    this.#report({ ...IDLE, source, state: 'connecting' });
    try {
      // Within the click: a context that is made later stays suspended.
      this.#context = new AudioContext({ latencyHint: 'interactive' });
      this.#context.onstatechange = () => this.#contextChanged();
      await this.#context.audioWorklet.addModule(new URL('./player-worklet.js', import.meta.url));
    } catch (e) {
      if (wanted === this.#wanted) {
        const insecure = globalThis.isSecureContext === false;
        this.#report({ state: 'ended', message: insecure ? INSECURE : `No sound: ${e.message}` });
      }
      return;
    }
    if (wanted === this.#wanted) {
      this.#open(source, wanted);
    }
  }

  /** Silence; the connection ends. */
  stop() {
    this.#wanted++;
    clearTimeout(this.#timer);
    this.#closeSocket();
    this.#node?.disconnect();
    this.#gain?.disconnect();
    this.#context?.close();
    this.#context = this.#node = this.#gain = null;
    this.#pauseMillis = FIRST_PAUSE_MILLIS;
    if (this.#state.state !== 'stopped') {
      this.#report({ state: 'stopped', message: '', delayMillis: null, level: 0 });
    }
  }

  #closeSocket() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  #open(source, wanted) {
    const url = new URL(`/api/v1/listen/${encodeURIComponent(source)}`, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') {
        this.#begin(JSON.parse(data));
      } else {
        this.#node?.port.postMessage(data, [data]);
      }
    };
    socket.onclose = ({ code, reason }) => this.#closed(source, wanted, code, reason);
  }

  /** The format is known: a node for it, unless the one before will do. */
  #begin({ sampleRateHz, channels }) {
    this.#pauseMillis = FIRST_PAUSE_MILLIS;
    if (!this.#node || this.#channels !== channels) {
      this.#node?.disconnect();
      this.#node = new AudioWorkletNode(this.#context, 'camel-audio-player', {
        numberOfInputs: 0,
        outputChannelCount: [channels],
        processorOptions: { channels },
      });
      this.#channels = channels;
      if (!this.#gain) {
        this.#gain = new GainNode(this.#context, { gain: this.#volume });
        this.#gain.connect(this.#context.destination);
      }
      this.#node.port.onmessage = ({ data }) => this.#played(data);
      this.#node.connect(this.#gain);
    }
    this.#node.port.postMessage({ sampleRateHz });
    this.#report({ state: 'filling', message: '' });
    this.#contextChanged();
  }

  /** Without a click before connect(), browsers begin with the next click or key only. */
  #contextChanged() {
    const context = this.#context;
    if (context?.state === 'suspended' && this.#node) {
      this.#report({ state: 'blocked', message: BLOCKED, delayMillis: null, level: 0 });
      const resume = () => context.state === 'suspended' && context.resume();
      for (const event of ['pointerdown', 'keydown']) {
        document.addEventListener(event, resume, { once: true });
      }
    } else if (context?.state === 'running' && this.#state.state === 'blocked') {
      this.#report({ state: 'filling', message: '' });
    }
  }

  #played({ bufferedSeconds, targetSeconds, underruns, level, playing }) {
    if (!this.#socket || this.#context?.state !== 'running') {
      return;
    }
    const device = this.#context.baseLatency + (this.#context.outputLatency || 0);
    this.#report({
      state: playing ? 'playing' : 'filling',
      message: '',
      delayMillis: playing ? Math.round((bufferedSeconds + device) * 1000) : null,
      targetMillis: Math.round(targetSeconds * 1000),
      underruns,
      level,
    });
  }

  /** A stream that is not there has ended; all else may come back. */
  #closed(source, wanted, code, reason) {
    if (wanted !== this.#wanted) {
      return;
    }
    this.#socket = null;
    const nothing = { delayMillis: null, level: 0 };
    if (code === NOT_FOUND && STREAM.test(source)) {
      this.#report({ ...nothing, state: 'ended', message: 'The stream has ended.' });
      return;
    }
    const message = reason ? `${reason}; trying again.` : 'No connection; trying again.';
    this.#report({ ...nothing, state: 'waiting', message });
    this.#timer = setTimeout(() => this.#open(source, wanted), this.#pauseMillis);
    this.#pauseMillis = Math.min(LAST_PAUSE_MILLIS, 2 * this.#pauseMillis);
  }

  #report(change) {
    this.#state = { ...this.#state, ...change };
    this.onState(this.#state);
  }
}

const FIRST_PAUSE_MILLIS = 500;
const LAST_PAUSE_MILLIS = 5000;
const VOLUME_SECONDS = 0.02;
const NOT_FOUND = 4404;
const STREAM = /^(.*\/)?[0-9a-f]{8}$/;
const BLOCKED = 'The browser plays nothing before you click on the page.';
const INSECURE =
  'Browsers play live sound on pages from this machine (localhost) or over HTTPS only: ' +
  'open the page that way.';
const IDLE = {
  source: '',
  state: 'stopped',
  message: '',
  delayMillis: null,
  targetMillis: null,
  underruns: 0,
  level: 0,
};
