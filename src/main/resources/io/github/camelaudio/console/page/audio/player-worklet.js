/**
 * The playing end of player.js, on the browser's audio thread: a small jitter buffer, which grows
 * when sound comes too late, and a resampler, which follows the sender's clock.
 *
 * In: { sampleRateHz } first, and again after a reconnection; then ArrayBuffers of 16 bit PCM,
 * little-endian, interleaved. Out, ten times a second: { bufferedSeconds, targetSeconds, underruns,
 * level, playing }.
 *
 * The buffer aims at 40 ms. An underrun adds 20 ms, up to 400 ms; each ten seconds in which it
 * always held more than it needed take 5 ms away. Speed is changed by 0.5 % at most. What is held
 * beyond the target is skipped: at once above 120 ms, and above 40 ms when it was so for two seconds.
 */
const MIN_TARGET_SECONDS = 0.04;
const MAX_TARGET_SECONDS = 0.4;
const GROWTH_SECONDS = 0.02;
const SHRINK_SECONDS = 0.005;
const SHRINK_AFTER_SECONDS = 10;
/** What is left at the lowest level of calm times. */
const RESERVE_SECONDS = 0.015;
const CAPACITY_SECONDS = 2;
const SKIP_SECONDS = 0.12;
const EXCESS_SECONDS = 0.04;
const EXCESS_AFTER_SECONDS = 2;
const FADE_SECONDS = 0.005;
const REPORT_SECONDS = 0.1;
/** Over how long a deviation is corrected, and which one is not worth it. */
const CORRECTION_SECONDS = 4;
const TOLERANCE_SECONDS = 0.003;
const MAX_CORRECTION = 0.005;
/** Of the running mean of the level, for each quantum of 128 frames. */
const SMOOTHING = 0.005;
const FULL_SCALE = 32768;
/** Frames around a position that the interpolation needs: one before, two behind. */
const TAPS_BEHIND = 2;

