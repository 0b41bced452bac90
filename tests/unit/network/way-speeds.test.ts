import { describe, expect, test } from 'vitest';
import { CAR_PROFILE, CAR_PROFILE_WITH_FERRIES } from '../../../src/network/roads/car-profile.ts';
import {
  isBarrierClosed,
  parseDurationSeconds,
  parseMaxspeedKmh,
  waySpeeds,
} from '../../../src/network/roads/way-speeds.ts';

const speeds = (tags: Record<string, string>, profile = CAR_PROFILE) =>
  waySpeeds(profile, (key) => tags[key]);
const closed = (tags: Record<string, string>) => isBarrierClosed(CAR_PROFILE, (key) => tags[key]);

describe('speeds of a way', () => {
  test('are those of its class', () => {
    expect(speeds({ highway: 'primary' })).toMatchObject({
      forwardKmh: 65,
      backwardKmh: 65,
      snappable: true,
    });
    expect(speeds({ highway: 'living_street' })?.forwardKmh).toBe(10);
  });

  test.each([
    'track',
    'path',
    'footway',
    'construction',
    'constructor',
    'toString',
  ])('%s is closed', (highway) => {
    expect(speeds({ highway })).toBeNull();
  });

  test('follow a tagged limit, times 0.8, by direction where it is given so', () => {
    expect(speeds({ highway: 'residential', maxspeed: '50' })?.forwardKmh).toBe(40);
    const way = { highway: 'secondary', maxspeed: '80', 'maxspeed:backward': '50' };
    expect(speeds(way)).toMatchObject({ forwardKmh: 64, backwardKmh: 40 });
  });

  test.each([
    ['50', 50],
    ['50 mph', 80.4672],
    ['30mph', 48.28032],
    ['FR:urban', 50],
    ['FR:rural', 80],
    ['fr:zone30', 30],
    ['FR:zone:30', 30],
    ['FR:30', 30],
    ['FR:motorway', 130],
    ['FR:living_street', 20],
    ['implicit', null],
    ['none', 130],
    ['walk', 10],
    ['50;30', 30],
    ['0', null],
    ['-5', null],
    ['signals', null],
    ['constructor', null],
    ['', null],
  ])('read maxspeed %j as %j', (text, kmh) => {
    const read = parseMaxspeedKmh(text);
    if (kmh === null) expect(read).toBeNull();
    else expect(read).toBeCloseTo(kmh, 4);
  });

  test.each([
    [{ oneway: 'yes' }, 25, 0],
    [{ oneway: '1' }, 25, 0],
    [{ oneway: '-1' }, 0, 25],
    [{ junction: 'roundabout' }, 25, 0],
    [{ junction: 'roundabout', oneway: 'no' }, 25, 25],
    [{ oneway: 'alternating' }, 25, 25],
  ])('with %j are %i and %i', (tags, forwardKmh, backwardKmh) => {
    expect(speeds({ highway: 'residential', ...tags })).toMatchObject({ forwardKmh, backwardKmh });
  });

  test('of a motorway are one-way unless it says otherwise', () => {
    expect(speeds({ highway: 'motorway' })?.backwardKmh).toBe(0);
    expect(speeds({ highway: 'motorway', oneway: 'no' })?.backwardKmh).toBe(90);
    expect(speeds({ highway: 'residential', oneway: 'reversible' })).toBeNull();
  });

  test.each([
    [{ access: 'no' }, false],
    [{ access: 'private' }, false],
    [{ vehicle: 'no' }, false],
    [{ motor_vehicle: 'no' }, false],
    [{ access: 'no', motor_vehicle: 'yes' }, true],
    [{ access: 'yes', motorcar: 'no' }, false],
    [{ access: 'destination' }, true],
    [{ access: 'permissive' }, true],
    [{ area: 'yes' }, false],
  ])('with %j: open %j', (tags, open) => {
    expect(speeds({ highway: 'unclassified', ...tags }) !== null).toBe(open);
  });

  test('follow the words of the law where no number is tagged, as OSRM does', () => {
    expect(speeds({ highway: 'residential', 'source:maxspeed': 'FR:urban' })?.forwardKmh).toBe(40);
    expect(speeds({ highway: 'tertiary', 'maxspeed:type': 'FR:rural' })?.forwardKmh).toBe(64);
    expect(speeds({ highway: 'tertiary', maxspeed: 'signals', 'source:maxspeed': 'FR:30' })?.forwardKmh).toBe(
      24,
    );
    expect(speeds({ highway: 'tertiary', maxspeed: '70', 'source:maxspeed': 'FR:rural' })?.forwardKmh).toBe(
      56,
    );
    expect(speeds({ highway: 'tertiary', maxspeed: '90', 'maxspeed:advisory': '50' })?.forwardKmh).toBe(40);
    // Not read by OSRM, and a mapper who adds them must not make a street faster.
    expect(speeds({ highway: 'residential', 'zone:traffic': 'FR:urban' })?.forwardKmh).toBe(25);
    expect(speeds({ highway: 'residential', 'zone:maxspeed': 'FR:30' })?.forwardKmh).toBe(25);
    const reads = { ...CAR_PROFILE, limitKeys: [...CAR_PROFILE.limitKeys, 'zone:maxspeed'] };
    expect(speeds({ highway: 'residential', 'zone:maxspeed': 'FR:30' }, reads)?.forwardKmh).toBe(24);
  });

  test('are held back by a bad surface, unless a limit is tagged', () => {
    expect(speeds({ highway: 'primary', surface: 'gravel' })?.forwardKmh).toBe(40);
    expect(speeds({ highway: 'residential', surface: 'gravel' })?.forwardKmh).toBe(25);
    expect(speeds({ highway: 'primary', surface: 'gravel', maxspeed: '80' })?.forwardKmh).toBe(64);
    expect(speeds({ highway: 'tertiary', smoothness: 'horrible' })?.forwardKmh).toBe(10);
    expect(speeds({ highway: 'tertiary', smoothness: 'impassable' })).toBeNull();
    expect(speeds({ highway: 'tertiary', surface: 'constructor' })?.forwardKmh).toBe(40);
  });

  test('open a track or a pedestrian street only where motor vehicles are named', () => {
    expect(speeds({ highway: 'track', motor_vehicle: 'yes' })?.forwardKmh).toBe(10);
    expect(speeds({ highway: 'pedestrian', motorcar: 'designated' })?.forwardKmh).toBe(10);
    expect(speeds({ highway: 'footway', access: 'yes' })).toBeNull();
    expect(speeds({ highway: 'track', motor_vehicle: 'destination' })).toBeNull();
    expect(speeds({ highway: 'steps', motor_vehicle: 'yes' })).toBeNull();
    const withTracks = { ...CAR_PROFILE, classSpeedKmh: { ...CAR_PROFILE.classSpeedKmh, track: 15 } };
    expect(speeds({ highway: 'track' }, withTracks)?.forwardKmh).toBe(15);
  });

  test.each(['driveway', 'parking_aisle', 'alley'])('of a service road are 15 km/h, a %s too', (service) => {
    expect(speeds({ highway: 'service', service })?.forwardKmh).toBe(15);
    expect(speeds({ highway: 'service', service: 'emergency_access' })).toBeNull();
  });

  test('of a road not built yet are none', () => {
    expect(speeds({ highway: 'primary', construction: 'yes' })).toBeNull();
    expect(speeds({ highway: 'primary', construction: 'minor' })?.forwardKmh).toBe(65);
    expect(speeds({ highway: 'primary', proposed: 'yes' })).toBeNull();
    expect(speeds({ highway: 'primary', status: 'impassable' })).toBeNull();
  });

  test('follow what is said of motor cars, one-way and access, by direction', () => {
    const contraFlow = { highway: 'residential', oneway: 'yes', 'oneway:motorcar': 'no' };
    expect(speeds(contraFlow)).toMatchObject({ forwardKmh: 25, backwardKmh: 25 });
    expect(speeds({ highway: 'residential', oneway: 'yes', 'oneway:bicycle': 'no' })?.backwardKmh).toBe(0);
    expect(speeds({ highway: 'residential', 'motor_vehicle:backward': 'no' })).toMatchObject({
      forwardKmh: 25,
      backwardKmh: 0,
    });
    expect(speeds({ highway: 'residential', access: 'no', 'motor_vehicle:forward': 'yes' })).toMatchObject({
      forwardKmh: 25,
      backwardKmh: 0,
    });
    expect(speeds({ highway: 'residential', oneway: 'yes', 'access:forward': 'no' })).toBeNull();
  });

  test.each([
    ['00:35', 2100],
    ['1:20', 4800],
    ['01:20:30', 4830],
    ['45', 2700],
    ['PT1H30M', 5400],
    ['PT50M', 3000],
    ['P1DT2H', 93_600],
    ['0', null],
    ['P', null],
    ['soon', null],
    [undefined, null],
  ])('read duration %j as %j seconds', (text, seconds) => {
    expect(parseDurationSeconds(text)).toBe(seconds);
  });

  test('of a ferry are none, unless ferries are asked for and it takes cars', () => {
    const ferry = { route: 'ferry', motor_vehicle: 'yes' };
    expect(speeds(ferry)).toBeNull();
    expect(speeds(ferry, CAR_PROFILE_WITH_FERRIES)).toEqual({
      forwardKmh: 5,
      backwardKmh: 5,
      snappable: false,
      isFerry: true,
      durationSeconds: null,
    });
    expect(speeds({ ...ferry, duration: '00:35' }, CAR_PROFILE_WITH_FERRIES)?.durationSeconds).toBe(2100);
    expect(speeds({ route: 'ferry' }, CAR_PROFILE_WITH_FERRIES)).toBeNull();
    expect(speeds({ route: 'ferry', motor_vehicle: 'no' }, CAR_PROFILE_WITH_FERRIES)).toBeNull();
  });
});

test.each([
  [{}, false],
  [{ barrier: 'bollard' }, true],
  [{ barrier: 'bollard', bollard: 'rising' }, false],
  [{ barrier: 'block' }, true],
  [{ barrier: 'gate' }, false],
  [{ barrier: 'gate', access: 'no' }, true],
  [{ barrier: 'gate', access: 'private' }, false],
  [{ barrier: 'bollard', motor_vehicle: 'yes' }, false],
  [{ barrier: 'toll_booth' }, false],
])('a node with %j: closed %j', (tags, expected) => {
  expect(closed(tags)).toBe(expected);
});
