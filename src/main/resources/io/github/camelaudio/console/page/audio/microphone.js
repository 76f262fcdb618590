/**
 * Sends what this browser's microphone hears to a route that has from("browser:NAME").
 *
 *   const microphone = new Microphone({ onState: state => … });  // or: microphone.onState = …
 *   microphone.start({ name: 'phone' });                          // in a handler of a click
 *   microphone.stop();                                            // start() works again afterwards
 *   Microphone.isAvailable();                                     // false: see unavailable()
 *   await Microphone.devices();                                   // [{ deviceId, label }, …]
 *
 * start() also takes deviceId, and echoCancellation, noiseSuppression and autoGainControl, which
 * are true unless set: good for speech next to a loudspeaker, bad for music. onState gets, ten
 * times a second and at each change,
 *
 *   { name,
 *     state,         // 'asking' (for permission), 'connecting', 'sending', 'waiting' (tries
 *                    // again), 'failed' (see message; it does not try again), 'stopped'
 *     message,       // a sentence for people where something is wrong, else ''
 *     level,         // the highest sample since the last call, 0..1
 *     stream,        // the name of the stream, eight hex digits; null before it begins
 *     sampleRateHz,  // what is sent: mono, 16 bit
 *     sentSeconds }  // since start()
 *
 * start() resolves when the microphone is open, and rejects when it cannot be opened, with a sentence
 * for people as the error's message; its state is 'failed' then, too. What fails later is a state only.
 */
export class Microphone {
  #context = null;
  #stream = null;
  #node = null;
  #socket = null;
  #timer = 0;
  #wanted = 0;
  #peak = 0;
  #reportedAt = 0;
  #state = { ...IDLE };

  constructor({ onState = () => {} } = {}) {
    this.onState = onState;
  }

  /** Whether this page may ask for a microphone at all. */
  static isAvailable() {
    return Microphone.unavailable() === '';
  }

  /** Why not, and what to do; '' when it may. */
  static unavailable() {
    return globalThis.isSecureContext && navigator.mediaDevices?.getUserMedia ? '' : INSECURE;
  }

  /** The microphones; without names until the user has allowed one. */
  static async devices() {
    if (!Microphone.isAvailable()) {
      return [];
    }
    const all = await navigator.mediaDevices.enumerateDevices();
    return all
      .filter(({ kind }) => kind === 'audioinput')
      .map(({ deviceId, label }) => ({ deviceId, label }));
  }

  /** The last state that onState got. */
  get state() {
    return this.#state;
  }

  async start({
    name,
    deviceId = '',
    echoCancellation = true,
    noiseSuppression = true,
    autoGainControl = true,
  }) {
    this.stop();
    const wanted = ++this.#wanted;
    this.#report({ ...IDLE, name, state: 'asking' });
    try {
      if (!Microphone.isAvailable()) {
        throw new Error(INSECURE);
      }
      const audio = { channelCount: 1, echoCancellation, noiseSuppression, autoGainControl };
      if (deviceId) {
        audio.deviceId = { exact: deviceId };
      }
      await this.#capture(await navigator.mediaDevices.getUserMedia({ audio }), wanted);
      if (wanted === this.#wanted) {
        this.#open(wanted);
      }
    } catch (e) {
      const message = REASONS[e.name] ?? e.message;
      if (wanted === this.#wanted) {
        this.#fail(message);
        throw new Error(message, { cause: e });
      }
    }
  }

  /** Ends the stream, and gives the microphone back. */
  stop() {
    this.#release();
    if (this.#state.state !== 'stopped') {
      this.#report({ state: 'stopped', message: '', level: 0 });
    }
  }

  #release() {
    this.#wanted++;
    clearTimeout(this.#timer);
    this.#closeSocket();
    this.#node?.disconnect();
    this.#stream?.getTracks().forEach(track => track.stop());
    this.#context?.close();
    this.#context = this.#stream = this.#node = null;
  }

