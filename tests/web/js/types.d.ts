// What the page's modules find around them: the elements of its template, and what they give to the window.
// A test holds the ids to the template.

import type {CellCount} from '../../../conflict_map/web/static/cells.js';

export interface PageElements {
  'about': HTMLDetailsElement;
  'about-body': HTMLElement;
  'about-summary': HTMLElement;
  'app': HTMLElement;
  'areas': HTMLDetailsElement;
  'areas-body': HTMLElement;
  'areas-summary': HTMLElement;
  'bars': HTMLCanvasElement;
  'bin-unit': HTMLSelectElement;
  'brush': HTMLElement;
  'chart': HTMLDetailsElement;
  'chart-body': HTMLElement;
  'chips': HTMLElement;
  'choices': HTMLElement;
  'clear': HTMLButtonElement;
  'compare': HTMLButtonElement;
  'compare-box': HTMLElement;
  'copied': HTMLElement;
  'copy-box': HTMLElement;
  'copy-link': HTMLButtonElement;
  'count': HTMLElement;
  'description': HTMLElement;
  'download-csv': HTMLButtonElement;
  'download-geojson': HTMLButtonElement;
  'failure': HTMLElement;
  'handle-from': HTMLElement;
  'handle-to': HTMLElement;
  'hint': HTMLElement;
  'jump': HTMLElement;
  'jump-link': HTMLAnchorElement;
  'key': HTMLDetailsElement;
  'key-cells': HTMLElement;
  'key-detail': HTMLElement;
  'key-items': HTMLElement;
  'list': HTMLElement;
  'list-box': HTMLElement;
  'map': HTMLElement;
  'map-box': HTMLElement;
  'map-help': HTMLElement;
  'more-filters': HTMLDetailsElement;
  'page-back': HTMLButtonElement;
  'page-next': HTMLButtonElement;
  'page-text': HTMLElement;
  'pager': HTMLElement;
  'panel': HTMLElement;
  'place-filter': HTMLElement;
  'place-filter-off': HTMLButtonElement;
  'place-filter-text': HTMLElement;
  'play': HTMLButtonElement;
  'print-title': HTMLElement;
  'range-text': HTMLElement;
  'reset-range': HTMLButtonElement;
  'search': HTMLInputElement;
  'show-as': HTMLFieldSetElement;
  'sources': HTMLElement;
  'sources-line': HTMLElement;
  'tiles-said': HTMLElement;
  'timeline': HTMLElement;
  'title': HTMLElement;
  'tool-boxes': HTMLElement;
  'town': HTMLInputElement;
  'undated': HTMLInputElement;
  'undated-box': HTMLElement;
  'undated-label': HTMLElement;
  'zoom-time': HTMLButtonElement;
}

/** What web/page.py puts into the template's slots. */
export interface SlotElements {
  'conflict-map-code': HTMLScriptElement;
  'conflict-map-data': HTMLScriptElement;
}

/** The contract that others rely on: docs/embedding.md. */
export interface ConflictMapPage {
  readonly ready: Promise<void>;
  readonly total: number;
  readonly placed: number;
  readonly unplaced: number;
  readonly leaflet: import('leaflet').Map;
  shown(): string[];
  /** [id, latitude, longitude] */
  positions(): [string, number, number][];
  cells(): CellCount[];
  select(id: string): boolean;
  setRange(from: string | number | null, to: string | number | null): void;
}

export type ConflictMapStart = Pick<ConflictMapPage, 'ready' | 'total' | 'placed' | 'unplaced'>;

export interface ConflictMapLayer {
  readonly ready: Promise<unknown>;
  positions(): [string, number, number][];
}

declare global {
  /** The library in web/vendor that the page carries before its own script. */
  const fzstd: {decompress(data: Uint8Array): Uint8Array};
  interface Document {
    getElementById<K extends keyof (PageElements & SlotElements)>(id: K): (PageElements & SlotElements)[K];
  }
  interface Window {
    /** Until the page's code is unpacked, what start.js can say. */
    conflictMap: ConflictMapPage | ConflictMapStart;
    conflictMapLayer(map: import('leaflet').Map, blockId: string): ConflictMapLayer;
    /** What folium's own layers take for jQuery. */
    $?: (what: unknown) => Node[] | {ready(run: () => void): void};
  }
}

declare module 'leaflet' {
  interface Map {
    /** Whether it has a view; Leaflet has no public word for it. */
    readonly _loaded?: boolean;
  }
}
