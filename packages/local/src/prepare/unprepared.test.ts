import { describe, expect, it } from 'vitest';
import { unpreparedSentence } from './unprepared.ts';

describe('a database that could not be prepared', () => {
  it('of one’s own: says which setting names it, and what to do', () => {
    const sentence = unpreparedSentence(
      new Error('connect ECONNREFUSED 127.0.0.1:9'),
      'mongodb://127.0.0.1:9',
    );
    expect(sentence).toContain('MONGODB_URI names could not be prepared: connect ECONNREFUSED 127.0.0.1:9. ');
    expect(sentence).toMatch(
      /Start that server or correct MONGODB_URI .* or unset it to use the embedded engine\.$/,
    );
  });

  it('embedded: speaks of no setting that nobody gave', () => {
    const sentence = unpreparedSentence(new Error('no space left'), null);
    expect(sentence).toMatch(/^The database could not be prepared: no space left\. Start again/);
    expect(sentence).not.toContain('MONGODB_URI');
  });

  it.each(['mongodb://me:s3cret@db.example', 'mongodb://me:s3cret@db.example/x?y=1'])(
    'never tells a password: %s',
    (address) => {
      for (const words of [
        `Invalid connection string "${address}"`,
        'cannot use mongodb://me:s3cret@db.example',
      ])
        expect(unpreparedSentence(new Error(words), address)).not.toContain('s3cret');
    },
  );
});