  #fail(message) {
    this.#release();
    this.#report({ state: 'failed', message, level: 0 });
  }

  async #capture(stream, wanted) {
    if (wanted !== this.#wanted) {
      stream.getTracks().forEach(track => track.stop());
      return;
    }
    this.#stream = stream;
    stream.getAudioTracks()[0].onended = () => this.#fail('The microphone has gone away.');
    this.#context = new AudioContext({ latencyHint: 'interactive' });
    this.#report({ sampleRateHz: this.#context.sampleRate });
    await this.#context.audioWorklet.addModule(new URL('./microphone-worklet.js', import.meta.url));
    if (wanted !== this.#wanted) {
      return;
    }
    this.#node = new AudioWorkletNode(this.#context, 'camel-audio-microphone', {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    this.#node.port.onmessage = ({ data }) => this.#send(data);
    new MediaStreamAudioSourceNode(this.#context, { mediaStream: stream }).connect(this.#node);
    this.#context.resume(); // suspended where the question for permission took the click's place
  }

  #closeSocket() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  #open(wanted) {
    this.#report({ state: 'connecting' });
    const path = `/api/v1/microphone/${encodeURIComponent(this.#state.name)}`;
    const url = new URL(path, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () =>
      socket.send(JSON.stringify({ sampleRateHz: this.#state.sampleRateHz, channels: 1 }));
    socket.onmessage = ({ data }) =>
      this.#report({ state: 'sending', message: '', stream: JSON.parse(data).stream });
    socket.onclose = ({ code, reason }) => {
      if (wanted === this.#wanted) {
        this.#closed(wanted, code, reason);
      }
    };
  }

  /** After a restart of the route, or of the program, a new stream begins. */
  #closed(wanted, code, reason) {
    this.#socket = null;
    if (code === POLICY_VIOLATION) {
      this.#fail(reason);
      return;
    }
    const message = reason ? `${reason}; trying again.` : 'No connection; trying again.';
    this.#report({ state: 'waiting', message, stream: null });
    this.#timer = setTimeout(() => this.#open(wanted), PAUSE_MILLIS);
  }

  #send({ pcm, peak }) {
    this.#peak = Math.max(this.#peak, Math.min(1, peak));
    const now = performance.now();
    if (now - this.#reportedAt >= REPORT_MILLIS) {
      this.#reportedAt = now;
      this.#report({ level: this.#peak });
      this.#peak = 0;
    }
    if (this.#state.state !== 'sending' || this.#socket?.readyState !== WebSocket.OPEN) {
      return;
    }
    const { sampleRateHz } = this.#state;
    if (this.#socket.bufferedAmount > MAX_WAITING_SECONDS * sampleRateHz * SAMPLE_BYTES) {
      // The network does not take it: what waits is old, so a new stream begins.
      this.#closeSocket();
      this.#closed(this.#wanted, 0, 'The network is too slow');
      return;
    }
    this.#state.sentSeconds += pcm.byteLength / SAMPLE_BYTES / sampleRateHz;
    this.#socket.send(pcm);
  }

  #report(change) {
    this.#state = { ...this.#state, ...change };
    this.onState(this.#state);
  }
}

const SAMPLE_BYTES = 2;
const MAX_WAITING_SECONDS = 1;
const REPORT_MILLIS = 100;
const PAUSE_MILLIS = 1000;
const POLICY_VIOLATION = 1008;
const INSECURE =
  'Browsers give their microphone to pages from this machine (localhost) or over HTTPS only: ' +
  'open the page that way (properties audio.tls.…).';
const REASONS = {
  NotAllowedError:
    'The browser refused the microphone: allow it for this page (the icon beside the address).',
  NotFoundError: 'There is no microphone.',
  OverconstrainedError: 'That microphone is not there any more: choose another one.',
  NotReadableError: 'The microphone cannot be opened: another program may use it.',
};
const IDLE = {
  name: '',
  state: 'stopped',
  message: '',
  level: 0,
  stream: null,
  sampleRateHz: null,
  sentSeconds: 0,
};
