import type { ErrorCode } from '../domain-error.ts';

/** Exit codes of the commands; 0 is success, 1 a defect of the program. */
export const EXIT_CODES: Record<ErrorCode, number> = {
  'invalid-parameter': 2,
  'unknown-parameter': 2,
  'unknown-territory': 2,
  'unknown-collection': 2,
  'unknown-item': 2,
  'threshold-out-of-range': 2,
  'not-acceptable': 2,
  'unknown-edition': 2,
  'source-not-found': 3,
  'source-unreadable': 3,
  'source-schema': 3,
  'source-truncated': 3,
  'source-empty': 3,
  'source-encoding': 3,
  'download-failed': 3,
  'nothing-to-publish': 3,
  'no-edition': 4,
  'store-locked': 4,
  'store-unavailable': 4,
  'store-failed': 4,
  'binary-format': 4,
  // As a shell tells of a process ended by SIGINT.
  interrupted: 130,
};
