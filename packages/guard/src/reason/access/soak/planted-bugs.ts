// Bugs to plant in a copy of the engine, each one a mistake somebody could make. The soak must find every one of
// them, or its silence about the real engine means nothing.

import type { PlantedBug } from '../../soak/plant.ts';

const bug = (name: string, file: string, from: string, to: string): PlantedBug => ({
  name,
  file: `reason/access/${file}`,
  from,
  to,
});

export const plantedBugs: readonly PlantedBug[] = [
  bug(
    'a role named by a resource escapes its boundary',
    'decide/authorization.ts',
    'all([any(role), ...limits])',
    'any(role)',
  ),
  bug(
    'the account named by a resource is enough',
    'decide/authorization.ts',
    'any(direct), all(',
    'any([...direct, ...account]), all(',
  ),
  bug(
    'one allowing level of service control is enough',
    'decide/authorization.ts',
    "policies.serviceControl.map((level) => layerOf(level, 'serviceControl', scenario))",
    "[layerOf(policies.serviceControl.flat(), 'serviceControl', scenario)]",
  ),
  bug(
    'the management account is bound too',
    'decide/authorization.ts',
    'return principal.organization?.managementAccount !== principal.account;',
    'return true;',
  ),
  bug(
    'resource control is forgotten',
    'decide/authorization.ts',
    'regime.resourceControlled && isLimited(scenario)',
    'false',
  ),
  bug(
    'a session policy does not limit',
    'decide/authorization.ts',
    '...(policies.session ? [',
    '...(false && policies.session ? [',
  ),
  bug(
    'the root user assumes roles',
    'decide/regime.ts',
    "return ['anonymous', 'root'];",
    "return ['anonymous'];",
  ),
  bug(
    'keys work without delegation',
    'decide/regime.ts',
    "return service === 'kms' && reachesKey",
    "return service === 'none' && reachesKey",
  ),
  bug(
    'an absent key fails a negated operator',
    'decide/test-condition.ts',
    'ifExists || operator.negated',
    'ifExists',
  ),
  bug(
    'ForAllValues fails on an absent key',
    'decide/test-condition.ts',
    "quantifier === 'all' ? yes : ifExists",
    "quantifier === 'none' ? yes : ifExists",
  ),
  bug(
    'NotResource is read as Resource',
    'decide/match-statement.ts',
    'if (!negated) return matched;',
    'return matched;',
  ),
  bug(
    'the default of a variable is ignored',
    'policy/bound-pattern.ts',
    "'absent' in binding && token.fallback !== undefined",
    'false',
  ),
  bug('absence is not tried', 'symbolic/key-values.ts', '...(nature.always ? [] : [undefined])', '...[]'),
  bug(
    'no text beyond those mentioned is tried',
    'symbolic/text-classes.ts',
    'return [other, ...characters];',
    'return [...characters];',
  ),
  bug(
    'numbers between thresholds are not tried',
    'symbolic/line-classes.ts',
    '...sorted, ...between, last + 1',
    '...sorted, last + 1',
  ),
  bug(
    'addresses after a block are not tried',
    'symbolic/line-classes.ts',
    'if (last + 1n < end) cuts.add(last + 1n);',
    '',
  ),
  bug(
    'conditions on known keys are skipped',
    'symbolic/space.ts',
    "if (fact.kind === 'free') continue;",
    "if (fact.kind !== 'unknown') continue;",
  ),
  bug(
    'a piece that may hold is taken for one that does',
    'symbolic/search.ts',
    'if (range.low === yes)',
    'if (range.high === yes)',
  ),
  bug(
    'a key goes with every action of its service',
    'symbolic/formed.ts',
    'if (doubt === undefined) return found;',
    'return found;',
  ),
  bug(
    'what AWS does not publish is taken for impossible',
    'symbolic/formed.ts',
    "return { kind: 'doubt', reasons: [doubt, ...doubts] };",
    "return { kind: 'nothing', dimensions: found.dimensions, cover: null };",
  ),
  bug(
    'the policy of an endpoint is not asked',
    'decide/authorization.ts',
    '...(policies.endpoint ? [',
    '...(false && policies.endpoint ? [',
  ),
  bug(
    'the piece where a statement fails is dropped',
    'symbolic/search.ts',
    'wanted ? [yes, maybe, no] : [no, maybe, yes]',
    'wanted ? [yes, maybe] : [yes, maybe]',
  ),
];
