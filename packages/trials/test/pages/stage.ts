// One platform and one browser for everything that is looked at in a browser: they cost more than most of what is looked at.

import type { LaunchedBrowser } from '../../../../tools/browser/launch.ts';
import type { Platform } from '../../src/platform/start-platform.ts';

export interface Stage {
  readonly platform: Platform;
  readonly browser: LaunchedBrowser['browser'];
  /** A code opens once: reads it again until it is another than the one this person was last asked for here. */
  unspent(person: string, read: () => string | Promise<string>): Promise<string>;
}
