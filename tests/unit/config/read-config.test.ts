import { expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';

test('a log level that does not exist is refused with the list of those that do', () => {
  expect(() => readConfig({ LOG_LEVEL: 'loud' })).toThrow(
    'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent, found "loud"',
  );
});
