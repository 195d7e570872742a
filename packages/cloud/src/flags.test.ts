import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import flags from './flags.json' with { type: 'json' };

// Flags change what CDK generates. Ours are a frozen copy, so that an upgrade of the library shows its new ones here
// instead of in the templates.
const recommended: Record<string, unknown> = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('aws-cdk-lib/recommended-feature-flags.json'), 'utf8'),
);

describe('the feature flags', () => {
  it('decide every flag this version of CDK recommends', () => {
    expect(Object.keys(flags).sort()).toEqual(Object.keys(recommended).sort());
  });

  it('differ from the recommendation only where we decided so', () => {
    const different = Object.entries(flags).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(recommended[name]),
    );
    expect(different).toEqual([
      // What AWS's analytics would ask for: we send none, and it writes more into the assembly than is deployed.
      ['@aws-cdk/core:enableAdditionalMetadataCollection', false],
      ['@aws-cdk/core:defaultCrossStackReferences', 'strong'],
    ]);
  });
});
