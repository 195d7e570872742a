// The one way input is judged. Fastify's own Ajv settings drop unknown fields and turn "1" into 1; ours refuse:
// what a client sends is either right or answered with the field, what was given and what is allowed.

import type { FieldError } from '@cool/contract/problems';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

const ajv = new Ajv.default({
  removeAdditional: false,
  coerceTypes: false,
  useDefaults: false,
  allErrors: true, // bounded by the body limit, and by `mostErrors` in the answer
  verbose: true,
  strict: true,
  allowUnionTypes: true,
});
addFormats.default(ajv);

const mostErrors = 20;
const secretName = /password|code|pin|token|secret|cookie|signature/i;

export function compileSchema<Value>(schema: object): ValidateFunction<Value> {
  return ajv.compile<Value>(schema);
}

/** Ajv's findings as the contract's field errors. `given` never repeats a secret. */
export function fieldErrors(errors: readonly ErrorObject[], prefix = ''): readonly FieldError[] {
  const seen = new Map<string, FieldError>();
  for (const error of errors) {
    if (error.keyword === 'anyOf' && errors.length > 1) continue; // its branches say it better
    const field = `${prefix}${fieldOf(error)}` || '/';
    if (!seen.has(field)) seen.set(field, { field, given: givenOf(error), allowed: allowedOf(error) });
    if (seen.size === mostErrors) break;
  }
  return [...seen.values()];
}

function fieldOf(error: ErrorObject): string {
  if (error.keyword === 'required') return `${error.instancePath}/${String(error.params['missingProperty'])}`;
  if (error.keyword === 'additionalProperties') {
    return `${error.instancePath}/${shorten(String(error.params['additionalProperty']))}`;
  }
  return error.instancePath;
}

function givenOf(error: ErrorObject): string {
  if (error.keyword === 'required') return 'nothing';
  if (error.keyword === 'additionalProperties') return 'an unknown field';
  return describeGiven(error.instancePath, error.data);
}

/** A value as it may stand in an answer or a log: shortened, or only its type, or hidden. */
export function describeGiven(field: string, value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (secretName.test(field)) return 'hidden';
  return typeof value === 'string' ? JSON.stringify(shorten(value)) : String(value);
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/** A pattern is for machines; the contract says beside it what it allows. */
function inWords({ parentSchema }: ErrorObject): string | undefined {
  const words: unknown = parentSchema?.['description'];
  return typeof words === 'string' ? words : undefined;
}

function allowedOf(error: ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'required':
      return inWords(error) ?? 'a value';
    case 'additionalProperties':
      return `only ${Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {}).join(', ') || 'no fields'}`;
    case 'type':
      return `a value of type ${String(params['type'])}`;
    case 'enum':
      return `one of ${(params['allowedValues'] as readonly unknown[]).map(String).join(', ')}`;
    case 'pattern':
      return inWords(error) ?? `text that matches ${String(params['pattern'])}`;
    case 'format':
      return params['format'] === 'email'
        ? 'an e-mail address'
        : `text of format ${String(params['format'])}`;
    case 'minLength':
      return `at least ${String(params['limit'])} characters`;
    case 'maxLength':
      return `at most ${String(params['limit'])} characters`;
    case 'minimum':
      return `at least ${String(params['limit'])}`;
    case 'maximum':
      return `at most ${String(params['limit'])}`;
    case 'maxProperties':
      return inWords(error) ?? `${String(params['limit'])} fields`;
    default:
      return error.message ?? 'another value';
  }
}