class PlayerProcessor extends AudioWorkletProcessor {
  constructor({ processorOptions: { channels } }) {
    super();
    this.channels = channels;
    this.target = MIN_TARGET_SECONDS;
    this.underruns = 0;
    this.level = 0;
    this.reportIn = 0;
    this.begin(sampleRate);
    this.port.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) {
        this.write(new Int16Array(data));
      } else {
        this.begin(data.sampleRateHz);
      }
    };
  }

  /** An empty buffer for sound of this rate. */
  begin(rateHz) {
    this.rate = rateHz;
    this.capacity = Math.ceil(rateHz * CAPACITY_SECONDS);
    this.ring = new Float32Array(this.capacity * this.channels);
    /** Frames since the beginning: written, and read with a fraction apart. */
    this.written = 0;
    this.read = 0;
    this.fraction = 0;
    this.playing = false;
    this.gain = 0;
    this.mean = 0;
    this.calm();
  }

  calm() {
    this.lowest = Infinity;
    this.calmFrames = 0;
    this.recentLowest = Infinity;
    this.recentFrames = 0;
  }

  /** Appends; what does not fit pushes the oldest out. */
  write(samples) {
    const frames = Math.floor(samples.length / this.channels);
    for (let f = 0; f < frames; f++) {
      const at = ((this.written + f) % this.capacity) * this.channels;
      for (let c = 0; c < this.channels; c++) {
        this.ring[at + c] = samples[f * this.channels + c] / FULL_SCALE;
      }
    }
    this.written += frames;
    this.read = Math.max(this.read, this.written - this.capacity + 1);
  }

  buffered() {
    return this.written - this.read;
  }

  process(inputs, [output]) {
    const frames = output[0].length;
    if (!this.playing && this.buffered() >= this.target * this.rate) {
      this.playing = true;
      this.read = this.written - Math.round(this.target * this.rate); // the backlog is skipped
      this.mean = this.buffered();
      this.calm();
    }
    if (this.playing) {
      this.play(output, frames);
    }
    this.note(output, frames);
    return true;
  }

  play(output, frames) {
    this.mean += SMOOTHING * (this.buffered() - this.mean);
    const speed = (this.rate / sampleRate) * (1 + this.correction());
    const needed = Math.ceil(frames * speed + this.fraction) + TAPS_BEHIND;
    const fadeFrames = FADE_SECONDS * sampleRate;
    // Fades out while there is still sound for it, and ends at the first frame that is missing.
    const last = this.buffered() < needed + FADE_SECONDS * this.rate * speed;
    for (let i = 0; i < frames; i++) {
      if (this.buffered() <= TAPS_BEHIND) {
        this.underrun();
        return;
      }
      this.gain = last
        ? Math.max(0, this.gain - 1 / fadeFrames)
        : Math.min(1, this.gain + 1 / fadeFrames);
      for (let c = 0; c < output.length; c++) {
        output[c][i] = this.gain * this.interpolated(c);
      }
      this.fraction += speed;
      const whole = Math.floor(this.fraction);
      this.read += whole;
      this.fraction -= whole;
    }
    if (last && this.gain === 0) {
      this.underrun();
      return;
    }
    this.lowest = Math.min(this.lowest, this.buffered());
    this.recentLowest = Math.min(this.recentLowest, this.buffered());
    this.adapt(frames);
  }

  /** A cubic through four frames (Catmull-Rom); at a fraction of 0 the frame itself. */
  interpolated(channel) {
    const x1 = this.at(this.read, channel);
    const t = this.fraction;
    if (t === 0) {
      return x1;
    }
    const x0 = this.at(Math.max(0, this.read - 1), channel);
    const x2 = this.at(this.read + 1, channel);
    const x3 = this.at(this.read + 2, channel);
    const a = 3 * (x1 - x2) + x3 - x0;
    const b = 2 * x0 - 5 * x1 + 4 * x2 - x3;
    return x1 + 0.5 * t * (x2 - x0 + t * (b + t * a));
  }

  at(frame, channel) {
    return this.ring[(frame % this.capacity) * this.channels + channel];
  }

  /** How much faster than its rate the sound is to be played, so that the level is the target. */
  correction() {
    const excess = this.mean / this.rate - this.target;
    if (Math.abs(excess) < TOLERANCE_SECONDS) {
      return 0;
    }
    return Math.max(-MAX_CORRECTION, Math.min(MAX_CORRECTION, excess / CORRECTION_SECONDS));
  }

  underrun() {
    this.underruns++;
    this.target = Math.min(MAX_TARGET_SECONDS, this.target + GROWTH_SECONDS);
    this.playing = false;
    this.gain = 0;
    this.fraction = 0;
    this.calm();
  }

  adapt(frames) {
    if (this.buffered() > (this.target + SKIP_SECONDS) * this.rate) {
      this.skip(this.buffered());
    }
    this.recentFrames += frames;
    if (this.recentFrames >= EXCESS_AFTER_SECONDS * sampleRate) {
      if (this.recentLowest > (this.target + EXCESS_SECONDS) * this.rate) {
        this.skip(this.recentLowest);
      }
      this.recentFrames = 0;
      this.recentLowest = Infinity;
    }
    this.calmFrames += frames;
    if (this.calmFrames >= SHRINK_AFTER_SECONDS * sampleRate) {
      if (this.lowest > (RESERVE_SECONDS + SHRINK_SECONDS) * this.rate) {
        this.target = Math.max(MIN_TARGET_SECONDS, this.target - SHRINK_SECONDS);
      }
      this.calm();
    }
  }

  /** Leaves out sound, so that this level becomes the target, and fades in. */
  skip(level) {
    this.read += Math.round(level - this.target * this.rate);
    this.gain = 0;
    this.mean = this.buffered();
    this.calm();
  }

  note(output, frames) {
    for (const channel of output) {
      for (let i = 0; i < frames; i++) {
        this.level = Math.max(this.level, Math.abs(channel[i]));
      }
    }
    this.reportIn -= frames;
    if (this.reportIn <= 0) {
      this.reportIn = REPORT_SECONDS * sampleRate;
      this.port.postMessage({
        bufferedSeconds: (this.playing ? this.mean : this.buffered()) / this.rate,
        targetSeconds: this.target,
        underruns: this.underruns,
        level: this.level,
        playing: this.playing,
      });
      this.level = 0;
    }
  }
}

registerProcessor('camel-audio-player', PlayerProcessor);
