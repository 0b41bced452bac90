/**
 * The one error class for violations that a user can mend: a bad file, a bad parameter, a state that forbids the ask.
 * `code` is stable and documented; `details` names the file, row or parameter, what was expected and what was found.
 * Mapping to HTTP lives in api/problems.ts, to exit codes in cli/exit-codes.ts, each in one table.
 */
export type ErrorCode =
  // files
  | 'source-not-found'
  | 'source-unreadable'
  | 'source-schema'
  | 'source-truncated'
  | 'source-empty'
  | 'source-encoding'
  | 'download-failed'
  | 'nothing-to-publish'
  // parameters
  | 'invalid-parameter'
  | 'unknown-parameter'
  | 'unknown-territory'
  | 'unknown-collection'
  | 'unknown-item'
  | 'threshold-out-of-range'
  | 'not-acceptable'
  // state
  | 'no-edition'
  | 'unknown-edition'
  | 'store-locked'
  | 'store-unavailable'
  | 'store-failed'
  | 'binary-format'
  | 'interrupted';

export type ErrorDetails = Record<string, string | number | boolean | null | readonly string[]>;

export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}
