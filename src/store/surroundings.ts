import { DomainError } from '../domain-error.ts';

/**
 * SQLSTATE classes of what befalls a database from outside (PostgreSQL manual, appendix A): connection, resources (a
 * full disk, memory), an operator's shutdown, the system. Any other class is a defect of this program.
 */
const OUTER_CLASSES: readonly string[] = ['08', '53', '57', '58'];
/** The same from the operating system, and from `pg` when the connection goes away. */
const OUTER_CODES: readonly string[] = [
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EIO',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
];
const LOST_CONNECTION =
  /^(Connection terminated|Client has encountered a connection error|Client was closed)/;

/**
 * An error of the store that is its surroundings' and not this program's, as one that a user can mend; any other error
 * as it is.
 */
export function ofSurroundings(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const code = 'code' in error ? String(error.code) : '';
  const isOuter =
    (code.length === 5 && OUTER_CLASSES.includes(code.slice(0, 2))) ||
    OUTER_CODES.includes(code) ||
    LOST_CONNECTION.test(error.message);
  if (!isOuter) return error;
  return new DomainError(
    'store-failed',
    `the database failed: ${error.message}`,
    { sqlState: code },
    { cause: error },
  );
}
