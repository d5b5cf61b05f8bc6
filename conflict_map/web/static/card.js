// One event in full: what is said, who says it, how it was placed; knows no list and no map.

import {t, tn} from './language.js';
import {dataText, deathsText, make, safeUrl} from './words.js';

/**
 * @import {Claim, Detail, Events} from './payload.js'
 * @typedef {Node|string|null|undefined} Part of a definition; what is not there is left out
 */

/** The first line of the notes of an event without a place; the reason has a column of its own. */
const REASON = /^Not placed: (.*)$/m;

/**
 * Why an event has no mark.
 * @param {Events} events
 * @param {number} row
 */
export function reasonText(events, row) {
  return events.reason(row) || t('no place is given');
}

/**
 * @param {string} text
 * @param {string} [label]
 */
function linkOrText(text, label) {
  const url = safeUrl(text);
  if (!url) return dataText('span', text);
  return make('a', {href: url.href, rel: 'noopener noreferrer', target: '_blank', dir: 'auto'}, label || text);
}

/**
 * @param {HTMLElement} list
 * @param {string} name
 * @param {...Part} content
 */
function term(list, name, ...content) {
  const shown = content.filter(part => part !== null && part !== undefined && part !== '');
  if (shown.length) list.append(make('dt', {}, name), make('dd', {}, ...shown));
}

/** @param {string[]} items */
function bullets(items) {
  if (!items.length) return null;
  if (items.length === 1) return dataText('span', items[0]);
  return make('ul', {}, ...items.map(item => make('li', {}, dataText('bdi', item))));
}

/** @param {Pick<Claim, 'claimant'|'kind'>} claim */
function claimedBy(claim) {
  if (!claim.claimant) return null;
  return make('span', {}, dataText('bdi', claim.claimant), claim.kind ? make('span', {class: 'small'}, ' (' + t(claim.kind) + ')') : null);
}

/**
 * @param {string|null} source
 * @param {string|null} [url]
 */
function sourceOf(source, url) {
  const target = url ? safeUrl(url) : null;
  if (target) {
    return make('span', {}, linkOrText(String(url), source || target.host), source ? make('span', {class: 'small'}, ' ' + target.host) : null);
  }
  return source ? linkOrText(source) : null;
}

/**
 * How each place was found, with the gazetteer records it rests on.
 * @param {Detail} detail
 */
function placedBy(detail) {
  const many = detail.placed_by.length > 1;
  const entries = detail.placed_by.map(place => make(many ? 'li' : 'span', {},
    many ? dataText('bdi', place.name + ': ') : null,
    place.method ? dataText('bdi', place.method) : null,
    place.ids.length ? make('span', {class: 'small'}, ' ', make('bdi', {}, place.ids.join(', '))) : null));
  return many ? make('ul', {}, ...entries) : entries[0];
}

/**
 * The body of an opened event.
 * @param {Events} events
 * @param {number} row
 * @param {{zoom: () => void, here: number, showHere: () => void, more: {buttons: Node[], below: Node[]}|null}} actions
 *   here counts the events at its place; more is what a page that is made to be corrected adds
 */
export function eventCard(events, row, actions) {
  const detail = events.detail(row);
  /** @param {string} name */
  const get = name => { const value = events.get(name, row); return value === undefined ? null : value; };
  const lead = detail?.claims.length ? detail.claims[0] : {quote: get('quote'), claimant: get('claimant'), source: get('source'), url: null, kind: null, status: get('claim_status')};
  const list = make('dl', {});
  term(list, t('Claimed by'), claimedBy(lead));
  const status = events.payload.words.statuses[get('claim_status')];
  const sure = get('confidence');
  term(list, t('Certainty'), status ? t(status) : null, sure !== null ? make('span', {class: 'small'}, (status ? ' · ' : '') + t('reading {n} % sure', {n: Math.round(sure * 100)})) : null);
  term(list, t('Source'), sourceOf(lead.source || get('source'), lead.url));
  const deaths = deathsText(events, row);
  term(list, t('Deaths'), deaths);
  if (detail) term(list, t('Reported'), bullets(detail.quantities));
  term(list, t('Precision'), events.isPlaced(row) ? t(events.payload.words.precisions[get('geo_precision')] || '') || null : null);
  if (detail) term(list, t('Placed by'), placedBy(detail));
  if (detail) term(list, t('Towards'), bullets(detail.headed));
  if (detail) term(list, t('Also named'), bullets(detail.related.map(place => place.name)));
  if (detail) term(list, t('Could also be'), bullets(detail.runners.map(r => r.name + (r.where ? ', ' + r.where : ''))));
  const disputed = get('disputed') || detail?.placed_by.find(p => p.disputed)?.disputed;
  term(list, t('Disputed'), disputed ? dataText('span', disputed) : null);
  if (events.isPlaced(row)) {
    const [lat, lon] = events.position(row);
    term(list, t('Position'), make('bdi', {dir: 'ltr'}, lat.toFixed(4) + ', ' + lon.toFixed(4)));
  } else term(list, t('Not placed'), dataText('span', reasonText(events, row)));
  const notes = (get('notes') || '').replace(REASON, '').trim();
  term(list, t('Notes'), notes && notes !== lead.quote ? dataText('span', notes) : null);
  if (detail && detail.claims.length > 1) {
    term(list, t('Other reports'), make('ul', {}, ...detail.claims.slice(1).map(claim => make('li', {},
      dataText('bdi', '“' + claim.quote + '”'), make('span', {class: 'small'}, ' ', claimedBy(claim), ' ', sourceOf(claim.source, claim.url))))));
  }
  term(list, t('Corrected'), get('corrected') ? dataText('span', get('corrected'), {class: 'lines'}) : null);
  term(list, t('Article'), get('article_id') ? dataText('span', get('article_id'), {class: 'small'}) : null);
  term(list, t('Id'), dataText('span', events.id(row), {class: 'small'}));
  const more = actions.more || {buttons: [], below: []}, buttons = [...more.buttons];
  if (events.isPlaced(row)) {
    const here = actions.here > 1 ? make('button', {type: 'button', class: 'quiet', on: {click: actions.showHere}}, tn('The {n} event at this place|All {n} events at this place', actions.here)) : null;
    if (here) buttons.unshift(here);
    buttons.unshift(make('button', {type: 'button', class: 'quiet', on: {click: actions.zoom}}, t('Zoom to it')));
  }
  return make('div', {class: 'card'},
    lead.quote ? dataText('blockquote', lead.quote) : events.has(row) ? null : make('p', {class: 'small'}, t('The text is being unpacked.')),
    list,
    buttons.length ? make('p', {class: 'actions'}, ...buttons) : null, ...more.below);
}
