/** The stations: who listens, how far behind each listener is, and the way to disconnect one. */
import { h, reconcile, setText } from '../dom.js';
import { icon } from '../icons.js';
import { emptyState } from '../parts.js';
import { count, number } from '../format.js';
import { ListenerTable } from './listener-table.js';

const SEARCH_FROM = 20;

export default { id: 'stations', title: 'Stations', mount: (root, app) => new StationsView(root, app) };

class StationsView {
  #app;
  #list = h('div.stations');
  #empty = emptyState({ icon: 'stations', title: 'No station is on the air',
    text: 'A route that ends in a radio: endpoint is a station; each program that connects hears it, and is listed here. Try one:',
    command: 'java -jar target/camel-audio.jar routes/RadioServer.java' });
  #summary = h('p.muted');

  constructor(root, app) {
    this.#app = app;
    root.append(h('header.view-head', {}, h('h2', { text: 'Stations' }), this.#summary), this.#list, this.#empty);
    this.#empty.hidden = true;
  }

  update(status) {
    const stations = status.stations ?? [];
    this.#empty.hidden = stations.length > 0;
    const listeners = stations.reduce((sum, station) => sum + station.listeners.length, 0);
    setText(this.#summary, stations.length === 0 ? '' : `${count(stations.length, 'station')} · ${count(listeners, 'listener')}`);
    reconcile(this.#list, stations, (station) => station.name, (station) => createStation(station, this.#app),
      (part, station) => part.update(station));
  }
}

function createStation(station, app) {
  const table = new ListenerTable(station.name, app);
  const figures = h('span.muted');
  const share = h('span.bar-fill');
  const shareBar = h('span.bar', { 'aria-hidden': 'true' }, share);
  const drops = h('span.station-drops');
  const search = h('input.field', { type: 'search', placeholder: 'Search peers', 'aria-label': `Search listeners of ${station.name}`,
    on: { input: () => table.search(search.value) } });
  const searchBox = h('label.search', {}, icon('search'), search);
  const nobody = h('p.nobody', { text: 'Nobody listens. A listener tunes in with radio: and the address of this machine.' });
  const element = h('section.card.station', { 'aria-label': `Station ${station.name}` },
    h('header.card-head', {}, h('h3', { text: station.name }), h('div.station-share', {}, figures, shareBar), drops, searchBox),
    table.element, nobody);
  return {
    element,
    update(now) {
      const listeners = now.listeners;
      setText(figures, `${number(listeners.length)} of ${count(now.maxListeners, 'listener')}`);
      share.style.width = `${Math.min(100, (listeners.length / Math.max(1, now.maxListeners)) * 100)}%`;
      const dropped = listeners.reduce((sum, one) => sum + (one.droppedBlocks ?? 0), 0);
      setText(drops, dropped > 0 ? `${count(dropped, 'block')} dropped` : '');
      searchBox.hidden = listeners.length <= SEARCH_FROM && search.value === '';
      nobody.hidden = listeners.length > 0;
      table.element.hidden = listeners.length === 0;
      table.update(listeners);
    },
  };
}
