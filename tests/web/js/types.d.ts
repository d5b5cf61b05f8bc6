// What the page's modules find around them: the elements of its template, and what they give to the window.
// A test holds the ids to the template.

export interface PageElements {
  'about': HTMLDetailsElement;
  'about-body': HTMLElement;
  'about-summary': HTMLElement;
  'app': HTMLElement;
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
  'key-items': HTMLElement;
  'list': HTMLElement;
  'list-box': HTMLElement;
  'map': HTMLElement;
  'map-box': HTMLElement;
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
  select(id: string): boolean;
  setRange(from: string | number | null, to: string | number | null): void;
}

export interface ConflictMapLayer {
  readonly ready: Promise<unknown>;
  positions(): [string, number, number][];
}

declare global {
  interface Document {
    getElementById<K extends keyof PageElements>(id: K): PageElements[K];
  }
  interface Window {
    conflictMap: ConflictMapPage;
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
