/**
 * What a car may use and how fast, as data: OSRM's default car speeds, since INSEE's Metric-OSRM uses them and results
 * shall compare with INSEE's. Free flow, no turn costs: OSRM adds up to 7.5 s a turn by its angle, which this graph of
 * junctions cannot hold; expect some 3 to 5 % shorter times in towns.
 */
export interface SpeedProfile {
  name: string;
  /** `highway=` value → km/h; a class that is not here is closed (track, path, construction…). */
  classSpeedKmh: Record<string, number>;
  /** `route=ferry`; null: ferries are not used. */
  ferrySpeedKmh: number | null;
  /** A tagged maxspeed replaces the class speed, times this. */
  maxspeedFactor: number;
  /** Words of maxspeed that stand for a limit, lower case. */
  maxspeedWordsKmh: Record<string, number>;
  /** Most specific first; the first tag present decides. */
  accessKeys: readonly string[];
  /** Values of an access tag that close a way. */
  closedAccess: ReadonlySet<string>;
  /** Classes that are one-way unless tagged otherwise. */
  impliedOneway: ReadonlySet<string>;
  /** Classes that no house or site opens on: points are never snapped to them. */
  notSnappable: ReadonlySet<string>;
  /** Values of `barrier` on a node that a car passes; any other closes the road there. */
  openBarriers: ReadonlySet<string>;
  /** Values of an access tag that open or close a barrier node whatever its kind. */
  closedBarrierAccess: ReadonlySet<string>;
  trafficSignalSeconds: number;
}

export const CAR_PROFILE: SpeedProfile = {
  name: 'car (OSRM default speeds)',
  classSpeedKmh: {
    motorway: 90,
    motorway_link: 45,
    trunk: 85,
    trunk_link: 40,
    primary: 65,
    primary_link: 30,
    secondary: 55,
    secondary_link: 25,
    tertiary: 40,
    tertiary_link: 20,
    unclassified: 25,
    residential: 25,
    living_street: 10,
    service: 15,
  },
  ferrySpeedKmh: null,
  maxspeedFactor: 0.8,
  maxspeedWordsKmh: {
    // "No limit" does not exist in France; neighbours' motorways get the French limit.
    none: 130,
    walk: 10,
    'fr:walk': 10,
    'fr:living_street': 20,
    'fr:zone20': 20,
    'fr:zone30': 30,
    'fr:urban': 50,
    // 80 km/h since 2018; OSRM's table says the same.
    'fr:rural': 80,
    'fr:trunk': 110,
    'fr:motorway': 130,
  },
  accessKeys: ['motorcar', 'motor_vehicle', 'vehicle', 'access'],
  closedAccess: new Set(['no', 'private', 'agricultural', 'forestry', 'emergency', 'psv', 'bus', 'military']),
  impliedOneway: new Set(['motorway']),
  notSnappable: new Set(['motorway', 'motorway_link', 'trunk_link', 'ferry']),
  openBarriers: new Set([
    'no',
    'entrance',
    'gate',
    'lift_gate',
    'swing_gate',
    'toll_booth',
    'border_control',
    'cattle_grid',
    'height_restrictor',
    'sally_port',
    'arch',
    'kerb',
    'bump_gate',
  ]),
  // A private gate stays open (OSRM does the same): what lies behind is tagged on its own ways.
  closedBarrierAccess: new Set(['no', 'agricultural', 'forestry', 'emergency', 'psv', 'bus', 'military']),
  trafficSignalSeconds: 2,
};

/** The same profile with car ferries at OSRM's 5 km/h: an explicit choice, since a crossing is no free flow. */
export const CAR_PROFILE_WITH_FERRIES: SpeedProfile = {
  ...CAR_PROFILE,
  name: 'car with ferries (OSRM default speeds)',
  ferrySpeedKmh: 5,
};

export interface WaySpeeds {
  /** 0: closed in this direction. */
  forwardKmh: number;
  backwardKmh: number;
  snappable: boolean;
}

type Tags = (key: string) => string | undefined;

