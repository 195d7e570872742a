// The independent checker's word on an answer. It sees the policies as JSON, as they were before anybody read them.

import { checkCan, checkCannot } from '../../../checker/access-checker.ts';
import type { CheckedQuestion } from '../../../checker/reading/access-question.ts';
import type { Answer } from '../symbolic/can-do.ts';
import type { AccessCase } from './access-case.ts';
import { principalOf } from './ask-engine.ts';

/** What is wrong with the answer; undefined when it is right, or says nothing. */
export function refusal(given: AccessCase, answer: Answer): string | undefined {
  if (answer.verdict === 'unknown') return undefined;
  const question = questionOf(given);
  return answer.verdict === 'can'
    ? checkCan(question, answer.request)
    : checkCannot(question, answer.certificate);
}

export function questionOf(given: AccessCase): CheckedQuestion {
  const list = (document: unknown) => (document === undefined ? undefined : [document]);
  return {
    principal: principalOf(given.principal),
    resource: { account: given.resourceAccount, organization: null, tags: 'any' },
    actions: given.actions,
    resources: [given.resource],
    documents: {
      identity: list(given.identity),
      boundary: list(given.boundary),
      session: list(given.session),
      resource: list(given.resourcePolicy),
      endpoint: list(given.endpoint),
      serviceControl: given.serviceControl.map((level) => [level]),
      resourceControl: given.resourceControl.map((level) => [level]),
    },
    restrictPublicBuckets: given.restrictPublicBuckets,
  } as CheckedQuestion;
}
