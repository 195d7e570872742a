// The edge of the package: writes the assembly of a built app to disk, offline.

import type { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';

export interface SynthesiseOptions {
  /** CDK's own template validation: 7 s of CPU, so a check of its own and not a part of every synth. */
  readonly validateTemplates?: boolean;
}

/** Throws when a check of the app refuses the architecture; its message lists the findings. */
export function synthesise(app: App, { validateTemplates = false }: SynthesiseOptions = {}): CloudAssembly {
  // The only switch this version of CDK has is a variable of the process.
  const before = process.env['CDK_VALIDATION'];
  process.env['CDK_VALIDATION'] = String(validateTemplates);
  try {
    return app.synth();
  } finally {
    if (before === undefined) delete process.env['CDK_VALIDATION'];
    else process.env['CDK_VALIDATION'] = before;
  }
}
