import type { DomainError, ErrorCode, ErrorDetails } from '../domain-error.ts';

/** RFC 9457 problem details, with the request's id and the parameters at fault. */
export interface Problem {
  /** Stable; what a program should look at. */
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  request_id: string;
  errors: ProblemParameter[];
}

export interface ProblemParameter {
  parameter: string;
  detail: string;
  expected?: string | string[];
  found?: string;
}

/** Codes of the API itself, beside those of the domain. */
export type ProblemCode =
  | ErrorCode
  | 'unknown-path'
  | 'method-not-allowed'
  | 'rate-limited'
  | 'address-too-long'
  | 'bad-request'
  | 'internal-error'
  | 'overloaded';

interface ProblemKind {
  status: number;
  title: string;
  /** What is told in place of the message, where that could show a cause that is none of the caller's business. */
  publicDetail?: string;
}

const HIDDEN = 'The cause is in the server’s log under the request id.';
const RETRY = 'The database does not answer. Try again in a moment.';

/** The one table from error code to HTTP. */
export const PROBLEMS = {
  'invalid-parameter': { status: 400, title: 'A parameter has a value that cannot be used' },
  'unknown-parameter': { status: 400, title: 'A parameter is not known here' },
  'unknown-territory': { status: 404, title: 'No such territory in this edition' },
  'unknown-collection': { status: 404, title: 'No such collection' },
  'unknown-item': { status: 404, title: 'No such item in this collection' },
  'threshold-out-of-range': { status: 422, title: 'The threshold is out of range' },
  'not-acceptable': { status: 406, title: 'The answer cannot be had in this form' },
  'no-edition': { status: 503, title: 'No edition is loaded yet' },
  'unknown-edition': { status: 404, title: 'No such edition' },
  'unknown-path': { status: 404, title: 'No such path' },
  'method-not-allowed': { status: 405, title: 'This path is only read' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'address-too-long': { status: 414, title: 'The address is too long' },
  'bad-request': { status: 400, title: 'The request cannot be read' },
  overloaded: { status: 503, title: 'The server is stopping or overloaded' },
  'store-locked': { status: 503, title: 'The database does not answer', publicDetail: RETRY },
  'store-unavailable': { status: 503, title: 'The database does not answer', publicDetail: RETRY },
  interrupted: { status: 503, title: 'The work was interrupted', publicDetail: RETRY },
  'store-failed': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'binary-format': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'source-not-found': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'source-unreadable': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'source-schema': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'source-truncated': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'source-empty': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'source-encoding': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'download-failed': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'nothing-to-publish': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
  'internal-error': { status: 500, title: 'Something went wrong', publicDetail: HIDDEN },
} satisfies Record<ProblemCode, ProblemKind>;

export function problemType(code: ProblemCode): string {
  return `urn:maillage:problem:${code}`;
}

/** Longest echo of what a caller sent. */
const MAX_ECHO = 200;

export function problem(
  code: ProblemCode,
  detail: string,
  errors: ProblemParameter[],
  request: { id: string; url: string },
): Problem {
  const kind: ProblemKind = PROBLEMS[code];
  return {
    type: problemType(code),
    title: kind.title,
    status: kind.status,
    detail: kind.publicDetail ?? detail,
    instance: request.url.slice(0, MAX_ECHO),
    request_id: request.id,
    errors: kind.publicDetail === undefined ? errors : [],
  };
}

/** The parameter that a DomainError's details name, as an entry of `errors`. */
function parametersOf(message: string, details: ErrorDetails): ProblemParameter[] {
  if (typeof details.parameter !== 'string') return [];
  const entry: ProblemParameter = { parameter: details.parameter, detail: message };
  const { expected, found } = details;
  if (Array.isArray(expected)) entry.expected = [...expected];
  else if (expected !== undefined && expected !== null) entry.expected = String(expected);
  if (found !== undefined && found !== null) entry.found = String(found).slice(0, MAX_ECHO);
  return [entry];
}

export function problemOfDomainError(error: DomainError, request: { id: string; url: string }): Problem {
  return problem(error.code, error.message, parametersOf(error.message, error.details), request);
}
