import { expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';

test('a log level that does not exist is refused with the list of those that do', () => {
  expect(() => readConfig({ LOG_LEVEL: 'loud' })).toThrow(
    'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent, found "loud"',
  );
});

test('what the service limits has defaults, and 0 turns a limit off', () => {
  expect(readConfig({})).toMatchObject({
    cacheMegabytes: 64,
    requestsPerMinute: 3000,
    costPerMinute: 1000,
    maxInFlight: 500,
    trustProxy: null,
    metrics: 'on',
  });
  const off = {
    MAILLAGE_CACHE_MB: '0',
    MAILLAGE_REQUESTS_PER_MINUTE: '0',
    MAILLAGE_COST_PER_MINUTE: '0',
    MAILLAGE_MAX_IN_FLIGHT: '0',
    MAILLAGE_METRICS: 'off',
  };
  expect(readConfig(off)).toMatchObject({
    cacheMegabytes: 0,
    requestsPerMinute: 0,
    costPerMinute: 0,
    maxInFlight: 0,
    metrics: 'off',
  });
});

test('a limit that is no whole number is refused by name', () => {
  for (const [name, value] of [
    ['MAILLAGE_CACHE_MB', 'much'],
    ['MAILLAGE_REQUESTS_PER_MINUTE', '-1'],
    ['MAILLAGE_COST_PER_MINUTE', '1.5'],
    ['MAILLAGE_MAX_IN_FLIGHT', 'NaN'],
  ]) {
    expect(() => readConfig({ [name]: value })).toThrow(
      new RegExp(`^${name}: must be .*, found "${value}"$`),
    );
  }
  expect(() => readConfig({ MAILLAGE_METRICS: 'yes' })).toThrow(
    'MAILLAGE_METRICS: must be one of on, off, found "yes"',
  );
});

test('proxies are addresses, networks or the names of those that are not public', () => {
  for (const proxies of ['127.0.0.1', '10.0.0.0/8, 192.0.2.7', '::1', 'fd00::/8,loopback', 'uniquelocal'])
    expect(readConfig({ MAILLAGE_TRUST_PROXY: proxies }).trustProxy).toBe(proxies);
  for (const other of [
    'true',
    '1 2',
    'proxy.example.org',
    '10.0.0.0/8,',
    '10.0.0.0/99',
    '999.9.9.9',
    'fade',
    '::1/129',
  ]) {
    expect(() => readConfig({ MAILLAGE_TRUST_PROXY: other })).toThrow(
      `MAILLAGE_TRUST_PROXY: must be addresses or networks, comma-separated, such as 127.0.0.1,10.0.0.0/8 or loopback, found "${other}"`,
    );
  }
});
