/** The JSON API of the program, /api/v1 (see /api/v1/openapi.json). */

const BASE = '/api/v1';
const ANSWER_MILLIS = 8000;

/** For what waits for a route or a recorder: the program gives it 5 s, and may have others before it. */
const WORK_MILLIS = 15_000;

/** What the server answered with a problem document (RFC 9457), or that it did not answer. */
export class ApiError extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
  }
}

/** Goes to the login page; it comes back here after. */
export function toLogin() {
  const back = encodeURIComponent(location.hash);
  location.assign(`/login${back ? `?back=${back}` : ''}`);
}

async function call(method, path, body, millis = ANSWER_MILLIS) {
  let response;
  try {
    response = await fetch(BASE + path, {
      method,
      headers: body === undefined ? { Accept: 'application/json' }
        : { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal: AbortSignal.timeout(millis),
    });
  } catch (e) {
    throw new ApiError(0, 'No answer', `The program does not answer (${e.message}).`);
  }
  if (response.ok) return response;
  if (response.status === 401) toLogin();
  throw await problemOf(response);
}

async function problemOf(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // A proxy's error page, or nothing: the status line has to do.
  }
  const title = problem.title ?? (response.statusText || `HTTP ${response.status}`);
  return new ApiError(response.status, title, problem.detail ?? '');
}

async function json(method, path, body, millis) {
  const response = await call(method, path, body, millis);
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

/** One segment of a path: `speaker:default` has a colon, a file name may have anything. */
export const segment = (text) => encodeURIComponent(text);

/** The URL of a resource, for links, images and sockets. */
export const url = (path) => BASE + path;

/** The URL of a WebSocket under the API. */
export const socketUrl = (path) => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${BASE}${path}`;

export const get = (path) => json('GET', path);
export const post = (path, body) => json('POST', path, body ?? {});
export const patch = (path, body) => json('PATCH', path, body);
export const remove = (path) => json('DELETE', path);
export const text = async (path) => (await call('GET', path)).text();

// The calls of the views, by what they do.
export const status = () => get('/status');
export const routeAction = (id, action) => json('POST', `/routes/${segment(id)}`, { action }, WORK_MILLIS);
export const routeSource = (id) => text(`/routes/${segment(id)}/source`);
export const changeStream = (output, stream, change) =>
  patch(`/outputs/${segment(output)}/streams/${segment(stream)}`, change);
export const stopRecorder = (id) => json('DELETE', `/recorders/${segment(id)}`, undefined, WORK_MILLIS);
export const disconnect = (station, listener) =>
  remove(`/stations/${segment(station)}/listeners/${segment(listener)}`);
export const devices = () => get('/devices');
export const log = () => get('/log');
export const recordings = () => get('/recordings');
export const logout = () => post('/logout');
