/**
 * The travel-time grid as a sparse matrix (compressed rows): for each origin, the sites reached within the limit with
 * their seconds, ascending, ties by site index. Any question about any set of sites is one scan of the rows: the first
 * site of the row that is in the network.
 *
 * Columns beat objects here: a country has some ten million entries; two Uint16 columns hold them in 40 MB.
 */
export interface AccessMatrix {
  originCount: number;
  siteCount: number;
  /** Searches stopped here; entries are `<=` this. */
  limitSeconds: number;
  /** originCount + 1 offsets into `site` and `seconds`. */
  rowStart: Uint32Array;
  /** Site index of the edition. */
  site: Uint16Array;
  /** Whole seconds, resident to site. */
  seconds: Uint16Array;
}

/** Seconds of an origin from which no site of the network is reached within the limit. */
export const NO_TIME = 0xffff;

/** How the times of an origin were found; `none`: no provider gives any time there (an island without a road). */
export const PROVIDERS = ['none', 'road', 'friction', 'imported'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** Rows of the matrix: populated cells, commune centres where no cell is populated, and sample points of the QPV. */
export interface Origins {
  count: number;
  lon: Float64Array;
  lat: Float64Array;
  /** H3 cell at the edition's resolution that holds the point. */
  cell: BigUint64Array;
  /** Index into PROVIDERS. */
  provider: Uint8Array;
  /** Metres from the point to the road it was snapped to; NaN where the provider does not snap. */
  snapM: Float32Array;
}