/** Speeds of a way in its own direction and against it; null when a car may use neither. */
export function waySpeeds(profile: SpeedProfile, tag: Tags): WaySpeeds | null {
  const highway = tag('highway');
  const isFerry = highway === undefined && profile.ferrySpeedKmh !== null && tag('route') === 'ferry';
  const roadClass = isFerry ? 'ferry' : highway;
  if (roadClass === undefined) return null;
  const classKmh = isFerry ? profile.ferrySpeedKmh : own(profile.classSpeedKmh, roadClass);
  if (!classKmh || tag('area') === 'yes' || tag('impassable') === 'yes') return null;
  const access = firstOf(profile.accessKeys, tag);
  // Many ferries carry no cars: one is open only where it says so.
  if (access === undefined ? isFerry : profile.closedAccess.has(access)) return null;

  const oneway = onewayOf(profile, roadClass, tag);
  if (oneway === 'closed') return null;
  const speed = (direction: string) => {
    if (isFerry) return classKmh;
    const limit =
      parseMaxspeedKmh(tag(`maxspeed:${direction}`), profile) ?? parseMaxspeedKmh(tag('maxspeed'), profile);
    return limit === null ? classKmh : limit * profile.maxspeedFactor;
  };
  return {
    forwardKmh: oneway === 'backward' ? 0 : speed('forward'),
    backwardKmh: oneway === 'forward' ? 0 : speed('backward'),
    snappable: !profile.notSnappable.has(roadClass),
  };
}

/** True when a car cannot pass the node. */
export function isBarrierClosed(profile: SpeedProfile, tag: Tags): boolean {
  const barrier = tag('barrier');
  if (barrier === undefined) return false;
  const access = firstOf(profile.accessKeys, tag);
  if (access !== undefined) return profile.closedBarrierAccess.has(access);
  if (barrier === 'bollard') return tag('bollard') !== 'rising';
  return !profile.openBarriers.has(barrier);
}

/**
 * km/h of a maxspeed tag: `50`, `50 mph`, `FR:urban`, `none`, `walk`; of several (`50;30`) the lowest, since nothing
 * says where each holds. Null when it says nothing usable, so that the class speed stays.
 */
export function parseMaxspeedKmh(
  text: string | undefined,
  profile: SpeedProfile = CAR_PROFILE,
): number | null {
  if (text === undefined) return null;
  let lowest: number | null = null;
  for (const part of text.split(/[;|]/)) {
    const word = part.trim().toLowerCase();
    const match = /^(\d+(?:\.\d+)?)\s*(mph|km\/?h|kph|knots)?$/.exec(word);
    const unit = match?.[2] === 'mph' ? 1.609344 : match?.[2] === 'knots' ? 1.852 : 1;
    const kmh = match ? Number(match[1]) * unit : own(profile.maxspeedWordsKmh, word);
    if (kmh !== undefined && kmh > 0 && (lowest === null || kmh < lowest)) lowest = kmh;
  }
  return lowest;
}

function onewayOf(
  profile: SpeedProfile,
  roadClass: string,
  tag: Tags,
): 'no' | 'forward' | 'backward' | 'closed' {
  const oneway = tag('oneway:motorcar') ?? tag('oneway:motor_vehicle') ?? tag('oneway');
  if (oneway === 'yes' || oneway === 'true' || oneway === '1') return 'forward';
  if (oneway === '-1' || oneway === 'reverse') return 'backward';
  if (oneway === 'no' || oneway === 'false' || oneway === '0') return 'no';
  // Open one way or the other by the hour: no time can be promised.
  if (oneway === 'reversible') return 'closed';
  const junction = tag('junction');
  if (junction === 'roundabout' || junction === 'circular') return 'forward';
  return profile.impliedOneway.has(roadClass) ? 'forward' : 'no';
}

function firstOf(keys: readonly string[], tag: Tags): string | undefined {
  for (const key of keys) {
    const value = tag(key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Tags are free text: `constructor` must not find what every object has. */
function own(table: Record<string, number>, key: string): number | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
