// One event in full: what is said, who says it, how it was placed; knows no list and no map.

import {dataText, deathsText, make, safeUrl} from './words.js';

const REASON = /^Not placed: (.*)$/m;

/** Why an event has no mark. */
export function reasonText(events, row) {
  const detail = events.detail(row);
  if (detail && detail.reason) return detail.reason;
  const notes = REASON.exec(events.get('notes', row) || '');
  return notes ? notes[1] : 'no place is given';
}

function linkOrText(text, label) {
  const url = safeUrl(text);
  if (!url) return dataText('span', text);
  return make('a', {href: url.href, rel: 'noopener noreferrer', target: '_blank', dir: 'auto'}, label || text);
}

function term(list, name, ...content) {
  const shown = content.filter(part => part !== null && part !== undefined && part !== '');
  if (shown.length) list.append(make('dt', {}, name), make('dd', {}, ...shown));
}

function bullets(items) {
  if (!items.length) return null;
  if (items.length === 1) return dataText('span', items[0]);
  return make('ul', {}, ...items.map(item => dataText('li', item)));
}

function claimedBy(claim) {
  if (!claim.claimant) return null;
  return make('span', {}, dataText('bdi', claim.claimant), claim.kind ? make('span', {class: 'small'}, ' (' + claim.kind + ')') : null);
}

function sourceOf(source, url) {
  const target = url ? safeUrl(url) : null;
  if (target) {
    return make('span', {}, linkOrText(url, source || target.host), source ? make('span', {class: 'small'}, ' ' + target.host) : null);
  }
  return source ? linkOrText(source) : null;
}

/** How each place was found, with the gazetteer records it rests on. */
function placedBy(detail) {
  const many = detail.placed_by.length > 1;
  const entries = detail.placed_by.map(place => make(many ? 'li' : 'span', {},
    many ? dataText('bdi', place.name + ': ') : null,
    place.method ? dataText('bdi', place.method) : null,
    place.ids.length ? make('span', {class: 'small'}, ' ' + place.ids.join(', ')) : null));
  return many ? make('ul', {}, ...entries) : entries[0];
}

/** The body of an opened event. */
export function eventCard(events, row, actions) {
  const detail = events.detail(row);
  const get = name => events.get(name, row);
  const lead = detail ? detail.claims[0] : {quote: get('quote'), claimant: get('claimant'), source: get('source'), url: null, kind: null, status: get('claim_status')};
  const list = make('dl', {});
  term(list, 'Claimed by', claimedBy(lead));
  const status = events.words.statuses[get('claim_status')];
  const sure = get('confidence');
  term(list, 'Certainty', status || null, sure !== null ? make('span', {class: 'small'}, (status ? ' · ' : '') + 'reading ' + Math.round(sure * 100) + ' % sure') : null);
  term(list, 'Source', sourceOf(lead.source || get('source'), lead.url));
  const deaths = deathsText(events, row);
  term(list, 'Deaths', deaths);
  if (detail) term(list, 'Reported', bullets(detail.quantities));
  term(list, 'Precision', events.isPlaced(row) ? events.words.precisions[get('geo_precision')] || null : null);
  if (detail) term(list, 'Placed by', placedBy(detail));
  if (detail) term(list, 'Towards', bullets(detail.headed));
  if (detail) term(list, 'Also named', bullets(detail.related.map(place => place.name)));
  if (detail) term(list, 'Could also be', bullets(detail.runners.map(r => r.name + (r.where ? ', ' + r.where : ''))));
  const disputed = get('disputed') || (detail && (detail.placed_by.find(p => p.disputed) || {}).disputed);
  term(list, 'Disputed', disputed ? dataText('span', disputed) : null);
  if (events.isPlaced(row)) {
    const [lat, lon] = events.position(row);
    term(list, 'Position', lat.toFixed(4) + ', ' + lon.toFixed(4));
  } else term(list, 'Not placed', dataText('span', reasonText(events, row)));
  const notes = (get('notes') || '').replace(REASON, '').trim();
  term(list, 'Notes', notes && notes !== lead.quote ? dataText('span', notes) : null);
  if (detail && detail.claims.length > 1) {
    term(list, 'Other reports', make('ul', {}, ...detail.claims.slice(1).map(claim => make('li', {},
      dataText('bdi', '“' + claim.quote + '”'), make('span', {class: 'small'}, ' ', claimedBy(claim), ' ', sourceOf(claim.source, claim.url))))));
  }
  term(list, 'Article', get('article_id') ? dataText('span', get('article_id'), {class: 'small'}) : null);
  term(list, 'Id', dataText('span', events.id(row), {class: 'small'}));
  return make('div', {class: 'card'},
    lead.quote ? dataText('blockquote', lead.quote) : null,
    list,
    events.isPlaced(row) ? make('p', {class: 'actions'}, make('button', {type: 'button', class: 'quiet', on: {click: actions.zoom}}, 'Zoom to it')) : null);
}
