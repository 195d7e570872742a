// Finds places as one types: accents and case do not matter, and the beginning of a word counts most.

export interface SearchablePlace {
  readonly name: string;
  readonly address: string;
  readonly routingKey: string;
}

export function searchPlaces<Place extends SearchablePlace>(
  places: readonly Place[],
  text: string,
  limit = 7,
): readonly Place[] {
  const words = plain(text)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return [];
  return places
    .map((place) => ({ place, score: scoreOf(place, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.place.name.localeCompare(b.place.name, 'en-IE'))
    .slice(0, limit)
    .map(({ place }) => place);
}

/** 0 unless every word is found. */
function scoreOf(place: SearchablePlace, words: readonly string[]): number {
  const name = plain(place.name);
  const rest = `${plain(place.address)} ${plain(place.routingKey)}`;
  let score = 0;
  for (const word of words) {
    if (name.startsWith(word)) score += 4;
    else if (name.includes(` ${word}`)) score += 3;
    else if (` ${rest}`.includes(` ${word}`)) score += 2;
    else if (name.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

/** Lower case, without accents or apostrophes, other marks as single blanks. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
