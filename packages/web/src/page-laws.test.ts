// Laws of this package that no compiler knows, each shown a planted breach. The policy the pages run under forbids
// markup from strings and inline styles; these tests say so before a browser does.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Source {
  readonly path: string;
  readonly text: string;
}

interface Law {
  readonly name: string;
  readonly pattern: RegExp;
  /** Files that may. */
  readonly except: RegExp;
  readonly planted: string;
}

const laws: readonly Law[] = [
  {
    name: 'only *-client.ts files talk to the server',
    pattern: /\bfetch\(|\bnew EventSource\b|\bXMLHttpRequest\b|\bsendBeacon\b|\bnew WebSocket\b/,
    except: /-client\.ts$/,
    planted: "void fetch('/api/orders');",
  },
  {
    name: 'no markup is made from strings',
    pattern: /\binnerHTML\b|\bouterHTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b|\bDOMParser\b|\beval\(/,
    except: /^$/,
    planted: 'node.innerHTML = text;',
  },
  {
    name: 'no element carries an inline style',
    pattern: /\sstyle=|setAttribute\('style'|\.cssText\b/,
    except: /^$/,
    planted: '<p style="color: red">',
  },
  {
    name: 'the browser keeps nothing but preferences',
    pattern: /\blocalStorage\b|\bsessionStorage\b|\bindexedDB\b|document\.cookie/,
    except: /ui\/preferences\.ts$/,
    planted: "localStorage.setItem('token', token);",
  },
  {
    // Public data, a count, listeners, and the two that keep and tell what belongs to no session any more.
    name: 'a module keeps nothing of a session but in a signal that is emptied at its end',
    pattern:
      /^(?:export )?(?:let\b|const \w+(?:: [^=\n]+)? = (?:signal[<(]|new (?:Weak)?(?:Map|Set)(?:<[^\n]*>)?\(\)|\[\]|\{\}))/m,
    except:
      /^(?:memory\/session-memory|ui\/preferences|ui\/page|http\/http-client|features\/orders\/use-dublin-places|features\/identity\/sign-out-client)\.tsx?$/,
    planted: 'const undone = new Map<string, OrderRow>();',
  },
  {
    name: 'a password is typed in the one field that hides it',
    pattern:
      /type="password"|<(?!PasswordField)\w+(?:(?!\/>|<)[\s\S])*?(?:label="[^"]*[Pp]assword|-password")/,
    except: /^ui\/password-field\.tsx$/,
    planted: '<TextField\n  label="New password"\n  name="new" />',
  },
  {
    name: 'an address in a page is a path of ours',
    pattern:
      /\bhref=(?:"(?![/#])|\{`(?!\/|#)|\{(?!`|page\.path\}|trackingPath\}|urls\.|isCustomer \? `\/orders\/))/,
    except: /^$/,
    planted: '<a href={order.link}>there</a>',
  },
  {
    name: 'nothing keeps a person from pasting',
    pattern: /\bon(Paste|BeforeInput|Drop)\b/,
    except: /^$/,
    planted: '<input onPaste={(event) => event.preventDefault()} />',
  },
];

function breaches(law: Law, sources: readonly Source[]): readonly string[] {
  return sources
    .filter(({ path, text }) => !law.except.test(path) && law.pattern.test(text))
    .map(({ path }) => path);
}

const root = fileURLToPath(new URL('.', import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));

describe('the field for a password', () => {
  const field = sources.find(({ path }) => path === 'ui/password-field.tsx')?.text ?? '';

  it('hides what is typed until the person asks to see it, and lets a password manager fill it in', () => {
    expect(field).toContain('useState(false)');
    expect(field).toContain("type: shown ? 'text' : 'password'");
    expect(field).toContain("autoComplete: 'current-password' | 'new-password'");
    expect(field).toContain('autoComplete={props.autoComplete}');
  });
});

describe('the pages', () => {
  it('are all looked at', () => {
    expect(sources.length).toBeGreaterThan(60);
  });

  it.each(laws)('$name', (law) => {
    expect(breaches(law, [{ path: 'features/orders/planted.tsx', text: law.planted }])).toHaveLength(1);
    expect(breaches(law, sources)).toEqual([]);
  });
});

// Bundled styles arrive in files of their own, and a shared one may arrive first: whichever does must not be the
// one that decides which layer wins.
describe('the styles', () => {
  const layerOrder = '@layer tokens, base, parts, features;';
  const startsOver = (text: string) =>
    /^@layer \w+ \{/m.test(text) && !text.includes(layerOrder) && !text.includes('@import');
  const styles = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.css'))
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));

  it('each say the order of the layers', () => {
    expect(startsOver('@layer features {\n}')).toBe(true);
    expect(styles.length).toBeGreaterThan(10);
    expect(styles.filter(({ text }) => startsOver(text)).map(({ path }) => path)).toEqual([]);
  });
});
