/** A box of the flow: an endpoint, a processor, or a junction; and what stands beside it in the status. */
import { h, setAttribute, setText } from '../dom.js';
import { hasIcon, icon } from '../icons.js';
import { Meter } from '../parts.js';
import { count } from '../format.js';

const ICONS = {
  netty: 'network', radio: 'stations', multicast: 'split', split: 'split', recipientList: 'split', loadBalance: 'split',
  choice: 'choice', when: 'choice', otherwise: 'choice', filter: 'choice', direct: 'link', seda: 'link', vm: 'link',
  file: 'file', log: 'log', bean: 'processor', tone: 'wav',
};

const scheme = (node) => (node.uri ?? '').split(':')[0];

function iconName(node) {
  for (const name of [scheme(node), node.kind]) {
    if (ICONS[name]) return ICONS[name];
    if (hasIcon(name)) return name;
  }
  return 'processor';
}

/** Makes a node's box; `shape` as in the layout. */
export function createNode(node, shape) {
  const label = h('span.node-label', { text: labelOf(node) });
  const detail = h('span.node-detail');
  const flow = h('span.node-flow');
  const meter = shape === 'junction' ? null : new Meter({ label: `Level at ${node.label}` });
  const element = shape === 'junction'
    ? h('li.node.junction', { title: node.label }, icon(iconName(node)), h('span.visually-hidden', { text: node.label }))
    : h(`li.node.${shape}`, { title: node.uri ?? node.label },
      h('div.node-text', {}, h('span.node-icon', {}, icon(iconName(node))), label, detail, flow), meter.element);
  return { element, detail, flow, meter, node, label };
}

/** Shows what the status knows about a node. */
export function updateNode(part, node, status) {
  if (!part.meter) return;
  setText(part.label, labelOf(node));
  const { text, href, tone } = describe(node, status);
  setAttribute(part.element, 'data-tone', tone ?? null);
  const link = part.detail.firstElementChild;
  if (href) {
    if (link?.getAttribute('href') !== href) part.detail.replaceChildren(h('a', { href }));
    setText(part.detail.firstElementChild, text);
  } else {
    if (link) link.remove();
    setText(part.detail, text);
  }
  setAttribute(part.detail, 'title', text.length > 24 ? text : null);
}

function describe(node, status) {
  const name = withoutOptions(node.uri);
  return ofOutput(node, status) ?? ofStation(node, name, status) ?? ofRecorder(node, name, status)
    ?? ofMicrophone(node, name, status) ?? ofPeer(name, status) ?? { text: kindText(node) };
}

function ofOutput(node, status) {
  const output = node.output && (status.outputs ?? []).find((one) => one.name === node.output);
  if (!output) return null;
  if (output.trouble) return { text: output.trouble, tone: 'bad' };
  const streams = output.streams?.length ?? 0;
  return streams > 0 ? { text: count(streams, 'stream'), href: '#/streams' } : { text: 'No stream' };
}

function ofStation(node, name, status) {
  if (scheme(node) !== 'radio' || isConsumer(node)) return null;
  const station = (status.stations ?? []).find((one) => matches(one.name, name));
  return station ? { text: count(station.listeners.length, 'listener'), href: '#/stations' } : null;
}

function ofRecorder(node, name, status) {
  if (scheme(node) !== 'wav' || isConsumer(node)) return null;
  const recorder = (status.recorders ?? []).find((one) => matches(one.name, name));
  if (!recorder) return null;
  if (recorder.trouble) return { text: recorder.trouble, tone: 'bad' };
  const files = recorder.files?.length ?? 0;
  return files > 0 ? { text: `Recording ${count(files, 'file')}`, href: '#/recordings', tone: 'record' } : { text: 'Waiting' };
}

function ofMicrophone(node, name, status) {
  if (scheme(node) !== 'mic') return null;
  const microphone = (status.microphones ?? []).find((one) => matches(one.name, name));
  if (!microphone) return null;
  return microphone.trouble ? { text: microphone.trouble, tone: 'bad' } : { text: microphone.state ?? 'Microphone' };
}

function ofPeer(name, status) {
  const peer = name && (status.peers ?? []).find((one) => matches(one.name, name.replace(/^netty:/, '')));
  if (!peer) return null;
  if (peer.trouble) return { text: peer.trouble, tone: 'warn' };
  return peer.state === 'UP' ? { text: 'Connected' } : { text: peer.state === 'DOWN' ? 'Not connected' : peer.state, tone: 'warn' };
}

const isConsumer = (node) => node.parent === null || node.parent === undefined;

function kindText(node) {
  if (!isConsumer(node)) return { netty: 'Sends', wav: 'Records', radio: 'Station' }[scheme(node)] ?? (scheme(node) || node.kind);
  return { netty: 'Receives', radio: 'Tunes in', wav: 'Reads a file', browser: 'A browser\u2019s microphone', mixer: 'The mix' }[scheme(node)]
    ?? scheme(node);
}

/** The icon says netty or radio; of an address that is any, the port is enough; of a file, its name. */
function labelOf(node) {
  const label = node.label ?? node.id;
  const network = /^(?:netty|radio):(?:(tcp|udp):)?(?:\/\/)?(.*)$/.exec(label);
  if (network) {
    const address = network[2].replace(/^(0\.0\.0\.0|\[::\]):/, ':');
    const prefix = !label.startsWith('radio:') ? network[1] ?? '' : address.startsWith(':') ? 'radio' : '';
    return `${prefix} ${address}`.trim();
  }
  return label.startsWith('wav:') ? `wav:${label.split(/[\\/]/).pop().replace(/^wav:/, '')}` : label;
}

const withoutOptions = (uri) => (uri ?? '').replace(/\?.*$/, '');

/** Names in the status may have the scheme or not, and two slashes or not. */
function matches(a, b) {
  const plain = (text) => text.replace(/^(radio|wav|mic|netty|speaker|mixer):/, '').replace(/^\/\//, '');
  return Boolean(a && b) && plain(a) === plain(b);
}
