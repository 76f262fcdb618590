/**
 * The capturing end of microphone.js, on the browser's audio thread: gathers 10 ms of mono to 16 bit
 * PCM, little-endian, rounded to the nearest value. Out: { pcm (an ArrayBuffer), peak (0..1) }.
 */
const MESSAGES_PER_SECOND = 100;
const FULL_SCALE = 32768;

class MicrophoneProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frames = Math.round(sampleRate / MESSAGES_PER_SECOND);
    this.begin();
  }

  begin() {
    this.pcm = new Int16Array(this.frames);
    this.filled = 0;
    this.peak = 0;
  }

  process([input]) {
    const samples = input[0];
    if (!samples) {
      return true; // nothing is connected yet
    }
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[i];
      this.peak = Math.max(this.peak, Math.abs(sample));
      const value = Math.round(sample * FULL_SCALE);
      this.pcm[this.filled++] = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, value));
      if (this.filled === this.frames) {
        this.port.postMessage({ pcm: this.pcm.buffer, peak: this.peak }, [this.pcm.buffer]);
        this.begin();
      }
    }
    return true;
  }
}

registerProcessor('camel-audio-microphone', MicrophoneProcessor);
