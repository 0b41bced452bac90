import { describe, expect, test } from 'vitest';
import {
  CAR_PROFILE,
  CAR_PROFILE_WITH_FERRIES,
  isBarrierClosed,
  parseMaxspeedKmh,
  waySpeeds,
} from '../../../src/network/car-profile.ts';

const speeds = (tags: Record<string, string>, profile = CAR_PROFILE) =>
  waySpeeds(profile, (key) => tags[key]);
const closed = (tags: Record<string, string>) => isBarrierClosed(CAR_PROFILE, (key) => tags[key]);

describe('speeds of a way', () => {
  test('are those of its class', () => {
    expect(speeds({ highway: 'primary' })).toEqual({ forwardKmh: 65, backwardKmh: 65, snappable: true });
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

  test('of a ferry are none, unless ferries are asked for and it takes cars', () => {
    const ferry = { route: 'ferry', motor_vehicle: 'yes' };
    expect(speeds(ferry)).toBeNull();
    expect(speeds(ferry, CAR_PROFILE_WITH_FERRIES)).toEqual({
      forwardKmh: 5,
      backwardKmh: 5,
      snappable: false,
    });
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
