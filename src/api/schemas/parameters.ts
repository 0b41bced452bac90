import { type TOptional, type TString, Type } from 'typebox';
import { LEVELS } from '../../coverage/edition-data.ts';
import { COUNTING_RULES } from '../../coverage/network.ts';
import { RATIO_DIMENSIONS } from '../../coverage/ratios.ts';
import { DRAWINGS } from '../../publish/gaps/gap-drawing.ts';
import { SIMPLIFICATIONS } from '../../publish/outlines/outline-set.ts';
import { MAP_FORMS, TABLE_FORMS } from '../representation.ts';

/** Query parameters; the command line takes its options, choices and defaults from here too. */

/** More than any report needs, and few enough that a query stays a query and not a download in disguise. */
export const MAX_WITHIN = 200;

/** What is asked where a parameter is left out; the only place that says so. */
export const DEFAULTS = {
  level: 'departement',
  threshold: 30,
  network: 'principal',
  networkOfSites: 'all',
  by: 'density',
  rankedBy: 'coverage',
  order: 'worst-first',
  simplify: 100,
  /** Gaps listed: those of any département, and the 1,000 most populated of the country. */
  gaps: 1000,
  drawing: 'smooth',
} as const;

const CODES_DESCRIPTION =
  'Comma-separated; several make one group, the residents of any of them. A bare code is a département (2A); others ' +
  'carry a prefix: reg-94, epci-200…, canton-2A01, commune-2A004, arr-2A1, qpv-QN…; kinds of communes are written ' +
  'rurality-rural, rurality-urban, density-7, zrr-classed, frr-frr-plus and so on, with the codes of the level; france ' +
  `is everything. At most ${MAX_WITHIN}.`;
const CODES_MAX_LENGTH = 6000;

export const level = Type.Optional(
  Type.Enum([...LEVELS], {
    type: 'string',
    default: DEFAULTS.level,
    description: 'Level of the territories listed.',
  }),
);
export const within = Type.Optional(
  Type.String({
    maxLength: CODES_MAX_LENGTH,
    description: `Territories to look within. ${CODES_DESCRIPTION}`,
    examples: ['2A', 'reg-94,canton-2A01', 'rurality-rural'],
  }),
);
/** Of the questions that hold two groups against each other. */
export const groupWithin = Type.Optional(
  Type.String({
    maxLength: CODES_MAX_LENGTH,
    description: `Narrows both sides to their residents in these territories. ${CODES_DESCRIPTION}`,
    examples: ['2A', 'rurality-rural'],
  }),
);

/** A territory or a group. @param fallback what is asked where it is left out; without one it must be given */
export function groupParameter(what: string): TString;
export function groupParameter(what: string, fallback: string): TOptional<TString>;
export function groupParameter(what: string, fallback?: string) {
  const options = {
    maxLength: CODES_MAX_LENGTH,
    description: `${what} ${CODES_DESCRIPTION}`,
    examples: ['2A', 'rurality-rural', 'reg-94,canton-2A01'],
  };
  if (fallback === undefined) return Type.String({ minLength: 1, ...options });
  return Type.Optional(Type.String({ default: fallback, ...options }));
}
export const threshold = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: 60,
    default: DEFAULTS.threshold,
    description: 'Whole minutes, 1 to 60; a resident at exactly the threshold is covered.',
  }),
);
const NETWORK_DESCRIPTION =
  'Which sites count. principal: principal sites of any format; all: antennas too; fixed: principal sites that do not travel.';
export const network = Type.Optional(
  Type.Enum([...COUNTING_RULES], {
    type: 'string',
    default: DEFAULTS.network,
    description: NETWORK_DESCRIPTION,
  }),
);
export const networkOfSites = Type.Optional(
  Type.Enum([...COUNTING_RULES], {
    type: 'string',
    default: DEFAULTS.networkOfSites,
    description: NETWORK_DESCRIPTION,
  }),
);
export const by = Type.Optional(
  Type.Enum([...RATIO_DIMENSIONS], {
    type: 'string',
    default: DEFAULTS.by,
    description: 'Zoning to compare by.',
  }),
);

export const simplify = Type.Optional(
  Type.Enum([...SIMPLIFICATIONS], {
    type: 'integer',
    default: DEFAULTS.simplify,
    description:
      'Metres: details of outlines smaller than this are not drawn; neighbours keep their common edge. 0: as loaded.',
  }),
);

const FORMAT_DESCRIPTION = 'Form of the answer; wins over the Accept header.';
export const formatTableOrMap = Type.Optional(
  Type.Enum([...MAP_FORMS], { type: 'string', description: FORMAT_DESCRIPTION }),
);
export const formatTable = Type.Optional(
  Type.Enum([...TABLE_FORMS], { type: 'string', description: FORMAT_DESCRIPTION }),
);
export const formatJson = Type.Optional(
  Type.Enum(['json'], { type: 'string', description: FORMAT_DESCRIPTION }),
);

/** Unknown parameters are refused: a mistyped `treshold` would else be answered as if it were 30. */
const CLOSED = { additionalProperties: false };

export const CoverageParameters = Type.Object(
  { level, within, threshold, network, simplify, format: formatTableOrMap },
  CLOSED,
);
export const WithoutSiteParameters = Type.Object(
  { level, within, network, simplify, format: formatTableOrMap },
  CLOSED,
);
const gapsListed = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 10_000,
      default: DEFAULTS.gaps,
      description: 'Most gaps to list, the most populated first; total.gaps says how many there are.',
    }),
  ),
  offset: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 0,
      description: 'Gaps to pass over, in the order of the list: the next page after limit.',
    }),
  ),
  min_population: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100_000_000,
      default: 1,
      description:
        'Gaps of fewer residents beyond the threshold are not listed; total counts them all the same.',
    }),
  ),
  drawing: Type.Optional(
    Type.Enum([...DRAWINGS], {
      type: 'string',
      default: DEFAULTS.drawing,
      description:
        'smooth: cells with their corners cut, clipped to the outlines of the territories asked for; cells: the cells as they are. No figure depends on it.',
    }),
  ),
};
export const GapsParameters = Type.Object(
  { within, threshold, network, ...gapsListed, format: formatTableOrMap },
  CLOSED,
);
export const RatiosParameters = Type.Object({ by, within, threshold, network, format: formatTable }, CLOSED);
export const SitesParameters = Type.Object(
  { within, network: networkOfSites, format: formatTableOrMap },
  CLOSED,
);
export const EditionsParameters = Type.Object({ format: formatJson }, CLOSED);
