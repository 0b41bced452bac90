import type { FastifySchemaValidationError } from 'fastify';
import type { ProblemCode, ProblemParameter } from './problems.ts';

const MAX_ECHO = 200;

interface Finding extends ProblemParameter {
  code: ProblemCode;
}

/**
 * What Ajv found wrong with a query, told by parameter: an unknown one with those that are known, a repeated one, a
 * value with what was expected in its place.
 * @param query the query as parsed, to show what was found
 * @param known names of the parameters of the route
 */
export function validationProblem(
  errors: readonly FastifySchemaValidationError[],
  query: unknown,
  known: readonly string[],
): { code: ProblemCode; detail: string; errors: ProblemParameter[] } {
  const values = query !== null && typeof query === 'object' ? new Map(Object.entries(query)) : new Map();
  const findings = new Map<string, Finding>();
  for (const error of errors) {
    const finding = findingOf(error, values, known);
    // Several keywords can fail for one parameter; the first says the most.
    if (!findings.has(finding.parameter)) findings.set(finding.parameter, finding);
  }
  const list = [...findings.values()];
  return {
    code: worstCode(list),
    detail: list.map((finding) => finding.detail).join(' '),
    errors: list.map(({ code: _code, ...entry }) => entry),
  };
}

/** A query that cannot be read comes before one that is read and out of range. */
function worstCode(findings: readonly Finding[]): ProblemCode {
  const codes = new Set(findings.map((finding) => finding.code));
  for (const code of ['unknown-parameter', 'invalid-parameter'] as const) if (codes.has(code)) return code;
  return 'threshold-out-of-range';
}

function findingOf(
  error: FastifySchemaValidationError,
  values: Map<string, unknown>,
  known: readonly string[],
): Finding {
  if (error.keyword === 'additionalProperties') {
    const parameter = String(error.params.additionalProperty).slice(0, MAX_ECHO);
    const allowed = known.length === 0 ? 'none' : known.join(', ');
    return {
      code: 'unknown-parameter',
      parameter,
      detail: `Unknown parameter "${parameter}"; known here: ${allowed}.`,
      expected: [...known],
    };
  }
  if (error.keyword === 'required') {
    const parameter = String(error.params.missingProperty);
    return {
      code: 'invalid-parameter',
      parameter,
      detail: `Parameter "${parameter}" must be given.`,
      expected: 'a value',
    };
  }
  const parameter = error.instancePath.split('/')[1] ?? '';
  const value = values.get(parameter);
  if (Array.isArray(value)) {
    return {
      code: 'invalid-parameter',
      parameter,
      detail: `Parameter "${parameter}" is given ${value.length} times; it takes one value.`,
      expected: 'one value',
      found: `${value.length} values`,
    };
  }
  const found = String(value).slice(0, MAX_ECHO);
  const { code, expected } = expectation(error, parameter);
  const wanted = typeof expected === 'string' ? expected : `one of ${expected.join(', ')}`;
  return {
    code,
    parameter,
    detail: `Parameter "${parameter}": expected ${wanted}, found "${found}".`,
    expected,
    found,
  };
}

function expectation(
  error: FastifySchemaValidationError,
  parameter: string,
): { code: ProblemCode; expected: string | string[] } {
  const { keyword, params } = error;
  if (keyword === 'enum' && Array.isArray(params.allowedValues)) {
    return { code: 'invalid-parameter', expected: params.allowedValues.map(String) };
  }
  if ((keyword === 'minimum' || keyword === 'maximum') && parameter === 'threshold') {
    return { code: 'threshold-out-of-range', expected: 'whole minutes from 1 to 60' };
  }
  if (keyword === 'type') return { code: 'invalid-parameter', expected: `a value of type ${params.type}` };
  if (keyword === 'maxLength') {
    return { code: 'invalid-parameter', expected: `at most ${params.limit} characters` };
  }
  if (keyword === 'minLength') {
    const { limit } = params;
    return { code: 'invalid-parameter', expected: `at least ${limit} character${limit === 1 ? '' : 's'}` };
  }
  if (keyword === 'minimum' || keyword === 'maximum') {
    const bound = keyword === 'minimum' ? 'at least' : 'at most';
    return { code: 'invalid-parameter', expected: `a number of ${bound} ${params.limit}` };
  }
  return { code: 'invalid-parameter', expected: error.message ?? keyword };
}
