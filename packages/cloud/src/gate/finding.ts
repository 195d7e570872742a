// What a tool has against one resource, in one form for all tools.

export const tools = ['built-in validation', 'checkov', 'cfn-lint'] as const;

export type Tool = (typeof tools)[number];

export interface Finding {
  readonly tool: Tool;
  /** The tool's own id of the rule: `CKV_AWS_115`, `W3010`. */
  readonly check: string;
  readonly environment: string;
  readonly stack: string;
  /** Logical id; empty when the finding is about the whole template. */
  readonly resource: string;
  readonly message: string;
}

/** What a tool said of all templates. */
export interface ToolReport {
  readonly tool: Tool;
  readonly version: string;
  /** Checks that passed; undefined where the tool counts only what it finds. */
  readonly passed: number | undefined;
  readonly findings: readonly Finding[];
}
