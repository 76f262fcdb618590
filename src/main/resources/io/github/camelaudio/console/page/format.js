/** Numbers, times and sizes as text, in the browser's language. Unknown values (null) become an en dash. */

const UNKNOWN = '–';
const languages = navigator.languages?.length ? [...navigator.languages] : undefined;
const numbers = new Map();

/** The lowest level there is, in dB: digital silence. */
export const FLOOR_DECIBELS = -120;

const known = (value) => typeof value === 'number' && Number.isFinite(value);

/** A number with exactly `digits` digits after the decimal sign, grouped. */
export function number(value, digits = 0) {
  if (!known(value)) return UNKNOWN;
  if (!numbers.has(digits)) {
    numbers.set(digits, new Intl.NumberFormat(languages,
      { minimumFractionDigits: digits, maximumFractionDigits: digits }));
  }
  // Never "-0": a value that rounds to zero has no sign.
  const rounded = Number(value.toFixed(digits));
  return numbers.get(digits).format(rounded === 0 ? 0 : rounded);
}

const withUnit = (text, unit) => (text === UNKNOWN ? text : `${text}\u00a0${unit}`);

/** '−6.0 dB'; silence is '−∞ dB'. */
export function decibels(value, digits = 1) {
  if (known(value) && value <= FLOOR_DECIBELS) return '−∞\u00a0dB';
  return withUnit(number(value, digits).replace('-', '−'), 'dB');
}

/** '+3.0 dB': a gain, with its sign. */
export function gain(value, digits = 1) {
  const text = decibels(value, digits);
  return known(value) && Number(value.toFixed(digits)) > 0 ? `+${text}` : text;
}

/** '84 ms', below 10 ms with one digit. */
export function millis(value) {
  return withUnit(number(value, known(value) && Math.abs(value) < 10 && value !== 0 ? 1 : 0), 'ms');
}

export const percent = (fraction, digits = 1) => withUnit(number(known(fraction) ? fraction * 100 : null, digits), '%');

export const ppm = (value) => withUnit(number(value, 1).replace('-', '−'), 'ppm');

/** '3.4 MB', powers of 1000. */
export function bytes(value) {
  if (!known(value)) return UNKNOWN;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return withUnit(number(size, unit > 0 && size < 99.95 ? 1 : 0), units[unit]);
}

/** '1:02:03' or '2:03' for a length in seconds; tenths on request. */
export function duration(seconds, tenths = false) {
  if (!known(seconds)) return UNKNOWN;
  const whole = tenths ? Math.floor(seconds * 10) / 10 : Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = whole % 60;
  const two = (n) => String(n).padStart(2, '0');
  const end = tenths ? number(rest, 1).padStart(4, '0') : two(rest);
  return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`;
}

/** '3 d 4 h', '4 h 12 min', '12 min', '8 s': how long something has lasted. */
export function age(millisValue) {
  if (!known(millisValue)) return UNKNOWN;
  const seconds = Math.max(0, Math.round(millisValue / 1000));
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}\u00a0h ${minutes % 60}\u00a0min`;
  return `${Math.floor(hours / 24)}\u00a0d ${hours % 24}\u00a0h`;
}

const clock = new Intl.DateTimeFormat(languages, 
  { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const calendar = new Intl.DateTimeFormat(languages, { dateStyle: 'medium', timeStyle: 'short' });

/** The time of day, of an ISO 8601 text or a Date. */
export function time(value) {
  const date = value instanceof Date ? value : new Date(value ?? NaN);
  return Number.isNaN(date.getTime()) ? UNKNOWN : clock.format(date);
}

/** Date and time, of an ISO 8601 text or a Date. */
export function dateTime(value) {
  const date = value instanceof Date ? value : new Date(value ?? NaN);
  return Number.isNaN(date.getTime()) ? UNKNOWN : calendar.format(date);
}

/** 'one stream', '1,204 streams': a count with its noun. */
export function count(value, one, many = `${one}s`) {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/**
 * How far a meter deflects at a level, 0..1: the scale of IEC 60268-18, which gives the loud 20 dB half
 * of the length.
 */
export function deflection(decibelsValue) {
  const db = known(decibelsValue) ? decibelsValue : FLOOR_DECIBELS;
  if (db >= 0) return 1;
  if (db >= -20) return 1 + db * 0.025;
  if (db >= -30) return 0.5 + (db + 20) * 0.02;
  if (db >= -40) return 0.3 + (db + 30) * 0.015;
  if (db >= -50) return 0.15 + (db + 40) * 0.0075;
  if (db >= -60) return 0.075 + (db + 50) * 0.0075;
  return 0;
}
