import { CAR_PROFILE, type SpeedProfile } from './car-profile.ts';

export interface WaySpeeds {
  /** 0: closed in this direction. */
  forwardKmh: number;
  backwardKmh: number;
  snappable: boolean;
  isFerry: boolean;
  /** What the whole way takes, both ways, where it says so (ferries): counts instead of the speeds. */
  durationSeconds: number | null;
}

type Tags = (key: string) => string | undefined;
type Direction = 'forward' | 'backward';

/** Speeds of a way in its own direction and against it; null when a car may use neither. */
export function waySpeeds(profile: SpeedProfile, tag: Tags): WaySpeeds | null {
  const highway = tag('highway');
  const ferry = highway === undefined && profile.ferry && tag('route') === 'ferry' ? profile.ferry : null;
  const classKmh = ferry?.speedKmh ?? classSpeed(profile, highway, tag);
  if (classKmh === 0 || isClosedWay(profile, tag)) return null;
  const oneway = onewayOf(profile, highway, tag);
  if (oneway === 'closed') return null;
  const access = byDirection(profile.accessKeys, tag, (text) => text);
  const limits = byDirection(profile.limitKeys, tag, (text) => parseMaxspeedKmh(text, profile));
  const speed = (direction: Direction) => {
    if (oneway !== 'both' && oneway !== direction) return 0;
    const allowed = access[direction];
    // Many ferries carry no cars: one is open only where it says so.
    if (allowed === null ? ferry !== null : profile.closedAccess.has(allowed)) return 0;
    const limit = ferry === null ? limits[direction] : null;
    return limit === null ? classKmh : limit * profile.maxspeedFactor;
  };
  const forwardKmh = speed('forward');
  const backwardKmh = speed('backward');
  if (forwardKmh === 0 && backwardKmh === 0) return null;
  return {
    forwardKmh,
    backwardKmh,
    snappable: ferry === null && !profile.notSnappable.has(highway ?? ''),
    isFerry: ferry !== null,
    durationSeconds: ferry === null ? null : parseDurationSeconds(tag('duration')),
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
 * km/h of a maxspeed tag: `50`, `50 mph`, `FR:urban`, `FR:30`, `none`, `walk`; of several (`50;30`) the lowest, since
 * nothing says where each holds. Null when it says nothing usable, so that the class speed stays.
 */
export function parseMaxspeedKmh(
  text: string | undefined,
  profile: SpeedProfile = CAR_PROFILE,
): number | null {
  if (text === undefined) return null;
  let lowest: number | null = null;
  for (const part of text.split(/[;|]/)) {
    const word = part.trim().toLowerCase();
    const match = /^(?:[a-z]{2}:)?(?:zone:?)?(\d+(?:\.\d+)?)\s*(mph|km\/?h|kph|knots)?$/.exec(word);
    const unit = match?.[2] === 'mph' ? 1.609344 : match?.[2] === 'knots' ? 1.852 : 1;
    const kmh = match ? Number(match[1]) * unit : own(profile.maxspeedWordsKmh, word);
    if (kmh !== undefined && kmh > 0 && (lowest === null || kmh < lowest)) lowest = kmh;
  }
  return lowest;
}

/** Seconds of a duration tag: minutes, `HH:MM`, `HH:MM:SS` or ISO 8601 (`PT1H30M`); null when it is none of them. */
export function parseDurationSeconds(text: string | undefined): number | null {
  const word = text?.trim() ?? '';
  const clock = /^(?:(\d+):)?(\d+)(?::(\d\d))?$/.exec(word);
  const iso = /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/i.exec(word);
  const number = (digits: string | undefined) => Number(digits ?? 0);
  const seconds = clock
    ? number(clock[1]) * 3600 + number(clock[2]) * 60 + number(clock[3])
    : iso
      ? number(iso[1]) * 86_400 + number(iso[2]) * 3600 + number(iso[3]) * 60 + number(iso[4])
      : 0;
  return seconds > 0 ? seconds : null;
}

function isClosedWay(profile: SpeedProfile, tag: Tags): boolean {
  if (tag('area') === 'yes' || tag('impassable') === 'yes' || tag('status') === 'impassable') return true;
  if (tag('proposed') !== undefined || tag('smoothness') === 'impassable') return true;
  if (profile.closedService.has(tag('service') ?? '')) return true;
  const construction = tag('construction');
  return construction !== undefined && !profile.openConstruction.has(construction);
}

/** km/h of a road without a tagged limit, 0 where it is closed; a bad surface slows it. */
function classSpeed(profile: SpeedProfile, highway: string | undefined, tag: Tags): number {
  if (highway === undefined || profile.neverDriven.has(highway)) return 0;
  let kmh = own(profile.classSpeedKmh, highway) ?? 0;
  if (kmh === 0) {
    // A track or a pedestrian street that says that motor vehicles may.
    const opened = firstOf(profile.openingKeys, tag);
    if (opened === undefined || !profile.openingAccess.has(opened)) return 0;
    kmh = profile.openedSpeedKmh;
  }
  for (const [key, caps] of Object.entries(profile.surfaceCapsKmh)) {
    const value = tag(key);
    const cap = value === undefined ? undefined : own(caps, value);
    if (cap !== undefined && cap < kmh) kmh = cap;
  }
  return kmh;
}

/** What the first key that can be read says, of each direction; a key's own direction before the key alone. */
function byDirection<T>(
  keys: readonly string[],
  tag: Tags,
  read: (text: string) => T | null,
): Record<Direction, T | null> {
  let forward: T | null = null;
  let backward: T | null = null;
  for (const key of keys) {
    const { forwardKey, backwardKey } = directedKeys(key);
    const [along, against, both] = [tag(forwardKey), tag(backwardKey), tag(key)];
    forward ??= (along === undefined ? null : read(along)) ?? (both === undefined ? null : read(both));
    backward ??= (against === undefined ? null : read(against)) ?? (both === undefined ? null : read(both));
    if (forward !== null && backward !== null) break;
  }
  return { forward, backward };
}

interface DirectedKeys {
  forwardKey: string;
  backwardKey: string;
}
const directed = new Map<string, DirectedKeys>();

/** Made once: a reader looks keys up by comparing them, which is fast for a string it has seen and slow for a new one. */
function directedKeys(key: string): DirectedKeys {
  let keys = directed.get(key);
  if (!keys) {
    keys = { forwardKey: `${key}:forward`, backwardKey: `${key}:backward` };
    directed.set(key, keys);
  }
  return keys;
}

function onewayOf(
  profile: SpeedProfile,
  highway: string | undefined,
  tag: Tags,
): 'both' | Direction | 'closed' {
  const oneway = firstOf(profile.onewayKeys, tag);
  if (oneway === 'yes' || oneway === 'true' || oneway === '1') return 'forward';
  if (oneway === '-1' || oneway === 'reverse') return 'backward';
  if (oneway === 'no' || oneway === 'false' || oneway === '0') return 'both';
  // Open one way or the other by the hour: no time can be promised.
  if (oneway === 'reversible') return 'closed';
  const junction = tag('junction');
  if (junction === 'roundabout' || junction === 'circular') return 'forward';
  return highway !== undefined && profile.impliedOneway.has(highway) ? 'forward' : 'both';
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
