import { Type } from 'typebox';
import { LEVELS } from '../../coverage/edition-data.ts';
import { COUNTING_RULES } from '../../coverage/network.ts';
import { RATIO_DIMENSIONS } from '../../coverage/ratios.ts';
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
  simplify: 100,
} as const;

const WITHIN_DESCRIPTION =
  'Territories to look within, comma-separated. A bare code is a département (2A); others carry a prefix: reg-94, ' +
  `epci-200…, canton-2A01, commune-2A004, arr-2A1, qpv-QN…; france is everything. At most ${MAX_WITHIN}.`;

export const level = Type.Optional(
  Type.Enum([...LEVELS], {
    type: 'string',
    default: DEFAULTS.level,
    description: 'Level of the territories listed.',
  }),
);
export const within = Type.Optional(
  Type.String({ maxLength: 6000, description: WITHIN_DESCRIPTION, examples: ['2A', 'reg-94,canton-2A01'] }),
);
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
export const GapsParameters = Type.Object({ within, threshold, network, format: formatTableOrMap }, CLOSED);
export const RatiosParameters = Type.Object({ by, within, threshold, network, format: formatTable }, CLOSED);
export const SitesParameters = Type.Object(
  { within, network: networkOfSites, format: formatTableOrMap },
  CLOSED,
);
export const EditionsParameters = Type.Object({ format: formatJson }, CLOSED);
