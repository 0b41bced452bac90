import type { TurnModel } from './turn-costs.ts';

/**
 * What a car may use and how fast, as data. The values are those of OSRM's car profile (5.21 to 5.26, read as facts):
 * INSEE's Metric-OSRM uses it and results shall compare with INSEE's. Where OSRM and the law differ, OSRM counts:
 * a tagged limit is driven at 0.8 of it, a road without one at the speed of its class whether in town or not.
 *
 * Of the tags that stand for a limit, OSRM reads those of `limitKeys`, in that order, and so do we; it does not read
 * `zone:maxspeed` nor `zone:traffic`. Their implied 50 km/h in town would be driven at 40, and a street that says
 * nothing at 25: a mapper who adds `zone:traffic=FR:urban` would make it faster. A profile with these keys in
 * `limitKeys` reads them.
 *
 * Departures from OSRM, each on purpose:
 * - Of `50;30` the lowest counts, not the first; `walk`, `FR:living_street`, `FR:zone30` are limits, not class speeds;
 *   `none` is the French 130, not 140.
 * - `private` closes a road. OSRM lets a route begin or end there; here a point is snapped to the road outside and has
 *   its access leg. `destination`, `delivery` and `customers` are open, through traffic included: OSRM holds them
 *   against a route but never closes them, and to close them to through traffic would cut off what is mapped behind.
 * - A road that is no car's class opens by `motor_vehicle=yes` and the like, not by a bare `access=yes`, which on a
 *   footway speaks of walkers.
 * - `service=driveway`, `parking_aisle` and the like count at 15 km/h as all service roads. OSRM too; it only prefers
 *   other roads of equal time.
 * - No check of height, width or weight: a car passes where one is tagged.
 * - A ferry must say that it takes cars, and its boarding costs time.
 */
export interface SpeedProfile {
  name: string;
  /** `highway=` value → km/h; a class that is not here is closed (track, path…) unless a tag opens it. */
  classSpeedKmh: Record<string, number>;
  /** Of a road of any other class that says that motor vehicles may use it. */
  openedSpeedKmh: number;
  openingKeys: readonly string[];
  openingAccess: ReadonlySet<string>;
  /** Classes that no tag opens. */
  neverDriven: ReadonlySet<string>;
  /** Null: `route=ferry` is not used. */
  ferry: FerryRule | null;
  /** A tagged maxspeed replaces the class speed, times this. */
  maxspeedFactor: number;
  /** Tags that hold a limit, the first that can be read counts; each may end in `:forward` or `:backward`. */
  limitKeys: readonly string[];
  /** Words of maxspeed that stand for a limit, lower case. */
  maxspeedWordsKmh: Record<string, number>;
  /** Tag → value → km/h that a road without a tagged limit does not pass. */
  surfaceCapsKmh: Record<string, Record<string, number>>;
  /** Most specific first; the first tag present decides. */
  accessKeys: readonly string[];
  onewayKeys: readonly string[];
  /** Values of an access tag that close a way. */
  closedAccess: ReadonlySet<string>;
  /** Values of `service` that close a way. */
  closedService: ReadonlySet<string>;
  /** Values of `construction` that leave a road open. */
  openConstruction: ReadonlySet<string>;
  /** Classes that are one-way unless tagged otherwise. */
  impliedOneway: ReadonlySet<string>;
  /** Classes that no house or site opens on: points are never snapped to them. */
  notSnappable: ReadonlySet<string>;
  /** Values of `barrier` on a node that a car passes; any other closes the road there. */
  openBarriers: ReadonlySet<string>;
  /** Values of an access tag that open or close a barrier node whatever its kind. */
  closedBarrierAccess: ReadonlySet<string>;
  trafficSignalSeconds: number;
  /** Null: turns cost nothing. Forbidden turns are forbidden all the same. */
  turns: TurnModel | null;
}

export interface FerryRule {
  /** Of a crossing without a usable `duration`. */
  speedKmh: number;
  /** Each time a car drives onto one. */
  boardingSeconds: number;
}

export const CAR_PROFILE: SpeedProfile = {
  name: 'car (OSRM default speeds and turn costs)',
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
  openedSpeedKmh: 10,
  openingKeys: ['motorcar', 'motor_vehicle', 'vehicle'],
  openingAccess: new Set(['yes', 'permissive', 'designated']),
  neverDriven: new Set([
    'construction',
    'proposed',
    'steps',
    'abandoned',
    'razed',
    'platform',
    'elevator',
    'corridor',
  ]),
  ferry: null,
  maxspeedFactor: 0.8,
  limitKeys: ['maxspeed:advisory', 'maxspeed', 'source:maxspeed', 'maxspeed:type'],
  maxspeedWordsKmh: {
    // "No limit" does not exist in France; neighbours' motorways get the French limit.
    none: 130,
    walk: 10,
    'fr:walk': 10,
    'fr:living_street': 20,
    'fr:urban': 50,
    // 80 km/h since 2018; OSRM's table says the same. Where a département went back to 90, roads are tagged so.
    'fr:rural': 80,
    'fr:trunk': 110,
    'fr:motorway': 130,
  },
  surfaceCapsKmh: {
    surface: {
      cement: 80,
      compacted: 80,
      fine_gravel: 80,
      paving_stones: 60,
      metal: 60,
      bricks: 60,
      grass: 40,
      wood: 40,
      sett: 40,
      grass_paver: 40,
      gravel: 40,
      unpaved: 40,
      ground: 40,
      dirt: 40,
      pebblestone: 40,
      tartan: 40,
      cobblestone: 30,
      clay: 30,
      earth: 20,
      stone: 20,
      rocky: 20,
      sand: 20,
      mud: 10,
    },
    tracktype: { grade1: 60, grade2: 40, grade3: 30, grade4: 25, grade5: 20 },
    smoothness: { intermediate: 80, bad: 40, very_bad: 20, horrible: 10, very_horrible: 5 },
  },
  accessKeys: ['motorcar', 'motor_vehicle', 'vehicle', 'access'],
  onewayKeys: ['oneway:motorcar', 'oneway:motor_vehicle', 'oneway:vehicle', 'oneway'],
  closedAccess: new Set(['no', 'private', 'agricultural', 'forestry', 'emergency', 'psv', 'bus', 'military']),
  closedService: new Set(['emergency_access']),
  openConstruction: new Set(['no', 'widening', 'minor']),
  impliedOneway: new Set(['motorway']),
  notSnappable: new Set(['motorway', 'motorway_link', 'trunk_link']),
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
  // OSRM's values; the sigmoid they go into is in turn-costs.ts.
  turns: { fullTurnSeconds: 7.5, leftBias: 1.075, uTurnSeconds: 20 },
};

/**
 * The same profile with car ferries, an explicit choice, since a crossing is no free flow. It takes its `duration`, else
 * OSRM's 5 km/h; boarding costs a quarter of an hour, since companies close it 10 to 30 minutes before they leave. The
 * wait for the next boat is not in it: no tag says when one leaves.
 */
export const CAR_PROFILE_WITH_FERRIES: SpeedProfile = {
  ...CAR_PROFILE,
  name: 'car with ferries (OSRM default speeds and turn costs)',
  ferry: { speedKmh: 5, boardingSeconds: 900 },
};
