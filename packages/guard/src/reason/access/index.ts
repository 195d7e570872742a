// The door of the access engine.

export { type AccessLevel, type ActionList, publishedActions } from './actions/action-list.ts';
export { type AccessEnvironment, type Decision, decide } from './decide/decide.ts';
export type { Layer, Leaf } from './decide/formula.ts';
export type { PolicyText, Unresolved } from './policy/pattern.ts';
export { type PolicyProblem, PolicyUnreadable } from './policy/policy-problem.ts';
export { type PolicySource, readPolicy } from './policy/read-policy.ts';
export type { Policy, Statement } from './policy/statement.ts';
export { describePrincipal, type Organization, type Principal } from './request/principal.ts';
export type { AccessRequest, Policies, ResourceFacts } from './request/request.ts';
export { type Answer, type Certificate, canDo, type Question } from './symbolic/can-do.ts';
export { type Comparison, compare } from './symbolic/compare.ts';
export {
  type Access,
  type Member,
  type Target,
  type WhoQuestion,
  type World,
  whoCan,
} from './symbolic/who-can.ts';
