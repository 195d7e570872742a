// Harmless choices about the page, kept in this browser, and that a sign-out could not be told. Nothing personal, nothing secret, nothing needed:
// where storage is refused (private windows), the choice lasts until the page is closed.

type Preference = 'second-factor-nudge' | 'board-shortcuts' | 'sign-out-untold';

const kept = new Map<Preference, string>();

export function readPreference(name: Preference): string | null {
  try {
    return localStorage.getItem(`cool.${name}`);
  } catch {
    return kept.get(name) ?? null;
  }
}

export function writePreference(name: Preference, value: string): void {
  kept.set(name, value);
  try {
    localStorage.setItem(`cool.${name}`, value);
  } catch {
    // Storage is refused here; `kept` holds the choice for this page's life.
  }
}
